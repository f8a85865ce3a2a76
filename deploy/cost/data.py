"""Estimates as data, for programs."""

from collections.abc import Sequence
from typing import Any

from deploy.cost import prices
from deploy.cost.assumptions import Assumptions
from deploy.cost.compared import published
from deploy.cost.estimate import Estimate
from deploy.cost.plan import Plan


def data(plan: Plan, estimates: Sequence[Estimate], given: Assumptions) -> dict[str, Any]:
    """One profile at several scales; amounts are US dollars a month."""
    return {
        "profile": plan.name,
        "region": prices.region(),
        "date": prices.date(),
        "not_priced": dict(plan.unknown()),
        "estimates": [_estimate(estimate) for estimate in estimates],
        "assumptions": {found.name: vars(found) for found in given.all()},
        "compared": [vars(found) for found in published()],
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "events": estimate.events,
        "total": round(estimate.total, 2),
        "free_allowances": round(estimate.allowances, 2),
        "phases": {phase: round(usd, 2) for phase, usd in estimate.phases().items()},
        "lines": [
            {
                "phase": line.phase,
                "part": line.part,
                "what": line.what,
                "arithmetic": line.arithmetic,
                "usd": round(line.usd, 4),
                "confirmed": line.price.confirmed,
                "page": line.price.page,
            }
            for line in estimate.lines
        ],
    }
