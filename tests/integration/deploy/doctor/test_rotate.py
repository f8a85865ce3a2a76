"""A new key for log-ins: its version is raised, the tasks with traffic are replaced, and a refusal leaves no trace."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy import infrastructure, rotate
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.terraform import Terraform
from tests.integration.deploy.doctor import world_web
from tests.integration.deploy.doctor.world import World


@pytest.fixture
def installation(bare: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    """With services. Terraform itself is left out: what it would be told is kept in `applied`."""
    for part in (world_web.network, world_web.load_balancer, world_web.services):
        part(bare)
    (tmp_path / "envs").mkdir()
    monkeypatch.setattr("deploy.variables.chosen", lambda _: None)
    monkeypatch.setattr(infrastructure, "apply", lambda terraform, *_: applied.append(own(terraform)))
    applied.clear()
    return Environment("production", bare.outputs, Terraform("production", tmp_path))


applied: list[dict[str, Any]] = []


def own(terraform: Terraform) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(terraform.own.read_text())
    return found


def _deployments(aws: Environment, colour: str) -> set[str]:
    name = aws.output("services")[colour]
    found = aws.client("ecs").describe_services(cluster=aws.output("cluster"), services=[name])["services"][0]
    return {each["id"] for each in found["deployments"] if each["status"] == "PRIMARY"}


def test_terraform_is_told_the_next_version_and_other_settings_stay(installation: Environment) -> None:
    rotate.replace(installation, yes=True)
    installation.terraform.own.write_text(
        json.dumps({**own(installation.terraform), "domain_name": "stats.example.com"})
    )
    rotate.replace(installation, yes=True)
    assert applied == [{"secret_key_version": 2}, {"secret_key_version": 3, "domain_name": "stats.example.com"}]


@pytest.mark.parametrize("before", [None, '{"secret_key_version": 7}'])
def test_who_says_no_finds_everything_as_it_was(
    installation: Environment, monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    def refuse(*_: object) -> None:
        raise Refused("left as it was")

    monkeypatch.setattr(infrastructure, "apply", refuse)
    file = installation.terraform.own
    if before:
        file.write_text(before)
    with pytest.raises(Refused, match="left as it was"):
        rotate.replace(installation, yes=False)
    assert (file.read_text() if file.exists() else None) == before


def test_the_tasks_with_traffic_are_replaced_and_no_others(installation: Environment) -> None:
    before = {colour: _deployments(installation, colour) for colour in ("blue", "green")}
    rotate.restart(installation)
    after = {colour: _deployments(installation, colour) for colour in ("blue", "green")}
    assert before["blue"] != after["blue"]
    assert before["green"] == after["green"]


def test_without_any_traffic_there_is_nothing_to_replace(
    installation: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotate, "weights", lambda _: {"blue": 0, "green": 0})
    before = _deployments(installation, "blue")
    rotate.restart(installation)
    assert _deployments(installation, "blue") == before


def test_tasks_that_do_not_come_up_are_told_with_what_holds_meanwhile(
    installation: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = installation.client("ecs")
    waiter = client.get_waiter("services_stable")
    waiter.config.delay, waiter.config.max_attempts = 0, 1
    monkeypatch.setattr(client, "get_waiter", lambda _: waiter)
    unsteady = {"services": [{"deployments": [{}, {}], "runningCount": 1, "desiredCount": 1}], "failures": []}
    monkeypatch.setattr(waiter, "_operation_method", lambda **_: unsteady)
    with pytest.raises(Refused, match=r"the new key is written, but .* make doctor ENV=production"):
        rotate.restart(installation)
