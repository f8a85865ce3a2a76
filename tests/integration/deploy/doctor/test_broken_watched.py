"""Parts of the phase broken one by one (watched): the doctor finds each, names it, and says what to do."""

import pytest

from deploy.doctor import alarms, keys, logs
from deploy.doctor.finding import State
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor import world_watched
from tests.integration.deploy.doctor.cases import Case, do, found_and_named
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World


def _plain_secret(world: World) -> None:
    name = f"/{world.project}/secret-key"
    world.client("ssm").put_parameter(Name=name, Type="String", Value="x", Overwrite=True)


def _no_proxy_secret(world: World) -> None:
    world.outputs["distribution_id"] = "E123"
    world.client("ssm").delete_parameter(Name=f"/{world.project}/proxy-secret")


def _unconfirmed(world: World) -> None:
    """The local AWS waits for the confirmation of web addresses only; AWS for that of mail addresses as well."""
    world.client("sns").subscribe(TopicArn=world.outputs["alarm_topic"], Protocol="http", Endpoint=world.site)


CASES = [
    Case(
        "alarms",
        alarms.alarms,
        (world_watched.alarms,),
        lambda world: world_watched.alarm(world, f"{world.project}-api-errors", "ALARM"),
        "Do something about X-api-errors",
        "do what each says",
    ),
    Case(
        "alarms",
        alarms.alarms,
        (world_watched.alarms,),
        lambda world: world.client("cloudwatch").delete_alarms(AlarmNames=[f"{world.project}-rollup-silent"]),
        "missing: X-rollup-silent",
        "make infra",
    ),
    Case(
        "alarms",
        alarms.alarms,
        (world_watched.alarms,),
        lambda world: world.client("cloudwatch").disable_alarm_actions(AlarmNames=[f"{world.project}-rollup-silent"]),
        "switched off: X-rollup-silent",
        "make infra",
    ),
    Case(
        "alarms",
        alarms.alarms,
        (world_watched.alarms,),
        lambda world: world_watched.alarm(world, f"{world.project}-api-errors", "INSUFFICIENT_DATA"),
        "nothing measured yet: X-api-errors",
        "wait",
        State.WARNING,
    ),
    Case(
        "who is told", alarms.alarms, (world_watched.alarms,), _unconfirmed, "1 of 2 did not confirm", "follow the link"
    ),
    Case(
        "who is told",
        alarms.alarms,
        (world_watched.alarms,),
        lambda world: world.outputs.update(alarm_topic=world.client("sns").create_topic(Name="unread")["TopicArn"]),
        "nobody is told of alarms",
        "make infra",
    ),
    Case(
        "log /ecs/x",
        logs.logs,
        (world_watched.logs,),
        do("logs", "delete_retention_policy", logGroupName="/ecs/{lower}"),
        "is kept for ever instead of 14 days",
        "make infra",
    ),
    Case(
        "log /vpc/X",
        logs.logs,
        (world_watched.logs,),
        do("logs", "delete_log_group", logGroupName="/vpc/{x}"),
        "is missing",
        "make infra",
    ),
    Case(
        "key",
        keys.keys,
        (ingestion.key,),
        lambda world: world.client("kms").schedule_key_deletion(KeyId=world.outputs["key"], PendingWindowInDays=7),
        "is PendingDeletion",
        "cancel-key-deletion",
    ),
    Case(
        "key",
        keys.keys,
        (ingestion.key,),
        lambda world: world.client("kms").disable_key_rotation(KeyId=world.outputs["key"]),
        "is not renewed",
        "make infra",
    ),
    Case("parameters", keys.keys, (ingestion.key,), _plain_secret, "not encrypted: secret-key", "rotate"),
    Case("parameters", keys.keys, (ingestion.key,), _no_proxy_secret, "missing: /X/proxy-secret", "make infra"),
    Case(
        "parameters",
        keys.keys,
        (ingestion.key,),
        do("ssm", "delete_parameter", Name="/{x}/secret-key"),
        "missing: /X/secret-key",
        "make infra",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.what}: {case.words}")
def test_it_is_found_and_named(case: Case, bare: World, look: Look) -> None:
    found_and_named(case, bare, look)
