"""Least numbers of tasks during a switch. The local AWS has no auto scaling: what AWS would keep is kept here."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.web.blue_green import bring
from deploy.web.rollback import back
from deploy.web.switch import Web, web_of
from tests.integration.deploy.web.broken import Broken
from tests.integration.deploy.web.conftest import QUICK, QUICKLY
from tests.integration.deploy.web.hooks import register
from tests.integration.deploy.web.installation import Installation

Least = list[tuple[str, int]]


@pytest.fixture
def scaled(serving: Installation) -> tuple[Web, Least]:
    """The installation with auto scaling, and what was set as the least number, in order."""
    outputs = {**serving.env.outputs, "switches": {"auto_scaling_enabled": True}}
    env = replace(serving.env, outputs=outputs)
    return web_of(env, QUICK), keep(env, {"blue": 0, "green": 2})


def keep(env: Environment, least: dict[str, int]) -> Least:
    told: Least = []
    colours: Mapping[str, str] = {name: colour for colour, name in env.output("services").items()}

    def answer(model: Any, params: Any, **_: Any) -> tuple[Any, dict[str, Any]]:
        given = json.loads(params["body"])
        resource = given.get("ResourceId") or given["ResourceIds"][0]
        colour = colours[resource.rpartition("/")[2]]
        if model.name == "RegisterScalableTarget":
            least[colour] = given["MinCapacity"]
            told.append((colour, least[colour]))
            return Answered, {}
        return Answered, {"ScalableTargets": [{"MinCapacity": least[colour], "MaxCapacity": 4}]}

    register(env.client("application-autoscaling"), "before-call.*.*", answer)
    return told


class Answered:
    status_code = 200


def test_the_least_number_goes_with_the_traffic(
    serving: Installation, scaled: tuple[Web, Least], dashboard: int
) -> None:
    web, told = scaled
    serving.push("v2", dashboard)
    bring(web, replace(QUICKLY, tasks=3))
    assert told == [("blue", 3), ("blue", 2), ("green", 0)]
    back(web, yes=True)
    assert told[3:] == [("green", 3), ("green", 2), ("blue", 0)]


def test_a_version_that_is_taken_back_has_none_any_more(
    serving: Installation, scaled: tuple[Web, Least], sick: Broken
) -> None:
    web, told = scaled
    serving.push("v2", sick.port)
    with pytest.raises(Refused, match="smoke tests"):
        bring(web, QUICKLY)
    assert told == [("blue", 2), ("blue", 0)]
