"""Taking an installation down: what is asked, what is refused, in which order, and again after a half-done run."""

import json

import boto3
import pytest

from deploy import infrastructure, secrets
from deploy.destroy import destroy
from deploy.environment import terraform
from deploy.errors import Refused
from deploy.ingest import record, teardown
from tests.integration.deploy.infrastructure.terminal import Terminal
from tests.integration.deploy.terraform_program import Program


@pytest.fixture(autouse=True)
def _made(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    infrastructure.infra("dev", yes=True)

    def note(_aws: object, _stage: str) -> None:
        with (program.code / "calls.jsonl").open("a") as calls:
            calls.write(json.dumps({"command": "collector deleted", "arguments": [], "variables": {}}) + "\n")

    monkeypatch.setattr(teardown, "delete", note)


def test_the_collector_goes_first_and_our_secret_last(program: Program, project: str) -> None:
    destroy("dev", yes=True)
    assert program.commands()[2:] == ["plan", "collector deleted", "apply"]
    (plan,) = (call for call in program.calls if "-destroy" in call["arguments"])
    assert plan["variables"]["proxy_secret"]
    assert secrets.find(boto3.client("ssm"), project) is None
    assert record.read(boto3.client("s3"), f"{project}-state", "development/chalice.json").etag is None


def test_versions_of_the_dashboard_that_were_deployed_go_too(project: str) -> None:
    ecs = boto3.client("ecs")
    container = [{"name": "app", "image": "none"}]
    for family in (f"{project}-app", f"{project}-app", "other"):
        ecs.register_task_definition(family=family, containerDefinitions=container)
    destroy("dev", yes=True)
    left = ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]
    assert not [arn for arn in left if f"/{project}-app:" in arn]
    assert [arn for arn in left if "/other:" in arn]


def test_it_may_be_repeated_after_a_half_done_run(program: Program, project: str) -> None:
    program.says(fails={"apply": "Error: DependencyViolation"})
    with pytest.raises(Refused, match="terraform apply failed"):
        destroy("dev", yes=True)
    # The next run needs it to plan.
    assert secrets.find(boto3.client("ssm"), project)
    program.says(fails={})
    destroy("dev", yes=True)
    program.says(changes=False)
    destroy("dev", yes=True)
    assert program.commands()[-2:] == ["plan", "collector deleted"]


def test_the_name_has_to_be_typed(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(True))
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "yes")
    with pytest.raises(Refused, match="left as it was"):
        destroy("dev")
    assert program.commands()[2:] == ["plan"]
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "development")
    destroy("dev")
    assert program.commands()[2:] == ["plan", "plan", "collector deleted", "apply"]


def test_production_refuses_with_the_way_out(program: Program) -> None:
    infrastructure.choose(terraform("dev"), environment="production")
    told = r'\{"environment": "development", "collector_stage": ".+"\} into development\.own\.tfvars\.json'
    with pytest.raises(Refused, match=f"is protected against deletion.*{told}, run make infra"):
        destroy("dev", yes=True)
    assert program.commands()[2:] == []


def test_a_table_that_is_still_protected_stops_it_before_anything_is_deleted(program: Program, project: str) -> None:
    client = boto3.client("dynamodb")
    client.create_table(
        TableName=f"{project}-Events", BillingMode="PAY_PER_REQUEST", DeletionProtectionEnabled=True,
        KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
    )  # fmt: skip
    with pytest.raises(Refused, match=f"{project}-Events still refuses to be deleted: run make infra"):
        destroy("dev", yes=True)
    assert program.commands()[2:] == []
