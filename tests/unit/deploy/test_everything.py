"""`deploy`: the steps, their order, and that a failure ends it where it is."""

from pathlib import Path
from typing import Any

import pytest
import typer

from deploy import everything
from deploy.__main__ import app
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.terraform import Terraform

ALL = ("infra", "ingest", "image", "push", "scripts", "blue-green", "doctor")


class Operator:
    """Calls `deploy` of an application whose other commands only note that they were called."""

    def __init__(self, commands: tuple[str, ...]) -> None:
        self.ran: list[list[str]] = []
        self.fails: dict[str, Exception | int] = {}
        self.app = typer.Typer()
        self.app.command("deploy")(everything.deploy)
        for name in commands:
            self.app.command(name, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})(
                self._command(name)
            )

    def _command(self, name: str) -> Any:
        def command(context: typer.Context) -> None:
            self.ran.append([name, *context.args])
            failure = self.fails.get(name)
            if isinstance(failure, Exception):
                raise failure
            if failure:
                raise typer.Exit(failure)

        return command

    def deploys(self, *options: str) -> None:
        self.app(["deploy", "--env", "dev", *options], standalone_mode=False)


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Tags in the registry."""
    tags: set[str] = set()
    aws = Environment("development", {}, Terraform("development", Path("nowhere")))
    monkeypatch.setattr(everything, "environment", lambda _name: aws)
    monkeypatch.setattr(everything, "pushed", lambda _aws, tag: tag in tags)
    monkeypatch.setattr(everything, "revision", lambda: "abc1234")
    return tags


def test_all_steps_in_their_order_are_told_first(capsys: pytest.CaptureFixture[str]) -> None:
    operator = Operator(ALL)
    operator.deploys("--yes")
    assert [each[0] for each in operator.ran] == list(ALL)
    said = capsys.readouterr().out
    assert [said.index(f"{number}. {name}:") for number, name in enumerate(ALL, 1)] == sorted(
        said.index(f"{number}. {name}:") for number, name in enumerate(ALL, 1)
    )
    assert said.index("7. doctor:") < said.index("\n1. infra\n")


def test_each_gets_what_it_needs() -> None:
    operator = Operator(ALL)
    operator.deploys("--yes", "--tag", "v1.2.0")
    given = {name: arguments for name, *arguments in operator.ran}
    assert given["infra"] == given["ingest"] == ["--env", "development", "--yes"]
    assert given["image"] == ["--tag", "v1.2.0"]
    assert given["push"] == ["--env", "development", "--tag", "v1.2.0"]
    assert given["blue-green"] == ["--env", "development", "--tag", "v1.2.0", "--yes"]
    assert given["scripts"] == given["doctor"] == ["--env", "development"]


def test_without_yes_each_step_asks() -> None:
    operator = Operator(ALL)
    operator.deploys()
    assert not [each for each in operator.ran if "--yes" in each]


def test_a_version_that_is_pushed_is_not_built_again(registry: set[str]) -> None:
    registry.add("abc1234")
    operator = Operator(ALL)
    operator.deploys("--yes")
    assert [each[0] for each in operator.ran] == ["infra", "ingest", "scripts", "blue-green", "doctor"]


def test_a_failure_ends_it_and_the_same_command_goes_on(registry: set[str]) -> None:
    operator = Operator(ALL)
    operator.fails["scripts"] = Refused("the scripts are not built")
    with pytest.raises(Refused, match="the scripts are not built"):
        operator.deploys("--yes")
    assert operator.ran[-1][0] == "scripts"
    registry.add("abc1234")
    operator.fails.clear()
    operator.deploys("--yes")
    assert operator.ran[-1][0] == "doctor"
    assert [each[0] for each in operator.ran].count("image") == 1


def test_a_checkout_with_changes_needs_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(everything, "revision", lambda: "abc1234-dirty")
    operator = Operator(ALL)
    with pytest.raises(Refused, match="commit them, or name the version"):
        operator.deploys("--yes")
    assert operator.ran == []
    operator.deploys("--yes", "--tag", "v1.2.0")
    assert len(operator.ran) == len(ALL)


def test_all_steps_are_commands() -> None:
    commands = typer.main.get_command(app)
    assert {step.command for step in everything.steps("development", "v1", yes=True)} <= set(
        commands.list_commands(typer.Context(commands))  # type: ignore[attr-defined]
    )


def test_a_doctor_who_finds_something_is_no_success() -> None:
    operator = Operator(ALL)
    operator.fails["doctor"] = 1
    with pytest.raises(Refused, match="doctor ended with 1"):
        operator.deploys("--yes")
