"""The version before, at once."""

from typing import Any

import pytest

from deploy.errors import Refused
from deploy.web.blue_green import bring
from deploy.web.rollback import back
from deploy.web.switch import Web
from tests.integration.deploy.web.conftest import QUICKLY
from tests.integration.deploy.web.hooks import answering, shares
from tests.integration.deploy.web.installation import Installation, targets


@pytest.fixture
def second(serving: Installation, web: Web, dashboard: int) -> Installation:
    """v2 has followed v1."""
    serving.push("v2", dashboard)
    bring(web, QUICKLY)
    return serving


def test_back_and_forward_again(second: Installation, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    seen = shares(second, web)
    capsys.readouterr()
    back(web, yes=True)
    said = capsys.readouterr().out
    assert "green gets all of it: v1 (" in said
    assert "done: green serves v1" in said
    assert second.tasks() == {"blue": 0, "green": 2}
    back(web, yes=True)
    assert "done: blue serves v2" in capsys.readouterr().out
    assert second.tasks() == {"blue": 2, "green": 0}
    assert seen == [0, 100, 0]
    assert len(second.rules()) == 1


def test_no_traffic_before_the_tasks_are_healthy(second: Installation, web: Web) -> None:
    health: list[tuple[int, int]] = []

    def look(_: dict[str, Any]) -> None:
        health.append((second.weights()["green"], len(targets(second, "green"))))

    answering(web.traffic.elbv2, "ModifyRule", look)
    back(web, yes=True)
    assert health == [(100, 2)]


def test_after_a_failed_version_a_rollback_still_finds_the_one_before(
    second: Installation, web: Web, sick: Any
) -> None:
    second.push("v3", sick.port)
    with pytest.raises(Refused, match="smoke tests"):
        bring(web, QUICKLY)
    assert second.weights() == {"blue": 100, "green": 0}
    back(web, yes=True)
    assert second.weights() == {"blue": 0, "green": 100}
    assert second.image("green").endswith(second.push("v1"))


def test_nothing_to_go_back_to(installation: Installation, web: Web, dashboard: int) -> None:
    with pytest.raises(Refused, match="nothing to go back to: green has the same version"):
        back(web, yes=True)
    installation.push("v1", dashboard)
    bring(web, QUICKLY)
    with pytest.raises(Refused, match=r"nothing to go back to: blue had .*-app:none, which is not in the repository"):
        back(web, yes=True)
    assert installation.weights() == {"blue": 0, "green": 100}


def test_a_version_that_terraform_has_replaced_is_made_anew(second: Installation, web: Web) -> None:
    """An inactive task definition goes on running, but no service can be given it."""
    ecs = second.client("ecs")
    former = second.service("green")["taskDefinition"]
    ecs.deregister_task_definition(taskDefinition=former)
    image = second.image("green")
    back(web, yes=True)
    assert second.service("green")["taskDefinition"] != former
    assert second.image("green") == image
    assert second.weights() == {"blue": 0, "green": 100}


def test_it_asks_first(second: Installation, web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    with pytest.raises(Refused, match="YES=1"):
        back(web, yes=False)
    assert "green gets all of it: v1 (" in capsys.readouterr().out
    assert second.tasks() == {"blue": 2, "green": 0}
    assert second.weights() == {"blue": 100, "green": 0}
