"""Tables, archive and Glue's tables, as AWS has them, beside the code that uses them."""

import json
from typing import Any, cast

import pytest

from liveinsight import tables
from liveinsight.archive import columns, layout
from liveinsight.athena.tables import table_input
from tests.e2e.conftest import Made
from tests.e2e.switches import SECRET_KEY

TABLES = {name: models[0] for name, models in tables.MODELS.items()}
ARCHIVE = "liveinsight-archive-000000000000"
BUCKETS = (ARCHIVE, "liveinsight-static-000000000000", "liveinsight-access-logs-000000000000")
COPY = f"{ARCHIVE}-copy"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_as_its_model(made: Made, name: str) -> None:
    model: Any = TABLES[name]
    client = made.stack.client("dynamodb")
    table = client.describe_table(TableName=f"LiveInsight-{name}")["Table"]
    assert table["KeySchema"] == [
        {"AttributeName": model._hash_keyname, "KeyType": "HASH"},
        {"AttributeName": model._range_keyname, "KeyType": "RANGE"},
    ]
    kinds = {each["AttributeName"]: each["AttributeType"] for each in table["AttributeDefinitions"]}
    attributes = {attribute.attr_name: attribute for attribute in model.get_attributes().values()}
    assert kinds == {key: attributes[key].attr_type for key in (model._hash_keyname, model._range_keyname)}
    assert table["BillingModeSummary"]["BillingMode"] == model.Meta.billing_mode
    assert "GlobalSecondaryIndexes" not in table or table["GlobalSecondaryIndexes"] == []
    ttl = client.describe_time_to_live(TableName=table["TableName"])["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "ENABLED"
    assert ttl["AttributeName"] == cast("Any", model)._ttl_attribute().attr_name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_recovered_and_is_encrypted_with_our_key(made: Made, name: str) -> None:
    client = made.stack.client("dynamodb")
    backups = client.describe_continuous_backups(TableName=f"LiveInsight-{name}")["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    described = client.describe_table(TableName=f"LiveInsight-{name}")["Table"]["SSEDescription"]
    assert (described["Status"], described["SSEType"]) == ("ENABLED", "KMS")
    assert described["KMSMasterKeyArn"] == made.resources["module.data.aws_kms_key.this"]["arn"]


@pytest.mark.parametrize("bucket", [*BUCKETS, COPY])
def test_a_bucket_is_private_and_takes_tls_only(made: Made, bucket: str) -> None:
    s3 = made.stack.client("s3")
    assert set(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()) == {True}
    statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    (tls,) = (each for each in statements if each["Effect"] == "Deny")
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert set(tls["Resource"]) == {f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"}
    allowed = [each for each in statements if each["Effect"] == "Allow"]
    assert all("*" not in json.dumps(each["Principal"]) for each in allowed)


def test_the_archive_keeps_what_is_replaced_and_forgets_it_after_a_month(made: Made) -> None:
    s3 = made.stack.client("s3")
    assert s3.get_bucket_versioning(Bucket=ARCHIVE)["Status"] == "Enabled"
    (rule,) = s3.get_bucket_encryption(Bucket=ARCHIVE)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {
        "SSEAlgorithm": "aws:kms",
        "KMSMasterKeyID": made.resources["module.data.aws_kms_key.this"]["arn"],
    }
    rules = {each["ID"]: each for each in s3.get_bucket_lifecycle_configuration(Bucket=ARCHIVE)["Rules"]}
    assert rules["replaced"]["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30
    assert rules["questions"]["Expiration"]["Days"] == 7
    kept = {each["Filter"]["Prefix"]: each["Expiration"]["Days"] for name, each in rules.items() if "old-" in name}
    assert kept == {f"{layout.EVENTS}/": 400, f"{layout.SESSIONS}/": 400}


def test_the_archive_is_copied_to_the_other_region(made: Made) -> None:
    found = made.stack.client("s3").get_bucket_replication(Bucket=ARCHIVE)["ReplicationConfiguration"]
    (rule,) = found["Rules"]
    assert rule["Status"] == "Enabled"
    assert rule["Destination"]["Bucket"] == f"arn:aws:s3:::{COPY}"
    assert rule["DeleteMarkerReplication"]["Status"] == "Enabled"
    assert made.stack.client("s3").get_bucket_versioning(Bucket=COPY)["Status"] == "Enabled"


@pytest.mark.parametrize(
    ("kind", "known"),
    [(layout.EVENTS, columns.EVENTS), (layout.SESSIONS, columns.SESSIONS)],
    ids=("events", "sessions"),
)
def test_glue_has_the_tables_that_athena_asks(made: Made, kind: str, known: dict[str, str]) -> None:
    table = made.stack.client("glue").get_table(DatabaseName="liveinsight", Name=kind)["Table"]
    wanted = table_input(kind, known, ARCHIVE)
    for name in ("Name", "TableType", "Parameters"):
        assert table[name] == wanted[name]
    stored = table["StorageDescriptor"]
    assert _columns(table["PartitionKeys"]) == _columns(wanted["PartitionKeys"])
    assert _columns(stored["Columns"]) == _columns(wanted["StorageDescriptor"]["Columns"])
    for name in ("Location", "InputFormat", "OutputFormat"):
        assert stored[name] == wanted["StorageDescriptor"][name]
    serde = stored["SerdeInfo"]["SerializationLibrary"]
    assert serde == wanted["StorageDescriptor"]["SerdeInfo"]["SerializationLibrary"]


def _columns(found: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Names and types. Terraform gives every column a comment, an empty one."""
    return [(each["Name"], each["Type"]) for each in found]


def test_athena_stops_questions_that_read_too_much(made: Made) -> None:
    group = made.stack.client("athena").get_work_group(WorkGroup="LiveInsight")["WorkGroup"]["Configuration"]
    assert group["EnforceWorkGroupConfiguration"]
    assert group["BytesScannedCutoffPerQuery"] == 10 * 1024**3
    assert group["ResultConfiguration"]["OutputLocation"] == f"s3://{ARCHIVE}/athena/"


def test_the_secret_is_kept_encrypted_and_is_the_one_that_was_given_with_this_version(made: Made) -> None:
    ssm = made.stack.client("ssm")
    found = ssm.get_parameter(Name="/LiveInsight/secret-key", WithDecryption=True)["Parameter"]
    assert (found["Type"], found["Value"]) == ("SecureString", SECRET_KEY)
    assert ssm.get_parameter(Name="/LiveInsight/archive-bucket")["Parameter"]["Value"] == ARCHIVE
