"""The dashboard comes into service, is exchanged and brought back: the operator's commands, load balancer and ECS."""

from collections.abc import Mapping

import pytest

from tests.e2e import visitor
from tests.e2e.conftest import DASHBOARDS, Made
from tests.e2e.front import Front

OLD, NEW = DASHBOARDS
QUICKLY = ("--yes", "--watch", "1", "--keep", "0")


def weights(made: Made) -> dict[str, int]:
    """Colour → weight, as the load balancer has it."""
    (rule,) = made.stack.client("elbv2").describe_rules(RuleArns=[made.outputs["traffic_rule"]])["Rules"]
    told = {each["TargetGroupArn"]: each["Weight"] for each in rule["Actions"][0]["ForwardConfig"]["TargetGroups"]}
    return {colour: told[group] for colour, group in made.outputs["target_groups"].items()}


def wanted(made: Made) -> dict[str, int]:
    """Colour → tasks."""
    found = made.stack.client("ecs").describe_services(
        cluster=made.outputs["cluster"], services=list(made.outputs["services"].values())
    )["services"]
    tasks = {each["serviceName"]: each["desiredCount"] for each in found}
    return {colour: tasks[name] for colour, name in made.outputs["services"].items()}


def image(made: Made, colour: str) -> str:
    """Digest of the image that the colour's tasks run."""
    ecs, service = made.stack.client("ecs"), made.outputs["services"][colour]
    (found,) = ecs.describe_services(cluster=made.outputs["cluster"], services=[service])["services"]
    definition = ecs.describe_task_definition(taskDefinition=found["taskDefinition"])["taskDefinition"]
    return str(definition["containerDefinitions"][0]["image"].rpartition("@")[2])


@pytest.fixture(scope="module")
def scripts(made: Made) -> str:
    return made.stack.operate("scripts", "scripts")


def test_scripts_lie_where_cloudfront_takes_them_from(scripts: str, front: Front) -> None:
    answer = visitor.ask("GET", f"{front.url}/li.js")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert b"https://stats.example.com" in answer.body
    assert "liveinsight-static-000000000000" in scripts


def test_a_first_version_comes_into_service(made: Made, images: Mapping[str, str], front: Front) -> None:
    said = made.stack.operate("first dashboard", "blue-green", "--tag", OLD, "--url", front.url, *QUICKLY)
    assert "ok    GET /health/?deep=1" in said
    assert (weights(made), wanted(made)) == ({"blue": 0, "green": 100}, {"blue": 0, "green": 2})
    assert image(made, "green") == images[OLD]
    assert visitor.ask("GET", f"{front.url}/health/").json == {"status": "ok"}


def test_the_next_version_takes_its_place_step_by_step(made: Made, images: Mapping[str, str], front: Front) -> None:
    said = made.stack.operate("blue-green", "blue-green", "--tag", NEW, "--url", front.url, *QUICKLY)
    steps = [line for line in said.splitlines() if line.startswith("traffic: ")]
    assert steps == [
        f"traffic: blue {share} %, green {100 - share} %" for share in (10, 50, 100)
    ]  # fmt: skip
    assert "blue: ok    GET /health/?deep=1" in said
    assert (weights(made), wanted(made)) == ({"blue": 100, "green": 0}, {"blue": 2, "green": 0})
    assert image(made, "blue") == images[NEW]


def test_the_version_before_is_brought_back(made: Made, images: Mapping[str, str], front: Front) -> None:
    made.stack.operate("rollback", "rollback", "--yes")
    assert (weights(made), wanted(made)) == ({"blue": 0, "green": 100}, {"blue": 0, "green": 2})
    assert image(made, "green") == images[OLD]
    assert visitor.ask("GET", f"{front.url}/health/").json == {"status": "ok"}


def test_the_smoke_tests_pass_for_everybody(made: Made, front: Front) -> None:
    said = made.stack.operate("smoke", "smoke", "--url", front.url, "--collector", front.url)
    assert "checks passed" in said
