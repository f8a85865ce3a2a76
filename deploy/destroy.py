"""Taking an installation down with all that is in it: the collector, what Terraform made, versions, our secret."""

import json
import tempfile
from pathlib import Path

from deploy import infrastructure, secrets, state
from deploy import variables as settings
from deploy.console import confirm_by_name, say
from deploy.environment import Environment, terraform
from deploy.errors import Refused
from deploy.ingest import teardown
from deploy.options import Env, Yes
from deploy.variables import Chosen
from deploy.web import versions

TABLES = ("Events", "Sessions", "ActiveSessions", "Settings")


def destroy(env: Env, yes: Yes = False) -> None:
    """Delete the installation and all its data. Asks for the environment's name. May be repeated."""
    found = terraform(env)
    chosen = settings.chosen(found)
    state.place(found)
    aws = settings.before_outputs(found, chosen)
    _unprotected(aws, chosen)
    found.init()
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / infrastructure.PLANNED
        told = infrastructure.given(aws, secrets.find(aws.client("ssm"), aws.project) or "0" * 64)
        anything = found.plan(plan, "-destroy", *told.options, secret=told.secret)
        stage = teardown.stage(aws) or chosen.stage
        _tell(aws, chosen, stage, anything)
        confirm_by_name(found.name, yes)
        teardown.delete(aws, stage)
        if anything:
            found.apply(plan, told.secret)
    versions.forget(aws.client("ecs"), f"{aws.project}-app")
    teardown.forget(aws)
    secrets.forget(aws.client("ssm"), aws.project)
    say(f"{found.name} is gone. What is left: the bucket {state.place(found).bucket} with old versions of its state,")
    say(f"encryption keys for 30 days, and {found.backend.name}")


def _unprotected(aws: Environment, chosen: Chosen) -> None:
    """Raises Refused before anything is deleted when something would refuse to be."""
    if chosen.protected:
        # Without the stage, functions would be called otherwise all at once.
        unprotected = json.dumps({"environment": "development", "collector_stage": chosen.stage})
        raise Refused(
            f"{aws.name} is protected against deletion. To take it down, put {unprotected} into "
            f"{aws.terraform.own.name}, run make infra ENV={aws.name}, and then this again"
        )
    for table in TABLES:
        if _refuses(aws, f"{chosen.project_name}-{table}"):
            raise Refused(
                f"the table {chosen.project_name}-{table} still refuses to be deleted: run make infra ENV={aws.name}, "
                "and then this again"
            )


def _refuses(aws: Environment, table: str) -> bool:
    client = aws.client("dynamodb")
    try:
        return bool(client.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled"))
    except client.exceptions.ResourceNotFoundException:
        return False


def _tell(aws: Environment, chosen: Chosen, stage: str, anything: bool) -> None:
    say(f"\nDeleted for good, in {chosen.aws_region}, of {chosen.project_name} ({aws.name}):")
    for each in teardown.there(aws, stage):
        say(f"  - the collector's {each['name']}")
    if anything:
        say("  - all that the plan above lists: every event, visit, site, user and token, the history, the backups")
    say("  - kept versions of the collector, and the secret of CloudFront")
