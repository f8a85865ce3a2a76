"""The tables: there, expiring what is old, and recoverable."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from deploy.doctor.finding import Check, Finding, fault, judged, make, switch
from deploy.environment import Environment
from deploy.terraform import ROOT

SHAPE = ROOT / "terraform/modules/data/shape.json"


def tables(environment: Environment) -> Iterator[Check]:
    shape = json.loads(SHAPE.read_text())["tables"]
    for kind, name in environment.output("tables").items():
        yield Check(f"table {name}", partial(_table, environment, name, shape[kind]["ttl"]))


def _table(environment: Environment, name: str, expiry: str) -> Finding:
    client = environment.client("dynamodb")
    table = client.describe_table(TableName=name)["Table"]
    ttl = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    mends = make(environment, "infra")
    return judged(
        f"{table['TableStatus']}, {_billing(table)}, expires by {expiry}, recoverable to any second",
        fault(
            table["TableStatus"] != "ACTIVE", f"is {table['TableStatus']}, not ACTIVE", "wait for it, or look at AWS"
        ),
        fault(
            ttl.get("TimeToLiveStatus") not in ("ENABLED", "ENABLING") or ttl.get("AttributeName") != expiry,
            f"items never expire: time to live by {expiry} is not on",
            mends,
        ),
        fault(not _recoverable(client, name), "point-in-time recovery is off", mends),
        fault(
            bool(switch(environment, "deletion_protection")) and not table.get("DeletionProtectionEnabled"),
            "anybody may delete it: deletion protection is off",
            mends,
        ),
    )


def _recoverable(client: Any, name: str) -> bool:
    backups = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    return bool(backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus") == "ENABLED")


def _billing(table: Any) -> str:
    mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    return "on demand" if mode == "PAY_PER_REQUEST" else "provisioned"
