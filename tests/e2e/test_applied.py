"""From nothing to everything: the state's bucket, the applies, and what is switched off."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.e2e import switches
from tests.e2e.conftest import Made, state_bucket


def test_everything_that_is_declared_is_made(made: Made) -> None:
    assert made.first.changed == made.first.destroyed == 0
    assert made.first.added + made.with_api.added - made.with_api.destroyed == len(made.resources)
    assert len(made.resources) > 150


def test_the_collectors_api_adds_what_chalice_cannot_set_and_changes_only_what_leads_there(made: Made) -> None:
    assert (made.with_api.added, made.with_api.destroyed) == (1, 0)
    assert "module.edge.aws_api_gateway_method_settings.collector[0]" in made.resources
    # The distribution gets an origin and behaviours for it.
    assert made.with_api.changed == 1


@pytest.mark.parametrize("variable", switches.NOT_HERE)
def test_what_is_switched_off_is_really_not_here(made: Made, variable: str) -> None:
    """Otherwise the switch could go."""
    lack = switches.NOT_HERE[variable]
    client = made.stack.client(lack.service)
    with pytest.raises(ClientError) as refused:
        getattr(client, lack.operation)(**lack.arguments)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] >= 400


def test_the_state_lies_in_its_bucket_and_holds_no_key_of_ours(made: Made) -> None:
    s3, bucket = made.stack.client("s3"), state_bucket(made.stack)
    state = s3.get_object(Bucket=bucket, Key="local/terraform.tfstate")["Body"].read().decode()
    assert json.loads(state)["version"] == 4
    assert switches.SECRET_KEY not in state
    assert not list(made.stack.code.glob("*.tfstate*"))
    versions = s3.list_object_versions(Bucket=bucket, Prefix="local/terraform.tfstate")["Versions"]
    assert sum(each["Key"] == "local/terraform.tfstate" for each in versions) > 1


def test_whoever_comes_second_waits_for_the_lock(made: Made) -> None:
    code, output = made.locked
    assert code == 1
    assert "Error acquiring the state lock" in output
    assert "somebody@else" in output


def test_the_bucket_of_the_state_is_safe(made: Made) -> None:
    s3, bucket = made.stack.client("s3"), state_bucket(made.stack)
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert set(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()) == {True}
    (statement,) = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    (old,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert old["NoncurrentVersionExpiration"]["NoncurrentDays"] == 90


def test_the_bucket_is_made_once(made: Made) -> None:
    first, again = made.bootstrapped
    assert "Making the bucket" in first
    assert "is there" in again
    backend = (made.stack.code / "envs/local.backend.hcl").read_text()
    assert "use_lockfile = true" in backend
    assert f'"{state_bucket(made.stack)}"' in backend


@pytest.mark.parametrize(("name", "remedy"), [("", "terraform/bootstrap.sh ENV"), ("../x", "is no name of")])
def test_bootstrap_refuses_what_is_no_environment(made: Made, name: str, remedy: str) -> None:
    done = made.stack.bootstrap(name)
    assert done.returncode != 0
    assert remedy in done.stderr


def test_bootstrap_says_so_when_aws_cannot_be_asked(made: Made) -> None:
    done = made.stack.bootstrap("other", AWS_ENDPOINT_URL="http://127.0.0.1:1", AWS_MAX_ATTEMPTS="1")
    assert done.returncode == 1
    assert "AWS does not know who you are" in done.stderr
    assert not (made.stack.code / "envs/other.backend.hcl").exists()
