"""A block of lines to rows in spools. Runs in several processes at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from liveinsight.imports.description import Descriptions, derived_id
from liveinsight.imports.line import Damaged, ImportedEvent, Reason, content, read
from liveinsight.imports.spool import FIELD_END, NOTHING, Spools
from liveinsight.ingest.enrichers import MAX_VISIBLE_MS, exact_amount, props_text
from liveinsight.sites import Site

SHOWN = 20
"""How many damaged lines are shown one by one; of a block, no more can be."""
MOST_LINES = 1 << 32
"""More than a block can have."""


@dataclass(slots=True, frozen=True)
class Refusal:
    """A line that was not loaded, and why. `line` counts from the first line of its block, which is 0."""

    line: int
    reason: Reason
    detail: str


@dataclass(slots=True)
class Parsed:
    """What came of a block: all its lines, the events among them, by day (UTC ms), and what was not loaded."""

    lines: int = 0
    events: int = 0
    days: dict[int, int] = field(default_factory=dict)
    refused: Counter[Reason] = field(default_factory=Counter)
    shown: list[Refusal] = field(default_factory=list)


class Parser:
    """Reads blocks for one site, in one process. Events after `now_ms` are refused."""

    def __init__(self, site: Site, folder: Path, writer: int, now_ms: int) -> None:
        self._known = Descriptions(site, writer)
        self._spools = Spools(folder, writer)
        self._now_ms = now_ms

    def parse(self, block: bytes, number: int) -> Parsed:
        """Spool the events of these whole lines; `number` is the block's in the input."""
        done = Parsed()
        rows = list(self._rows(block, number * MOST_LINES, done))
        done.events = len(rows)
        done.days = self._spools.add_events(rows)
        self._spools.add_pages(self._known.new_pages)
        self._spools.add_clients(self._known.new_clients)
        self._known.new_pages.clear()
        self._known.new_clients.clear()
        return done

    def _rows(self, block: bytes, first: int, done: Parsed) -> Iterator[tuple[int, str]]:
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()
        done.lines = len(lines)
        for number, line in enumerate(lines):
            try:
                event = read(line, self._now_ms)
                yield event.at, self._row(event, first + number)  # type: ignore[misc]  # read made `at` a number
            except Damaged as damaged:
                if line.strip():
                    self._refuse(Refusal(number, damaged.reason, damaged.detail), done)

    def _refuse(self, refusal: Refusal, done: Parsed) -> None:
        done.refused[refusal.reason] += 1
        if len(done.shown) < SHOWN and refusal.reason is not Reason.EXCLUDED_PATH:
            done.shown.append(refusal)

    def _row(self, event: ImportedEvent, line: int) -> str:
        known = self._known
        amount, currency = NOTHING, ""
        if event.revenue is not None:
            found = exact_amount(event.revenue)
            if found is None:
                raise Damaged(Reason.INVALID_REVENUE, f"{str(event.revenue.amount)[:40]!r} - at `$.revenue.amount`")
            amount, currency = found, event.revenue.currency.upper()
        event_id = event.id or derived_id(content(event))
        end = FIELD_END
        return (
            f"{event.at}{end}{line}{end}{event_id}{end}{known.visitor(event.visitor)}{end}"
            f"{known.page(event)}{end}{known.client(event)}{end}{event.type}{end}"
            f"{known.name(event.name) if event.name else ''}{end}{props_text(event.props) if event.props else ''}{end}"
            f"{amount}{end}{currency}{end}{min(event.visible_ms, MAX_VISIBLE_MS)}{end}{event.scroll_pct}{end}"
            f"{event.interactive}\n"
        )
