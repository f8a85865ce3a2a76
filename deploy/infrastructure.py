"""Terraform's part: what it would change, changing it, and a domain of one's own.

Every run gives it what lies outside of its files: the secret of CloudFront, and the API that Chalice has made.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy import secrets, state
from deploy import variables as settings
from deploy.console import confirm, say
from deploy.environment import Environment, terraform
from deploy.errors import Refused
from deploy.ingest import record
from deploy.options import Env, Yes
from deploy.terraform import Secret, Terraform

PLANNED = "plan"
ZONE = "module.edge.aws_route53_zone.this"


@dataclass(frozen=True)
class Given:
    """What Terraform is told besides its files; `secret` never on a command line."""

    options: Sequence[str]
    secret: Secret


def plan(env: Env) -> None:
    """Show what `infra` would change. Changes nothing."""
    found = terraform(env)
    found.init()
    aws = settings.before_outputs(found, settings.chosen(found))
    with tempfile.TemporaryDirectory() as folder:
        told = given(aws, secrets.find(aws.client("ssm"), aws.project) or "0" * 64)
        if not found.plan(Path(folder) / PLANNED, *told.options, secret=told.secret):
            say(f"{found.name} is as its files say")


def infra(env: Env, yes: Yes = False) -> None:
    """Make or change the infrastructure: state, plan, your consent, apply."""
    found = terraform(env)
    chosen = settings.chosen(found)
    state.make(found, chosen, yes)
    found.init()
    apply(found, settings.before_outputs(found, chosen), yes)


def apply(found: Terraform, aws: Environment, yes: bool, *options: str) -> bool:
    """Plan, ask, and do exactly what was shown. Whether there was anything to do. Raises Refused."""
    told = given(aws, secrets.find_or_make(aws.client("ssm"), aws.project))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / PLANNED
        if not found.plan(file, *told.options, *options, secret=told.secret):
            say(f"{found.name} is as its files say")
            return False
        confirm(f"Do this in {found.name}?", yes)
        found.apply(file, told.secret)
    return True


def given(aws: Environment, proxy_secret: str) -> Given:
    """The secret, and the API's id once the collector is deployed."""
    api = record.of(aws).api_id()
    options = (f"-var=collector_api_id={api}",) if api else ()
    return Given(options, {"proxy_secret": proxy_secret})


def deploy_edge(
    env: Env,
    domain: Annotated[str, typer.Option(help="The domain, such as stats.example.com.")],
    zone: Annotated[str, typer.Option(help="Id of its zone in Route 53; without one a zone is made.")] = "",
    yes: Yes = False,
) -> None:
    """Give the installation a domain: kept in envs/ENV.own.tfvars.json, then `infra`."""
    found = terraform(env)
    say(
        f"{found.own.name}: domain_name = {domain}, "
        + (f"hosted_zone_id = {zone}" if zone else "a zone is made for it")
    )
    choose(found, domain_name=domain, hosted_zone_id=zone, create_hosted_zone=not zone)
    chosen = settings.chosen(found)
    state.make(found, chosen, yes)
    found.init()
    aws = settings.before_outputs(found, chosen)
    if not zone:
        _make_zone(found, aws, domain, yes)
    apply(found, aws, yes)


def _make_zone(found: Terraform, aws: Environment, domain: str, yes: bool) -> None:
    """Before the rest: certificates are issued only when the registrar knows the zone's name servers."""
    apply(found, aws, yes, f"-target={ZONE}")
    servers = found.outputs().get("name_servers") or []
    say(f"Tell the registrar of {domain} these name servers: {', '.join(servers)}")
    confirm("Go on? The certificates wait until the registrar has them", yes)


def choose(found: Terraform, **values: Any) -> None:
    """Keep settings of this installation. Raises Refused, and leaves them as they were, when they are not valid.

    They hold no secret and belong into the operator's repository.
    """
    before = found.own.read_text() if found.own.is_file() else None
    found.own.write_text(json.dumps({**json.loads(before or "{}"), **values}, indent=2) + "\n")
    try:
        settings.chosen(found)
    except Refused:
        if before is None:
            found.own.unlink()
        else:
            found.own.write_text(before)
        raise
