"""A switch that broke off leaves a trace in AWS alone, and the next command puts all in order."""

from typing import Any

import pytest

from deploy.errors import Refused
from deploy.web.blue_green import bring
from deploy.web.rollback import back
from deploy.web.switch import Web, web_of
from tests.integration.dashboard.conftest import until
from tests.integration.deploy.web.conftest import QUICK, QUICKLY
from tests.integration.deploy.web.hooks import after, expire, forget, shares
from tests.integration.deploy.web.installation import Installation


class Killed(BaseException):
    """The process is gone: nothing of ours runs any more."""


def killed(serving: Installation, operation: str, when: Any) -> None:
    """A run that dies after this call, as soon as the condition holds."""

    def die() -> None:
        if when():
            raise Killed

    for name in ("ecs", "elbv2"):
        after(serving.env.client(name), operation, die)
    with pytest.raises(Killed):
        bring(web_of(serving.env, QUICK), QUICKLY)
    forget()


def test_killed_while_its_tasks_start_the_next_run_starts_over(
    serving: Installation, web: Web, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.push("v2", dashboard)
    killed(serving, "UpdateService", lambda: True)
    assert serving.weights() == {"blue": 0, "green": 100}
    assert serving.service("blue")["desiredCount"] == 2
    seen = shares(serving, web)
    capsys.readouterr()
    bring(web, QUICKLY)
    said = capsys.readouterr().out
    assert "a switch from green to blue began at 20" in said
    assert "blue is stopped, and the switch of 20" in said
    assert seen == [100, 90, 50, 0]
    assert serving.tasks() == {"blue": 2, "green": 0}
    assert len(serving.rules()) == 1


@pytest.mark.parametrize("percent", [10, 50])
def test_killed_during_the_shift_the_next_run_goes_back_and_starts_over(
    serving: Installation, web: Web, dashboard: int, percent: int
) -> None:
    serving.push("v2", dashboard)
    killed(serving, "ModifyRule", lambda: serving.weights()["blue"] == percent)
    seen = shares(serving, web)
    bring(web, QUICKLY)
    assert seen == [100 - percent, 100, 90, 50, 0]
    assert serving.tasks() == {"blue": 2, "green": 0}
    assert len(serving.rules()) == 1


@pytest.mark.parametrize("percent", [10, 100])
def test_killed_during_the_shift_a_rollback_goes_back(
    serving: Installation, web: Web, dashboard: int, percent: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.push("v2", dashboard)
    killed(serving, "ModifyRule", lambda: serving.weights()["blue"] == percent)
    back(web, yes=True)
    assert "going back: all traffic to green, blue stopped" in capsys.readouterr().out
    assert serving.weights() == {"blue": 0, "green": 100}
    assert serving.tasks() == {"blue": 0, "green": 2}
    assert serving.image("blue").endswith(":none")
    assert len(serving.rules()) == 1


def test_killed_when_all_traffic_had_moved_the_next_run_ends_that_switch(
    serving: Installation, web: Web, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.push("v2", dashboard)
    killed(serving, "ModifyRule", lambda: serving.weights()["blue"] == 100)
    bring(web, QUICKLY)
    said = capsys.readouterr().out
    assert "blue has all traffic: green is stopped, and the switch of 20" in said
    assert "nothing to do" in said
    assert serving.weights() == {"blue": 100, "green": 0}
    assert serving.tasks() == {"blue": 2, "green": 0}
    assert len(serving.rules()) == 1


def test_a_failure_while_tidying_up_leaves_the_traffic_at_the_new_version(
    serving: Installation, web: Web, dashboard: int
) -> None:
    serving.push("v2", dashboard)

    def at_the_end() -> None:
        if serving.weights()["blue"] == 100:
            expire(web.services.ecs)

    after(web.traffic.elbv2, "ModifyRule", at_the_end)
    with pytest.raises(Refused, match="blue has all traffic and is well, but green could not be tidied up"):
        bring(web, QUICKLY)
    assert serving.weights() == {"blue": 100, "green": 0}


def test_nothing_is_put_in_order_without_a_yes(serving: Installation, web: Web, dashboard: int) -> None:
    """It may be somebody else, at this very moment."""
    serving.push("v2", dashboard)
    killed(serving, "ModifyRule", lambda: serving.weights()["blue"] == 50)
    with pytest.raises(Refused, match="YES=1"):
        back(web, yes=False)
    assert serving.weights() == {"blue": 50, "green": 50}


def test_weights_that_somebody_set_by_hand_go_to_the_colour_with_most(
    serving: Installation, web: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    web.traffic.give("green", 70)
    bring(web, QUICKLY)
    said = capsys.readouterr().out
    assert "traffic: blue 30 %, green 70 %, and no switch is going on" in said
    assert "nothing to do" in said
    assert serving.weights() == {"blue": 0, "green": 100}


def test_traffic_does_not_go_back_to_where_nothing_runs(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)
    killed(serving, "ModifyRule", lambda: serving.weights()["blue"] == 10)
    web.services.stop("green")
    until(lambda: not web.services.targets("green"), 30)
    with pytest.raises(Refused, match="green, where the traffic would go back to, has no healthy task, and blue has"):
        back(web, yes=True)
    assert serving.weights() == {"blue": 10, "green": 90}
