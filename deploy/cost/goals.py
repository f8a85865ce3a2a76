"""What profiles are meant to cost at most, and whether they do: `goal` in profiles.toml."""

from collections.abc import Iterator, Sequence

from deploy.cost.estimate import Estimate
from deploy.cost.plan import Plan
from deploy.cost.tables import table


def compared(plan: Plan, estimates: Sequence[Estimate]) -> Iterator[str]:
    """A sentence, where the profile has a goal and one of the estimates is for as many events."""
    goal = table("profiles").get(plan.name, {}).get("goal")
    for found in estimates:
        if goal and found.events == goal["events"]:
            after = found.total - found.allowances
            yield (
                f"{plan.name} at {found.events:,} events is meant to cost ${goal['usd']} at most: "
                f"${found.total:,.2f}, {_reached(found.total, goal['usd'])}; "
                f"${after:,.2f} after free allowances, {_reached(after, goal['usd'])}"
            )


def _reached(usd: float, goal: float) -> str:
    return "reached" if usd <= goal else f"${usd - goal:,.2f} too much"
