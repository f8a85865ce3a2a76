"""A new version gets its traffic: steps, smoke tests, what is left afterwards."""

from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from deploy.errors import Refused
from deploy.web.blue_green import bring
from deploy.web.switch import Web, web_of
from deploy.web.traffic import Traffic
from tests.integration.dashboard.conftest import opener, until
from tests.integration.deploy.web.broken import Broken
from tests.integration.deploy.web.conftest import QUICK, QUICKLY, SECRET
from tests.integration.deploy.web.hooks import after, shares
from tests.integration.deploy.web.installation import Installation


def status(url: str, headers: dict[str, str]) -> int:
    try:
        with opener.open(Request(url, headers=headers), timeout=5) as got:
            return int(got.status)
    except HTTPError as refused:
        with refused:
            return refused.code


def test_from_nothing_to_a_first_version(installation: Installation, web: Web, dashboard: int) -> None:
    digest = installation.push("v1", dashboard)
    bring(web, QUICKLY)
    assert installation.weights() == {"blue": 0, "green": 100}
    assert installation.tasks() == {"blue": 0, "green": 2}
    assert installation.image("green") == f"{installation.env.output('repository')}@{digest}"
    assert len(installation.rules()) == 1


def test_the_next_version_gets_its_traffic_step_by_step(
    serving: Installation, web: Web, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = serving.push("v2", dashboard)
    seen = shares(serving, web)
    capsys.readouterr()
    bring(web, replace(QUICKLY, keep_s=0.1))
    assert seen == [100, 90, 50, 0]
    assert serving.tasks() == {"blue": 2, "green": 0}
    assert serving.image("blue").endswith(digest)
    assert len(serving.rules()) == 1
    lines = capsys.readouterr().out
    for line in (
        "green has the traffic: v1, 2 running", "blue gets v2 (", "alarms: 2 are OK and watched",
        "blue: ok    GET /health/?deep=1", "traffic: blue 10 %, green 90 %", "traffic: blue 100 %, green 0 %",
        "green is kept for", "green: stopped", "done: blue serves v2",
    ):  # fmt: skip
        assert line in lines


def test_a_version_differs_from_the_newest_settings_in_its_image_alone(
    installation: Installation, web: Web, dashboard: int
) -> None:
    ecs = installation.client("ecs")
    (container,) = ecs.describe_task_definition(taskDefinition=f"{installation.project}-app")["taskDefinition"][
        "containerDefinitions"
    ]
    digest = installation.push("v1", dashboard)
    bring(web, QUICKLY)
    made = ecs.describe_task_definition(taskDefinition=f"{installation.project}-app")["taskDefinition"]
    assert made["containerDefinitions"] == [container | {"image": f"{installation.env.output('repository')}@{digest}"}]
    assert (made["revision"], made["cpu"], made["memory"]) == (2, "256", "512")
    assert made["volumes"] == [{"name": "scratch"}]


def test_another_number_of_tasks(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)
    bring(web, replace(QUICKLY, tasks=3))
    assert serving.tasks() == {"blue": 3, "green": 0}


def test_a_tag_can_be_chosen(serving: Installation, web: Web, dashboard: int) -> None:
    wanted = serving.push("v2", dashboard)
    serving.push("v3", dashboard)
    bring(web, replace(QUICKLY, tag="v2"))
    assert serving.image("blue").endswith(wanted)


def test_a_second_run_has_nothing_to_do(serving: Installation, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    seen = shares(serving, web)
    bring(web, QUICKLY)
    assert "nothing to do" in capsys.readouterr().out
    assert seen == [100]
    bring(web, replace(QUICKLY, again=True))
    assert seen[-1] == 0


def test_settings_that_terraform_changed_are_a_reason_to_deploy_the_same_image(serving: Installation, web: Web) -> None:
    ecs = serving.client("ecs")
    newest = ecs.describe_task_definition(taskDefinition=f"{serving.project}-app")["taskDefinition"]
    (container,) = newest["containerDefinitions"]
    container["environment"] = [{"name": "LIVEINSIGHT_CACHE_ENABLED", "value": "false"}]
    ecs.register_task_definition(family=f"{serving.project}-app", containerDefinitions=[container])
    bring(web, QUICKLY)
    made = ecs.describe_task_definition(taskDefinition=serving.service("blue")["taskDefinition"])["taskDefinition"]
    assert made["containerDefinitions"][0]["environment"] == container["environment"]
    assert serving.weights() == {"blue": 100, "green": 0}


def test_an_unknown_tag_is_refused_with_those_that_there_are(installation: Installation, web: Web) -> None:
    with pytest.raises(Refused, match="make push"):
        bring(web, QUICKLY)
    installation.push("v1")
    installation.push("v2")
    with pytest.raises(Refused, match=r"no image has the tag 'v9'; pushed are v2, v1 \(make push TAG=v9\)"):
        bring(web, replace(QUICKLY, tag="v9"))
    assert installation.tasks() == {"blue": 0, "green": 0}
    assert len(installation.rules()) == 1


def test_nothing_changes_when_nobody_says_yes(installation: Installation, web: Web) -> None:
    installation.push("v1")
    with pytest.raises(Refused, match="YES=1"):
        bring(web, replace(QUICKLY, yes=False))
    assert installation.service("green")["taskDefinition"].endswith(":1")


def test_only_who_knows_the_token_sees_the_new_version_before_it_has_traffic(
    serving: Installation, web: Web, sick: Broken
) -> None:
    """The version fails at its smoke tests, so that what had no traffic never gets any."""
    serving.push("v2", sick.port)
    seen = shares(serving, web)
    answers: list[int] = []

    def ask() -> None:
        # The rule leads to the new version, and the next thing is its smoke test.
        (rule,) = (each for each in serving.rules() if each["RuleArn"] != serving.env.output("traffic_rule"))
        header = next(each["HttpHeaderConfig"] for each in rule["Conditions"] if each["Field"] == "http-header")
        values = (header["Values"][0], "blue", "")
        answers.extend(status(f"{serving.url}/login", {header["HttpHeaderName"]: value}) for value in values)

    after(web.traffic.elbv2, "ModifyRule", ask)
    with pytest.raises(Refused, match=r"blue failed its smoke tests: GET /health/\?deep=1 .*li.js") as refused:
        bring(web, QUICKLY)
    assert answers == [500, 200, 200]
    assert seen == [100]
    assert "green has all traffic, as before; blue is stopped" in str(refused.value)
    assert serving.tasks() == {"blue": 0, "green": 2}
    assert serving.image("blue").endswith(":none")
    assert len(serving.rules()) == 1


def test_the_new_versions_rule_asks_for_what_the_traffics_rule_asks_for(
    guarded: Installation, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody reaches the load balancer from here without it, and that is said."""
    web = web_of(guarded.env, replace(QUICK, open_s=0.2))
    guarded.push("v1", dashboard)
    before = []
    after(web.traffic.elbv2, "CreateRule", lambda: before.extend(guarded.rules()))
    with pytest.raises(Refused, match="failed its smoke tests"):  # the dashboard's own address answers 403
        bring(web, QUICKLY)
    (rule,) = (each for each in before if each["RuleArn"] != guarded.env.output("traffic_rule"))
    headers = {each["HttpHeaderConfig"]["HttpHeaderName"] for each in rule["Conditions"]}
    assert headers == {"X-LiveInsight-Origin", "X-LiveInsight-Colour"}
    assert int(rule["Priority"]) == 99
    assert "does not lead here to green" in capsys.readouterr().out


def test_who_knows_the_secret_smoke_tests_with_it(
    guarded: Installation, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    guarded.push("v1", dashboard)
    bring(web_of(guarded.env, QUICK), replace(QUICKLY, headers={"X-LiveInsight-Origin": SECRET}))
    said = capsys.readouterr().out
    assert "  green: ok    GET /health/?deep=1" in said
    assert SECRET not in said
    assert guarded.weights() == {"blue": 0, "green": 100}


def test_an_address_that_nobody_reaches_is_no_reason_to_go_back(
    serving: Installation, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.push("v2", dashboard)
    bring(web_of(serving.env, replace(QUICK, open_s=0.1)), replace(QUICKLY, url="http://127.0.0.1:9"))
    said = capsys.readouterr().out
    assert "not smoke-tested before it has traffic" in said
    assert "make smoke URL=http://127.0.0.1:9" in said
    assert serving.weights() == {"blue": 100, "green": 0}


def test_weights_in_the_listener_itself(installation: Installation) -> None:
    """Infrastructure that is older has no rule for them."""
    groups, listener = installation.env.output("target_groups"), installation.env.output("listener")
    elbv2 = installation.client("elbv2")
    elbv2.modify_listener(ListenerArn=listener, DefaultActions=[{"Type": "forward", "TargetGroupArn": groups["green"]}])
    traffic = Traffic(elbv2, groups, listener, "")
    assert traffic.weights() == {"blue": 0, "green": 100}
    traffic.give("blue", 10)
    assert traffic.weights() == {"blue": 10, "green": 90}
    assert traffic.conditions() == []


def test_traffic_that_leads_to_neither_colour_is_refused(installation: Installation) -> None:
    traffic = Traffic(
        installation.client("elbv2"), installation.env.output("target_groups"), installation.env.output("listener"), ""
    )
    with pytest.raises(Refused, match="forwards neither to blue nor to green"):
        traffic.weights()


def test_visitors_are_led_by_the_weights(serving: Installation, web: Web, sick: Broken) -> None:
    """The local load balancer forwards as it is told, without which these tests would show less."""
    serving.push("v2", sick.port)
    arn = serving.client("ecs").describe_task_definition(taskDefinition=f"{serving.project}-app")["taskDefinition"]
    (container,) = arn["containerDefinitions"]
    container["image"] = f"{serving.env.output('repository')}:v2"
    other = serving.client("ecs").register_task_definition(
        family=f"{serving.project}-app", containerDefinitions=[container]
    )["taskDefinition"]["taskDefinitionArn"]
    web.services.start("blue", other, 1)
    until(lambda: web.services.health("blue")["healthy"] == 1, 30)
    web.traffic.give("blue", 50)
    counted = [status(f"{serving.url}/login", {}) for _ in range(40)]
    assert 5 < counted.count(500) < 35
    assert counted.count(200) == 40 - counted.count(500)
