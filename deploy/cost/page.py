"""The tables of docs/operations/cost.md: `python -m deploy cost-page` writes them anew, a test holds them to the plans.

They stand between `<!-- made: NAME -->` and `<!-- end -->`; what is written around them is left alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from deploy.console import say
from deploy.cost import goals
from deploy.cost.assumptions import Assumptions, assumptions
from deploy.cost.command import profiles, scaled
from deploy.cost.compared import published
from deploy.cost.estimate import SCALES, Estimate, estimate
from deploy.cost.line import figure
from deploy.cost.phases import PHASES
from deploy.cost.plan import Plan
from deploy.cost.planned import plans_of
from deploy.cost.prices import prices
from deploy.cost.tables import table

PAGE = Path(__file__).parents[2] / "docs" / "operations" / "cost.md"
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
Compared = Sequence[tuple[Plan, Sequence[Estimate]]]


LEVERS = {
    "beacons of a single-page application": "events_per_beacon=1.67",
    "visits deleted after three months (`liveinsight site change --retention-days`)": "visit_months=3",
    "events kept for two weeks (`LIVEINSIGHT_EVENT_RETENTION_DAYS`)": "event_days=14",
    "the live page watched eight hours a day": "live_hours=240",
    "the dashboard looked at ten times as often": "looks=30000",
}
"""What changes the bill most, of what is assumed."""


def filled(text: str, sections: Mapping[str, str]) -> str:
    """The page with these sections in their places; the others as they were."""

    def section(found: re.Match[str]) -> str:
        if found[2] not in sections:
            return found[0]
        return f"{found[1]}{sections[found[2]]}\n{found[3]}"

    return MADE.sub(section, text)


def constant(given: Assumptions) -> dict[str, str]:
    """The sections that no plan is needed for."""
    return {"prices": _joined(_prices()), "assumptions": _joined(_assumptions(given)), "gives_up": _joined(_gives_up())}


def planned(compared: Compared, given: Assumptions) -> dict[str, str]:
    """The sections that are made of plans."""
    return {
        "summary": _joined(_summary(compared)),
        "goals": _joined(f"- {line}." for found in compared for line in goals.compared(*found)),
        "phases": _joined(_phases(compared)),
        "levers": _joined(_levers(compared, given)),
    }


def compare(given: Assumptions) -> Compared:
    """Every profile as it is in the repository, whatever the owner of this installation says of his own."""
    return [(plan, scaled(plan, SCALES[0], given)) for plan in plans_of(profiles(), own=False)]


def _summary(compared: Compared) -> Iterator[str]:
    yield from _heading(["", *(f"{events // 10**6}M" for events in SCALES)])
    for plan, estimates in compared:
        yield _row([f"**{plan.name}**", *(f"${estimate.total:,.2f}" for estimate in estimates)])
        after = (estimate.total - estimate.allowances for estimate in estimates)
        yield _row([f"{plan.name}, after free allowances", *(f"${usd:,.2f}" for usd in after)])
    for found in published():
        prices_of = {events: f"${usd:,.2f}" for events, usd in found.prices.items()}
        told = [prices_of.pop(events, "") for events in SCALES]
        rest = "; ".join(f"{usd} at {events:,}" for events, usd in prices_of.items())
        yield _row([f"{found.who} ({'; '.join(filter(None, [rest, found.note]))})", *told])


def _phases(compared: Compared) -> Iterator[str]:
    """Each phase of each profile at 1M and 10M."""
    columns = [(plan, estimate) for plan, estimates in compared for estimate in estimates[:2]]
    yield from _heading(["", *(f"{plan.name}, {estimate.events // 10**6}M" for plan, estimate in columns)])
    for phase in PHASES:
        yield _row([f"**{phase}**", *(f"**{estimate.phases()[phase]:,.2f}**" for _, estimate in columns)])
        parts = dict.fromkeys(part for _, estimate in columns for part in estimate.parts(phase))
        for part in parts:
            amounts = (estimate.parts(phase).get(part) for _, estimate in columns)
            yield _row([part, *("–" if usd is None else f"{usd:,.2f}" for usd in amounts)])


def _levers(compared: Compared, given: Assumptions) -> Iterator[str]:
    """How much more or less it would be at 10M, before free allowances."""
    yield from _heading(["at 10M events", "", *(plan.name for plan, _ in compared)])
    for what, change in LEVERS.items():
        changed = given.but([change])
        differences = (
            estimate(plan, found.events, changed).total - found.total
            for plan, estimates in compared
            for found in estimates[1:2]
        )
        yield _row([what, f"`{change}`", *(f"{usd:+,.2f}" for usd in differences)])


def _prices() -> Iterator[str]:
    yield from _heading(["price", "US dollars", "for", "free each month", "page"])
    for price in prices().values():
        doubt = "" if price.confirmed else " **not confirmed**"
        amount = str(price).partition(" / ")[0] + doubt
        each = f"{price.per:,} {price.unit}" if price.per > 1 else price.unit
        yield _row([f"`{price.name}`", amount, each, f"{price.free:,.0f}" if price.free else "", price.page])


def _assumptions(given: Assumptions) -> Iterator[str]:
    yield from _heading(["name", "value", "", "from"])
    for found in given.all():
        yield _row([f"`{found.name}`", figure(found.value), found.unit, f"{found.kind}: {found.source}"])


def _gives_up() -> Iterator[str]:
    for name, about in table("profiles").items():
        yield f"- **{name}**: {about['for']}. Gives up:"
        yield from (f"  - {what}" for what in about["gives_up"])


def _heading(cells: Sequence[str]) -> Iterator[str]:
    yield _row(cells)
    yield _row(["---"] * len(cells))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def write(page: Path = PAGE, compare: Callable[[Assumptions], Compared] = compare) -> None:
    """Write the page's tables anew."""
    given = assumptions()
    page.write_text(filled(page.read_text(), constant(given) | planned(compare(given), given)))


def cost_page() -> None:
    """Write the tables of docs/operations/cost.md anew."""
    write()
    say(f"{PAGE} is up to date")
