"""What goes wrong, and that a clear line and nothing half-done is what remains of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from deploy.environment import Environment
from deploy.errors import EXPIRED, Refused
from deploy.ingest import deployment, found, package, record, teardown
from deploy.ingest.target import here
from tests.integration.deploy.ingest.conftest import Installation
from tests.integration.deploy.ingest.faulty import behind

pytestmark = pytest.mark.usefixtures("light")


def test_a_package_that_lacks_a_requirement_is_never_deployed(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "pins", lambda _text: {"duckdb": "2.0.0", "six": "1.17.0"})
    with pytest.raises(Refused, match=r"lacks duckdb 2\.0\.0, six 1\.17\.0; nothing was deployed"):
        installation.deploy()
    assert found.resources(installation.aws, installation.stage) == []
    assert installation.record().etag is None


def test_a_stack_that_is_half_applied_is_told_with_what_it_lacks(installation: Installation) -> None:
    outputs = {name: value for name, value in installation.aws.outputs.items() if name != "collector"}
    half = replace(installation, aws=Environment(installation.stage, outputs, installation.aws.terraform))
    with pytest.raises(Refused, match="lack collector; run: make infra"):
        half.deploy()
    assert installation.record().etag is None


def test_a_failure_in_the_middle_is_completed_by_a_second_run(
    installation: Installation, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The API is there when it fails, and Chalice has written nothing down: a second API would be the trap."""
    failed: list[str] = []

    def fault(method: str, path: str) -> tuple[int, str] | None:
        if method == "POST" and path.endswith("/deployments"):
            failed.append(path)
            return 400, "BadRequestException"
        return None

    with behind(endpoint, fault) as proxy, monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", proxy)
        with pytest.raises(Refused, match=r"chalice deploy failed: .*BadRequestException"):
            installation.deploy()
    left = installation.record()
    assert failed
    assert not left.finished
    assert str(left.api_id()) in failed[0]
    assert "deploying" not in left.content["liveinsight"]
    whole = installation.deploy()
    assert whole.finished
    assert installation.apis() == [left.api_id()] == [whole.api_id()]


def test_expired_credentials_end_a_deployment_before_anything_changes(
    installation: Installation, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with behind(endpoint, lambda _method, _path: (403, "ExpiredToken")) as proxy, monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", proxy)
        with pytest.raises(ClientError) as refused:
            installation.deploy()
    assert refused.value.response["Error"]["Code"] in EXPIRED
    assert installation.afresh().record().etag is None


def test_credentials_that_expire_in_the_middle_leave_a_run_that_can_be_taken_over(
    installation: Installation, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired: list[bool] = []

    def fault(method: str, path: str) -> tuple[int, str] | None:
        if expired or (method == "POST" and path.startswith("/restapis")):
            expired.append(True)
            return 403, "ExpiredToken"
        return None

    with behind(endpoint, fault) as proxy, monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", proxy)
        with pytest.raises(Refused, match=r"chalice deploy failed: .*ExpiredToken"):
            installation.deploy()
    fresh = installation.afresh()
    with pytest.raises(Refused, match=r"has been deploying since .* --take-over"):
        fresh.deploy()
    assert fresh.deploy(take_over=True).finished
    assert len(fresh.apis()) == 1


def test_a_lost_record_is_told_and_made_anew(installation: Installation) -> None:
    before = installation.deploy()
    made, ran = before.resources, [version["digest"] for version in before.versions]
    before.forget()
    with pytest.raises(Refused, match=r"is lost, though 6 parts of it are there\. .* --adopt"):
        installation.deploy()
    after = installation.deploy(adopt=True)
    assert {each["name"]: each for each in after.resources} == {each["name"]: each for each in made}
    assert installation.apis() == [after.api_id()]
    assert [version["digest"] for version in after.versions] == ran


def test_what_belongs_to_another_installation_is_not_adopted(installation: Installation) -> None:
    installation.deploy()
    installation.record().forget()
    other = installation.afresh(project_name="Another")
    with pytest.raises(Refused, match=r"belongs to the installation Test.*; give this one another collector_stage"):
        other.deploy(adopt=True)


def test_of_two_apis_none_is_guessed(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    first = installation.deploy()
    # As if the record had been put aside by hand: Chalice makes another API.
    monkeypatch.setattr(deployment, "ready", lambda _aws, _adopt: first)
    first.content["resources"] = []
    second = installation.deploy().api_id()
    monkeypatch.undo()
    installation.record().forget()
    with pytest.raises(Refused, match=f"several APIs lead to liveinsight-{installation.stage}: .*{second}"):
        deployment.ready(installation.aws, adopt=True)


def test_of_two_deployers_the_second_is_refused(installation: Installation) -> None:
    first, second = installation.record(), installation.record()
    now = record.now()
    first.begin("arn:aws:iam::1:user/first", now, take_over=False)
    with pytest.raises(Refused, match="somebody else has written"):
        second.begin("arn:aws:iam::1:user/second", now, take_over=False)
    with pytest.raises(Refused, match="user/first has been deploying since"):
        deployment.deploy(installation.aws, installation.record(), here(), take_over=False)
    assert found.resources(installation.aws, installation.stage) == []
    with pytest.raises(Refused, match="user/first has been deploying since"):
        installation.record().begin("third", now + record.BROKEN_OFF_AFTER - timedelta(seconds=1), take_over=False)
    installation.record().begin("third", now + record.BROKEN_OFF_AFTER, take_over=False)
    with pytest.raises(Refused, match="somebody else has written"):
        first.end([], finished=True)


def test_taking_down_deletes_what_is_there_however_far_an_earlier_run_came(installation: Installation) -> None:
    kept = installation.deploy()
    aws, stage = installation.aws, installation.stage
    aws.client("lambda").delete_function(FunctionName=f"liveinsight-{stage}-archive")
    assert teardown.stage(aws) == stage
    teardown.delete(aws, stage)
    assert teardown.there(aws, stage) == []
    apis = aws.client("apigateway").get_rest_apis()["items"]
    assert kept.api_id() not in [api["id"] for api in apis]
    teardown.delete(aws, stage)
    teardown.forget(aws)
    left = aws.client("s3").list_objects_v2(Bucket=kept.bucket, Prefix=f"{stage}/").get("Contents", [])
    assert json.dumps(left, default=str) == "[]"
