"""Parts of the phase broken one by one (ingestion): the doctor finds each, names it, and says what to do."""

from typing import Any

import pytest

from deploy.doctor import api, archive, functions, tables
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor.cases import Case, Part, do, found_and_named
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

COLLECTOR = (ingestion.collector,)


def _no_ttl(world: World) -> None:
    world.client("dynamodb").update_time_to_live(
        TableName=f"{world.project}-Events", TimeToLiveSpecification={"Enabled": False, "AttributeName": "expires"}
    )


def _no_recovery(world: World) -> None:
    world.client("dynamodb").update_continuous_backups(
        TableName=f"{world.project}-Sessions", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )


def _unprotected(world: World, name: str = "Settings") -> None:
    world.client("dynamodb").update_table(TableName=f"{world.project}-{name}", DeletionProtectionEnabled=False)


def _no_table(world: World) -> None:
    _unprotected(world, "ActiveSessions")
    world.client("dynamodb").delete_table(TableName=f"{world.project}-ActiveSessions")


def _configure(kind: str, **changes: Any) -> Part:
    def change(world: World) -> None:
        name = world.outputs["functions"][kind]
        world.client("lambda").update_function_configuration(FunctionName=name, **changes)

    return change


def _other_settings(world: World) -> None:
    _configure("archive", Environment={"Variables": {"LIVEINSIGHT_PROJECT_NAME": world.project}})(world)


def _no_proxy_secret(world: World) -> None:
    world.outputs["distribution_id"] = "E123"
    kept = {"LIVEINSIGHT_PROJECT_NAME": world.project, "LIVEINSIGHT_ARCHIVE_BUCKET": world.outputs["archive_bucket"]}
    _configure("collector", Environment={"Variables": kept})(world)


CASES = [
    Case("table X-Events", tables.tables, (ingestion.tables,), _no_ttl, "items never expire", "make infra"),
    Case("table X-Sessions", tables.tables, (ingestion.tables,), _no_recovery, "recovery is off", "make infra"),
    Case("table X-Settings", tables.tables, (ingestion.tables,), _unprotected, "anybody may delete it", "make infra"),
    Case("table X-ActiveSessions", tables.tables, (ingestion.tables,), _no_table, "is missing", "make infra"),
    Case(
        "bucket x-archive",
        archive.archive,
        (ingestion.archive,),
        do("s3", "put_bucket_versioning", Bucket="{lower}-archive", VersioningConfiguration={"Status": "Suspended"}),
        "versioning is off",
        "make infra",
    ),
    Case(
        "bucket x-archive",
        archive.archive,
        (ingestion.archive,),
        do("s3", "delete_public_access_block", Bucket="{lower}-archive"),
        "public access is not blocked",
        "make infra",
    ),
    Case(
        "bucket x-archive",
        archive.archive,
        (ingestion.archive,),
        lambda world: ingestion.encrypt(world, world.outputs["archive_bucket"], "AES256"),
        "not encrypted with the installation's key",
        "make infra",
    ),
    Case(
        "bucket x-archive",
        archive.archive,
        (ingestion.archive,),
        do("s3", "delete_bucket_policy", Bucket="{lower}-archive"),
        "without TLS",
        "make infra",
    ),
    Case(
        "bucket x-archive",
        archive.archive,
        (ingestion.archive,),
        do("s3", "delete_bucket", Bucket="{lower}-archive"),
        "is missing",
        "make infra",
    ),
    Case(
        "Glue tables over it",
        archive.archive,
        (ingestion.archive,),
        do("glue", "delete_table", DatabaseName="{lower}", Name="sessions"),
        "lacks sessions",
        "make infra",
    ),
    Case(
        "function X-rollup",
        functions.functions,
        COLLECTOR,
        do("lambda", "delete_function", FunctionName="{x}-rollup"),
        "is missing",
        "make ingest",
    ),
    Case(
        "function X-archive",
        functions.functions,
        COLLECTOR,
        _configure("archive", Timeout=60),
        "after 60 s instead of 900 s",
        "make ingest",
    ),
    Case(
        "function X",
        functions.functions,
        COLLECTOR,
        _configure("collector", Role="arn:aws:iam::000000000000:role/somebody-elses"),
        "somebody-elses",
        "make ingest",
    ),
    Case(
        "function X",
        functions.functions,
        COLLECTOR,
        lambda world: world.switch(x_ray_tracing=True),
        "not traced",
        "make ingest",
    ),
    Case(
        "function X-archive",
        functions.functions,
        COLLECTOR,
        _other_settings,
        "LIVEINSIGHT_ARCHIVE_BUCKET",
        "make ingest",
    ),
    Case(
        "function X",
        functions.functions,
        COLLECTOR,
        _no_proxy_secret,
        "all visitors have CloudFront's address",
        "make ingest",
    ),
    Case(
        "function X",
        functions.functions,
        COLLECTOR,
        _configure("collector", MemorySize=128),
        "has 128 MB instead of 512",
        "make ingest",
    ),
    Case(
        "schedule of rollup",
        functions.functions,
        COLLECTOR,
        do("events", "disable_rule", Name="{x}-rollup-event"),
        "is switched off",
        "aws events enable-rule",
    ),
    Case(
        "schedule of archive",
        functions.functions,
        COLLECTOR,
        do("events", "remove_targets", Rule="{x}-archive-event", Ids=["1"]),
        "no rule of EventBridge",
        "make ingest",
    ),
    Case(
        "API and its routes",
        api.api,
        COLLECTOR,
        lambda world: world.switch(collector_api_id="none-of-ours"),
        "is missing",
        "make ingest",
    ),
    Case(
        "API's stage",
        api.api,
        COLLECTOR,
        lambda world: world.client("apigateway").update_stage(
            restApiId=world.outputs["switches"]["collector_api_id"],
            stageName="api",
            patchOperations=[{"op": "remove", "path": "/*/*/throttling/rateLimit"}],
        ),
        "is not throttled",
        "make infra",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.what}: {case.words}")
def test_it_is_found_and_named(case: Case, bare: World, look: Look) -> None:
    found_and_named(case, bare, look)
