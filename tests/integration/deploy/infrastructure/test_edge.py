"""`deploy-edge`: a domain is kept with the environment, and its zone is there before what waits for it."""

import json

import pytest

from deploy import infrastructure
from deploy.environment import terraform
from deploy.errors import Refused
from tests.integration.deploy.terraform_program import Program

SERVERS = ["ns-1.example.org", "ns-2.example.org"]


def _own(program: Program) -> dict[str, object]:
    found: dict[str, object] = json.loads((program.code / "envs/development.own.tfvars.json").read_text())
    return found


def test_a_domain_in_a_zone_that_is_there(program: Program, project: str) -> None:
    infrastructure.deploy_edge("dev", "stats.example.com", "Z0123", yes=True)
    assert _own(program) == {
        "project_name": project, "stage": project, "domain_name": "stats.example.com", "hosted_zone_id": "Z0123",
        "create_hosted_zone": False,
    }  # fmt: skip
    assert program.commands() == ["plan", "apply"]


def test_a_new_zone_comes_first_for_the_registrar_has_to_know_it(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    program.says(outputs={"name_servers": SERVERS})
    infrastructure.deploy_edge("dev", "stats.example.com", yes=True)
    assert program.commands() == ["plan", "apply", "plan", "apply"]
    first, second = (call["arguments"] for call in program.calls if call["command"] == "plan")
    assert f"-target={infrastructure.ZONE}" in first
    assert not [each for each in second if each.startswith("-target")]
    assert _own(program)["create_hosted_zone"] is True
    assert "ns-1.example.org, ns-2.example.org" in capsys.readouterr().out


def test_another_domain_keeps_what_was_chosen_besides(program: Program) -> None:
    infrastructure.choose(terraform("dev"), alarm_email="a@example.com")
    infrastructure.deploy_edge("dev", "stats.example.com", "Z0123", yes=True)
    assert _own(program)["alarm_email"] == "a@example.com"


def test_what_is_no_domain_leaves_everything_as_it_was(program: Program) -> None:
    before = _own(program)
    with pytest.raises(Refused, match="Give a domain in lower case"):
        infrastructure.deploy_edge("dev", "https://stats.example.com", "Z0123", yes=True)
    assert _own(program) == before
    assert program.commands() == []
