"""What Terraform is told, in which order, and what is asked before anything changes."""

import boto3
import pytest

from deploy import infrastructure, secrets
from deploy.errors import Refused
from deploy.ingest import record
from tests.integration.deploy.infrastructure.terminal import Terminal
from tests.integration.deploy.terraform_program import Program


def _planned(program: Program) -> list[dict[str, str]]:
    return [call["variables"] for call in program.calls if call["command"] == "plan"]


def _api(project: str, api: str) -> None:
    """The collector is deployed: its record says so."""
    kept = record.read(boto3.client("s3"), f"{project}-state", "development/chalice.json")
    kept.end([{"name": "rest_api", "resource_type": "rest_api", "rest_api_id": api}], finished=True)


def test_from_nothing(program: Program, project: str, capsys: pytest.CaptureFixture[str]) -> None:
    infrastructure.infra("dev", yes=True)
    assert f'bucket = "{project}-state"' in (program.code / "envs/development.backend.hcl").read_text()
    assert [call["command"] for call in program.calls] == ["console", "init", "plan", "apply"]
    said = capsys.readouterr().out
    assert said.index("has no state here") < said.index("Plan: shown here")


def test_exactly_the_plan_that_was_shown_is_applied(program: Program) -> None:
    infrastructure.infra("dev", yes=True)
    plan, apply = program.calls[-2:]
    (file,) = (each.partition("=")[2] for each in plan["arguments"] if each.startswith("-out="))
    assert apply["arguments"] == ["-input=false", file, "-no-color"]


def test_the_secret_is_made_once_kept_encrypted_and_never_shown(
    program: Program, project: str, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        infrastructure.infra("dev", yes=True)
    ssm = boto3.client("ssm")
    parameter = ssm.get_parameter(Name=f"/{project}/proxy-secret", WithDecryption=True)["Parameter"]
    assert (parameter["Type"], len(parameter["Value"]), parameter["Version"]) == ("SecureString", 64, 1)
    given = {call["variables"]["proxy_secret"] for call in program.calls if call["command"] in ("plan", "apply")}
    assert given == {parameter["Value"]}
    shown = capfd.readouterr()
    assert parameter["Value"] not in shown.out + shown.err + str([call["arguments"] for call in program.calls])


def test_of_two_who_make_the_secret_at_once_both_get_the_first(project: str) -> None:
    ssm = boto3.client("ssm")

    class Late:
        """Finds nothing at first, as one does who asks a moment too early."""

        exceptions, put_parameter = ssm.exceptions, ssm.put_parameter
        asked = 0

        def get_parameter(self, **arguments: str) -> object:
            self.asked += 1
            if self.asked == 1:
                raise ssm.exceptions.ParameterNotFound({}, "GetParameter")
            return ssm.get_parameter(**arguments)

    first = secrets.find_or_make(ssm, project)
    late = Late()
    assert secrets.find_or_make(late, project) == first
    assert late.asked == 2


def test_the_key_of_log_ins_is_random_and_long_enough(program: Program) -> None:
    infrastructure.infra("dev", yes=True)
    keys = [call["variables"]["secret_key"] for call in program.calls if call["command"] in ("plan", "apply")]
    assert all(len(key) >= 32 for key in keys)
    assert len(set(keys)) == len(keys)


def test_the_api_of_the_collector_is_made_known_once_there_is_one(program: Program, project: str) -> None:
    infrastructure.infra("dev", yes=True)
    assert "-var=collector_api_id=a1b2c3" not in program.calls[-2]["arguments"]
    _api(project, "a1b2c3")
    infrastructure.infra("dev", yes=True)
    assert "-var=collector_api_id=a1b2c3" in program.calls[-2]["arguments"]


def test_a_plan_alone_changes_nothing(program: Program, project: str) -> None:
    infrastructure.infra("dev", yes=True)
    secrets.forget(boto3.client("ssm"), project)
    infrastructure.plan("dev")
    assert program.commands() == ["plan", "apply", "plan"]
    assert secrets.find(boto3.client("ssm"), project) is None


def test_without_changes_nothing_is_applied(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    program.says(changes=False)
    infrastructure.infra("dev", yes=True)
    assert program.commands() == ["plan"]
    assert "development is as its files say" in capsys.readouterr().out


def test_nothing_is_applied_without_consent(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    infrastructure.infra("dev", yes=True)
    monkeypatch.setattr("sys.stdin", Terminal(False))
    with pytest.raises(Refused, match="nobody is here to answer"):
        infrastructure.infra("dev")
    monkeypatch.setattr("sys.stdin", Terminal(True))
    monkeypatch.setattr("typer.confirm", lambda _question: False)
    with pytest.raises(Refused, match="left as it was"):
        infrastructure.infra("dev")
    assert program.commands() == ["plan", "apply", "plan", "plan"]


def test_credentials_that_have_expired(program: Program) -> None:
    program.says(fails={"plan": "Error: operation error STS: GetCallerIdentity, api error ExpiredToken: expired"})
    with pytest.raises(Refused, match="AWS refuses your credentials; log in again"):
        infrastructure.infra("dev", yes=True)
    assert "apply" not in program.commands()


def test_a_half_applied_stack_is_completed_by_the_same_command(program: Program) -> None:
    program.says(fails={"apply": "Error: creating something: AccessDenied"})
    with pytest.raises(Refused, match="terraform apply failed: a permission is missing"):
        infrastructure.infra("dev", yes=True)
    program.says(fails={})
    infrastructure.infra("dev", yes=True)
    assert program.commands() == ["plan", "apply", "plan", "apply"]


@pytest.mark.usefixtures("program")
def test_no_such_environment() -> None:
    with pytest.raises(Refused, match="there is no environment 'staging'; there are development"):
        infrastructure.infra("staging", yes=True)


def test_a_state_bucket_that_cannot_be_made(program: Program) -> None:
    (program.code / "bootstrap.sh").write_text("#!/bin/sh\necho no >&2\nexit 1\n")
    with pytest.raises(Refused, match="the bucket of the state could not be made"):
        infrastructure.infra("dev", yes=True)
    assert [call["command"] for call in program.calls] == ["console"]


def test_a_state_file_that_lacks_something(program: Program) -> None:
    (program.code / "envs/development.backend.hcl").write_text('bucket = "x"\n')
    with pytest.raises(Refused, match=r"lacks key, region; write it anew: terraform/bootstrap\.sh development"):
        infrastructure.infra("dev", yes=True)
