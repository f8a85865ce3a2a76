"""`chalice deploy` for real, with all packages: what is there afterwards, and that it takes events."""

import base64
import json
import time
import urllib.request
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy import secrets
from deploy.ingest import answers, package
from deploy.ingest.record import Record
from deploy.terraform import ROOT
from liveinsight import tables
from liveinsight.sites import Site, add
from tests.integration.deploy.ingest.conftest import FUNCTIONS, ROLE, Installation

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
VISITOR = "203.0.113.7:4711"


@dataclass(frozen=True)
class Deployed:
    installation: Installation
    record: Record
    site: Site
    printed: str
    again: Record
    contents: set[str]

    @property
    def secret(self) -> str:
        found = secrets.find(self.installation.aws.client("ssm"), self.installation.aws.project)
        assert found
        return found


@pytest.fixture(scope="module")
def deployed(install: Callable[[], Installation]) -> Deployed:
    """Deployed twice, from the same sources."""
    installation = install()
    tables.bind(installation.settings)
    site = add("Shop", "shop.example")
    said: list[str] = []
    contents: set[str] = set()
    put_in_order = package.put_in_order

    def look_into(file: Path) -> None:
        put_in_order(file)
        with zipfile.ZipFile(file) as made:
            contents.update(made.namelist())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.print", lambda *texts, **_: said.append(" ".join(map(str, texts))))
        patch.setattr(package, "put_in_order", look_into)
        first = installation.deploy()
        again = installation.deploy()
    return Deployed(installation, first, site, "\n".join(said), again, contents)


def test_functions_are_as_terraform_says(deployed: Deployed) -> None:
    installation, project = deployed.installation, deployed.installation.aws.project
    functions = {name: installation.function("" if name == "collector" else f"-{name}") for name in FUNCTIONS}
    for name, found in functions.items():
        assert found["Role"] == ROLE.format(project=project, name=name)
        assert found["Architectures"] == ["arm64"]
        assert found["Runtime"] == deployed.record.versions[0]["runtime"]
        assert found["TracingConfig"]["Mode"] == "Active"
        told = {**installation.aws.output("collector")["environment"], "LIVEINSIGHT_PROXY_SECRET": deployed.secret}
        assert found["Environment"]["Variables"] == told
    assert [functions[name]["Timeout"] for name in FUNCTIONS] == [30, 300, 900]
    assert [functions[name]["MemorySize"] for name in FUNCTIONS] == [640, 512, 2048]


def test_schedules_start_their_functions(deployed: Deployed) -> None:
    events, installation = deployed.installation.aws.client("events"), deployed.installation
    for name, rate in (("rollup", "rate(5 minutes)"), ("archive", "rate(1 hour)")):
        rule = events.describe_rule(Name=f"liveinsight-{installation.stage}-{name}-event")
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        assert (rule["State"], rule["ScheduleExpression"]) == ("ENABLED", rate)
        assert target["Arn"] == installation.function(f"-{name}")["FunctionArn"]


def test_the_package_holds_what_requirements_name_and_nothing_of_this_machine(deployed: Deployed) -> None:
    pins = package.pins((ROOT / "collector/requirements.txt").read_text())
    assert {"duckdb", "msgspec", "pynamodb", "maxminddb"} <= pins.keys()
    assert any(name.startswith("_duckdb.") for name in deployed.contents)
    assert not [name for name in deployed.contents if "__pycache__" in name or name.startswith("bin/")]
    assert not [name for name in deployed.contents if name.endswith(("/RECORD", "/INSTALLER"))]


def test_the_same_sources_are_the_same_package_and_a_second_deployment_changes_nothing(deployed: Deployed) -> None:
    assert [version["digest"] for version in deployed.again.versions] == [deployed.record.versions[0]["digest"]]
    assert deployed.again.resources == deployed.record.resources
    assert deployed.installation.apis() == [deployed.record.api_id()]


