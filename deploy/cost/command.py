"""`python -m deploy cost`: what a profile costs a month."""

import json
from typing import Annotated

import typer

from deploy.console import say
from deploy.cost import report
from deploy.cost.assumptions import Assumptions, assumptions
from deploy.cost.data import data
from deploy.cost.estimate import SCALES, Estimate, estimate
from deploy.cost.plan import Plan
from deploy.cost.planned import plans_of
from deploy.cost.tables import table
from deploy.environment import SHORT
from deploy.errors import Refused
from deploy.terraform import Terraform, code

SHOWN = 10_000_000


def cost(
    events: Annotated[int, typer.Option(help="Events a month whose arithmetic is shown.")] = SHOWN,
    profile: Annotated[str, typer.Option(help="An environment in terraform/envs; all of them without it.")] = "",
    assume: Annotated[list[str] | None, typer.Option(help="NAME=VALUE in the place of an assumption.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Data for programs.")] = False,
) -> None:
    """What it costs a month, by phase and part, for 1M, 10M and 100M events, with the arithmetic."""
    given = assumptions().but(assume or ())
    compared = [(plan, scaled(plan, events, given)) for plan in plans_of(profiles(profile))]
    if as_json:
        found = [data(plan, estimates, given) for plan, estimates in compared]
        say(json.dumps(found[0] if profile else found, indent=2))
    elif profile:
        ((plan, estimates),) = compared
        shown = next(estimate for estimate in estimates if estimate.events == events)
        say(report.text(plan, estimates, shown, given))
    else:
        say(report.summary(compared))


def profiles(name: str = "") -> list[Terraform]:
    """The profile of that name, or all, dearest first. Raises Refused for an unknown one."""
    known = sorted((path.name.removesuffix(".tfvars") for path in (code() / "envs").glob("*.tfvars")), key=_order)
    wanted = [SHORT.get(name, name)] if name else known
    if wanted[0] not in known:
        raise Refused(
            f"there is no profile {name!r}; there are {', '.join(known)} (PROFILE=…, terraform/envs/*.tfvars)"
        )
    return [Terraform(found) for found in wanted]


def _order(name: str) -> int:
    described = list(table("profiles"))
    return described.index(name) if name in described else len(described)


def scaled(plan: Plan, events: int, given: Assumptions) -> list[Estimate]:
    """At 1M, 10M and 100M events a month, and at the number that was asked about."""
    return [estimate(plan, number, given) for number in sorted({*SCALES, events})]
