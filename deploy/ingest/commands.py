"""`ingest` and `rollback-collector`."""

from typing import Annotated, Any

import typer

from deploy import infrastructure
from deploy.console import confirm, say
from deploy.environment import Environment, environment
from deploy.errors import Refused
from deploy.ingest import answers, versions
from deploy.ingest.deployment import check, deploy, ready, running, working
from deploy.ingest.record import Record
from deploy.ingest.target import PYTHON, target
from deploy.ingest.workshop import stage_of
from deploy.options import Env, Yes

TakeOver = Annotated[bool, typer.Option("--take-over", help="Go on although a run that was broken off seems at work.")]


def ingest(
    env: Env,
    yes: Yes = False,
    python: Annotated[str, typer.Option(help="Lambda's Python: 3.12, 3.13 or 3.14.")] = PYTHON,
    adopt: Annotated[bool, typer.Option("--adopt", help="Make a lost record anew from what is there.")] = False,
    take_over: TakeOver = False,
) -> None:
    """Deploy the collector with Chalice, then let Terraform set what Chalice cannot."""
    aws = environment(env)
    kept = ready(aws, adopt)
    say(
        "The collector is built, checked, deployed by Chalice and asked for an answer; then Terraform learns of its API"
    )
    confirm(f"Deploy the collector to {aws.name} ({aws.region})?", yes)
    before = running(aws)
    deploy(aws, kept, target(aws.output("collector")["architecture"], python), take_over)
    try:
        check(aws, kept)
    except Refused as refused:
        raise _returned(aws, kept, before, str(refused)) from refused
    infrastructure.apply(aws.terraform, aws, yes)
    say(f"Collector: {aws.outputs.get('collector_url') or answers.address(aws, str(kept.api_id()))}")


def rollback_collector(env: Env, yes: Yes = False, take_over: TakeOver = False) -> None:
    """Give the collector's functions the version before the one that runs; again: one further back."""
    aws = environment(env)
    kept, stage = ready(aws, adopt=False), stage_of(aws)
    now_running = running(aws)
    if now_running is None:
        raise Refused(f"{aws.name} has no collector yet; deploy it: make ingest ENV={aws.name}")
    version = versions.before(kept, now_running)
    say(f"The collector goes from {now_running[:12]} back to {described(version)}; its settings stay as they are")
    confirm("Go back?", yes)
    with working(aws, kept, take_over):
        versions.use(aws, kept, stage, version)
    check(aws, kept)
    say("`make ingest` goes forward again")


def _returned(aws: Environment, kept: Record, before: str | None, reason: str) -> Refused:
    """Give the functions back the code that ran before, where it is kept. What is to be told."""
    version = next((version for version in kept.versions if version["digest"] == before), None)
    if version is None or before == kept.versions[0]["digest"]:
        return Refused(reason)
    with working(aws, kept, take_over=False):
        versions.use(aws, kept, stage_of(aws), version)
    return Refused(f"{reason}. {described(version)} runs again")


def described(version: dict[str, Any]) -> str:
    known = f" ({version['revision']})" if "revision" in version else ""
    return f"{version['digest'][:12]} of {version['at']}{known}"