def test_the_api_is_regional_and_answers(deployed: Deployed) -> None:
    aws, api = deployed.installation.aws, deployed.record.api_id()
    found = aws.client("apigateway").get_rest_api(restApiId=api)
    assert found["endpointConfiguration"]["types"] == ["REGIONAL"]
    assert [answer.status for answer in answers.ask(answers.address(aws, str(api)))] == [200, 400]


def test_an_event_through_the_api_is_stored(deployed: Deployed) -> None:
    url = answers.address(deployed.installation.aws, str(deployed.record.api_id()))
    request = urllib.request.Request(
        f"{url}/events", data=_beacon(deployed.site.key, "through-the-api"), method="POST",
        headers={"Content-Type": "text/plain", "User-Agent": FIREFOX, "X-Forwarded-For": VISITOR},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert (answer.status, json.load(answer)) == (202, {"accepted": 1, "dropped": []})
    assert "through-the-api" in _stored(deployed)


def test_an_invocation_as_api_gateway_makes_it_stores_the_event(deployed: Deployed) -> None:
    event: dict[str, Any] = {
        "resource": "/events", "path": "/events", "httpMethod": "POST",
        "headers": {
            "content-type": "text/plain", "user-agent": FIREFOX, "cloudfront-viewer-address": VISITOR,
            "cloudfront-viewer-country": "KR", "x-liveinsight-origin": deployed.secret,
        },
        "multiValueHeaders": {"content-type": ["text/plain"], "user-agent": [FIREFOX]},
        "queryStringParameters": None, "multiValueQueryStringParameters": None, "pathParameters": None,
        "stageVariables": None, "isBase64Encoded": True,
        "body": base64.b64encode(_beacon(deployed.site.key, "invoked")).decode(),
        "requestContext": {
            "resourcePath": "/events", "httpMethod": "POST", "path": "/api/events", "stage": "api",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }  # fmt: skip
    event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
    answer = _invoke(deployed, "", event)
    assert (answer["statusCode"], json.loads(answer["body"])) == (202, {"accepted": 1, "dropped": []})
    # Only one that shows the secret may name a country.
    assert _stored(deployed)["invoked"]["country"] == {"S": "KR"}


@pytest.mark.parametrize("name", ["-rollup", "-archive"])
def test_scheduled_functions_run(deployed: Deployed, name: str) -> None:
    event = {"version": "0", "id": "1", "detail-type": "Scheduled Event", "source": "aws.events", "account": "0",
             "time": "2026-11-23T08:00:00Z", "region": "us-east-1", "resources": [], "detail": {}}  # fmt: skip
    assert _invoke(deployed, name, event) is None


def test_the_record_lies_with_the_state_and_nothing_shows_the_secret(deployed: Deployed) -> None:
    there = deployed.installation.record()
    assert there.key == f"{deployed.installation.stage}/chalice.json"
    assert {each["name"] for each in there.resources} == {
        "api_handler", "rollup", "rollup-event", "archive", "archive-event", "rest_api",
    }  # fmt: skip
    assert there.finished
    assert "Creating Rest API" in deployed.printed
    assert deployed.secret not in deployed.printed + json.dumps(there.content)


def _beacon(site: str, identifier: str) -> bytes:
    now = int(time.time() * 1000)
    event = {"id": identifier, "type": "pageview", "at": now, "url": f"https://shop.example/{identifier}"}
    return json.dumps({"site": site, "sent_at": now, "events": [event]}).encode()


def _invoke(deployed: Deployed, name: str, event: dict[str, Any]) -> Any:
    function = f"liveinsight-{deployed.installation.stage}{name}"
    answer = deployed.installation.aws.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
    payload = json.load(answer["Payload"])
    assert "FunctionError" not in answer, payload
    return payload


def _stored(deployed: Deployed) -> dict[str, dict[str, Any]]:
    """Last part of the page's path → the item of the event."""
    table = f"{deployed.installation.aws.project}-Events"
    items = deployed.installation.aws.client("dynamodb").scan(TableName=table)["Items"]
    return {item["path"]["S"].removeprefix("/"): item for item in items}
