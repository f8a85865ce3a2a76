"""Estimates as text: a table by phase and part, the arithmetic, what it rests on."""

import textwrap
from collections.abc import Iterator, Sequence

from deploy.cost import goals, prices
from deploy.cost.assumptions import Assumptions
from deploy.cost.compared import published
from deploy.cost.estimate import Estimate
from deploy.cost.line import figure
from deploy.cost.phases import PHASES
from deploy.cost.plan import Plan
from deploy.cost.tables import table

NAME, NUMBER = 44, 12


def text(plan: Plan, estimates: Sequence[Estimate], shown: Estimate, given: Assumptions) -> str:
    """One profile at several scales, and the arithmetic of the one that is `shown`."""
    return "\n".join(
        [
            *_head(plan),
            *_table(estimates),
            "",
            *_others(),
            *goals.compared(plan, estimates),
            "",
            *_arithmetic(shown),
            "",
            *_assumed(given),
            *_about(plan),
        ]
    )


def summary(compared: Sequence[tuple[Plan, Sequence[Estimate]]]) -> str:
    """All profiles, each a row."""
    rows = [_row(plan.name, [estimate.total for estimate in estimates]) for plan, estimates in compared] + [
        _row(f"{plan.name}, after free allowances", [found.total - found.allowances for found in estimates])
        for plan, estimates in compared
    ]
    events = [estimate.events for estimate in compared[0][1]]
    meant = [line for plan, estimates in compared for line in goals.compared(plan, estimates)]
    about = [line for plan, _ in compared for line in _about(plan)]
    return "\n".join([_title("each profile"), "", _scales(events), *rows, "", *_others(), *meant, "", *about])


def _head(plan: Plan) -> Iterator[str]:
    yield _title(f"profile {plan.name}")
    for kind, number in plan.unknown().items():
        yield f"NOT IN THIS SUM: {number} × {kind}, which deploy/cost/resources.toml does not know"
    yield ""


def _title(what: str) -> str:
    return (
        f"LiveInsight, {what}: US dollars a month in {prices.region()}, prices of {prices.date()}, without taxes "
        "and volume discounts"
    )


def _table(estimates: Sequence[Estimate]) -> Iterator[str]:
    yield _scales([estimate.events for estimate in estimates])
    for phase in PHASES:
        yield _row(phase, [estimate.phases()[phase] for estimate in estimates])
        for part in _parts(estimates, phase):
            yield _row(f"    {part}", [estimate.parts(phase).get(part, 0) for estimate in estimates])
    yield _row("All", [estimate.total for estimate in estimates])
    yield _row("  less what AWS gives every account *", [-estimate.allowances for estimate in estimates])
    yield _row("  All, then", [estimate.total - estimate.allowances for estimate in estimates])
    yield "* each month and for ever, if nothing else in the account uses it; `free` in deploy/cost/prices.toml"


def _parts(estimates: Sequence[Estimate], phase: str) -> dict[str, None]:
    return dict.fromkeys(part for estimate in estimates for part in estimate.parts(phase))


def _scales(events: Sequence[int]) -> str:
    return _line("events a month", [f"{number:,}" for number in events])


def _row(name: str, usd: Sequence[float]) -> str:
    return _line(name, [f"{amount:,.2f}" for amount in usd])


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{NAME}}" + "".join(f"{cell:>{NUMBER + 2}}" for cell in cells)


def _others() -> Iterator[str]:
    yield "Beside it"
    for found in published():
        for events, usd in found.prices.items():
            yield f"  {found.who}: {usd:,.2f} at {events:,}"
        yield f"    ({found.note})"


def _arithmetic(shown: Estimate) -> Iterator[str]:
    yield f"How {shown.events:,} events come to {shown.total:,.2f}"
    for phase in PHASES:
        yield f"  {phase}"
        for line in shown.lines:
            if line.phase == phase:
                doubt = "" if line.price.confirmed else "  (price not confirmed)"
                yield f"    {line.part}, {line.what}: {line.arithmetic} = ${line.usd:,.2f}{doubt}"


def _assumed(given: Assumptions) -> Iterator[str]:
    yield "What this rests on (deploy/cost/assumptions.toml; --assume NAME=VALUE for another number)"
    for found in given.all():
        yield f"  {found.name} = {figure(found.value)} {found.unit} ({found.kind}: {found.source})"


def _about(plan: Plan) -> Iterator[str]:
    about = table("profiles").get(plan.name)
    if about:
        yield f"{plan.name}: {about['for']}. Gives up:"
        for what in about["gives_up"]:
            yield from textwrap.wrap(what, 110, initial_indent="  - ", subsequent_indent="    ")
