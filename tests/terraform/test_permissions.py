"""The roles of the Lambdas against their code: they may do all that it does, and nothing that it never does.

Routes and jobs run as they do in a Lambda; every call to AWS is noted. What is noted must be allowed by the plan of
the role, and what the role allows must have been needed.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import create_app
from liveinsight import tokens, users
from liveinsight.settings import Settings
from tests.integration.dashboard.conftest import EMAIL, PASSWORD
from tests.terraform.permissions import Call, Policy
from tests.terraform.runner import Terraform
from tests.terraform.world import World, send_everything, start_again
from tests.unit.dashboard.conftest import log_in

FUNCTIONS = ("collector", "rollup", "archive")


@pytest.fixture(scope="module")
def dashboard_policy(terraform: Terraform) -> Policy:
    """What the dashboard's tasks may do, without Athena."""
    run = terraform.test("tests/modules", "-filter=tests/modules/web.tftest.hcl", plans=True)["web_plain"]
    assert run.status == "pass", run.complaints
    return Policy(run.output("task_permissions"))


@pytest.fixture(scope="module")
def policies(terraform: Terraform) -> dict[str, Policy]:
    """Function → what its role may do."""
    run = terraform.test("tests/modules", "-filter=tests/modules/data.tftest.hcl", plans=True)["data"]
    assert run.status == "pass", run.complaints
    document = 'data.aws_iam_policy_document.function["{}"]'
    return {name: Policy(run.planned(document.format(name))["statement"]) for name in FUNCTIONS}


def test_every_function_may_do_what_it_does_and_no_more(
    world: World, policies: dict[str, Policy], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        asked = {"collector": send_everything(world, changed)}
    start_again()
    asked["rollup"] = world.job("rollup", 2)
    asked["archive"] = world.job("archive", 0)
    asked["collector"] |= world.send_late()
    for hours in (1, 36, 30):
        asked["rollup"] |= world.job("rollup", hours)
        asked["archive"] |= world.job("archive", 0)
    wrong = {name: _wrong(policies[name], calls) for name, calls in asked.items()}
    assert wrong == {name: {} for name in FUNCTIONS}


def _wrong(policy: Policy, calls: set[Call]) -> dict[str, set[Call]]:
    """What is asked for and refused; what is allowed and never asked for."""
    named = {call.named for call in calls}
    found = {
        "refused": {call for call in named if not policy.allows(call)},
        "never needed": (policy.grants("dynamodb") | policy.grants("s3"))
        - named
        - {replace(call, key="") for call in named},
    }
    return {problem: cases for problem, cases in found.items() if cases}


SITE = "/api/v2/sites/SITE"
ASKED_OF_THE_DASHBOARD: tuple[tuple[str, str, dict[str, object] | None], ...] = (
    ("GET", "/health/?deep=1", None),
    ("GET", "/api/sites/", None),
    ("GET", "/api/sessions/active/?site=SITE", None),
    ("GET", "/api/live/?site=SITE", None),
    ("GET", "/api/bots/?site=SITE", None),
    ("POST", "/api/v2/query", {"site_id": "SITE", "metrics": ["visitors"], "date_range": "7d"}),
    ("POST", "/api/v2/query", {"site_id": "shop.example", "metrics": ["visits"], "date_range": "day"}),
    ("POST", "/api/v2/sites", {"name": "New", "domain": "new.example"}),
    ("PATCH", SITE, {"excluded_paths": ["/admin/*"]}),
    ("POST", f"{SITE}/goals", {"event": "signup"}),
    ("GET", f"{SITE}/goals", None),
    ("POST", f"{SITE}/annotations", {"at": "2026-11-22", "text": "Launch"}),
    ("GET", f"{SITE}/annotations", None),
    ("POST", f"{SITE}/shares", {"label": "Partner"}),
    ("GET", f"{SITE}/shares", None),
    ("POST", "/api/v2/tokens", {"label": "Reports"}),
    ("GET", "/api/v2/tokens", None),
)


def test_the_dashboard_may_do_what_it_does(
    world: World, settings: Settings, dashboard_policy: Policy, tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as changed:
        send_everything(world, changed)
    world.job("rollup", 2)
    world.job("archive", 0)
    users.add(EMAIL, PASSWORD)
    token = tokens.create(scope="admin")
    app = create_app(replace(settings, secret_key="0123456789abcdef" * 2, history_folder=tmp_path))
    world.recorder.take()
    for method, path, body in ASKED_OF_THE_DASHBOARD:
        key = world.collector.site.key
        sent = json.loads(json.dumps(body).replace("SITE", key)) if body else None
        headers = {"Authorization": f"Bearer {token}"}
        answer = app.test_client().open(path.replace("SITE", key), method=method, json=sent, headers=headers)
        assert answer.status_code < 300, (method, path, answer.text)
        if path == "/api/v2/tokens" and method == "POST":
            made = answer.get_json()["id"]
            assert app.test_client().delete(f"{path}/{made}", headers=headers).status_code < 300
    browser = app.test_client()
    assert log_in(browser, PASSWORD, email=EMAIL).status_code == 303
    app.extensions["live_hub"].close()
    assert _wrong(dashboard_policy, world.recorder.take()) == {}
