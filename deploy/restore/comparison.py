"""Every item of one table beside the item under the same key of another."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from deploy.console import say
from deploy.environment import Environment
from deploy.restore import items
from deploy.restore.copies import Copy
from deploy.restore.items import SEGMENTS, Item, expired, key_of
from liveinsight.restore.rebuild import DONE
from liveinsight.timing import iso

EXAMPLES = 5
TELL_S = 10.0
_TIMED = {"Events": "event_key", "Sessions": "session_key", "ActiveSessions": "last_seen"}
Put = Callable[[list[Item]], int]
"""Is given items that the other table lacks, a page of them at most; returns how many it put there."""


@dataclass
class Comparison:
    """`items` of one table: the `same` in the other, `different` there, `missing` there, or missing there and
    `expired`. `put` of the missing ones were put there. `first` and `last` are UTC ms, None where nothing has a time.
    """

    items: int = 0
    same: int = 0
    different: int = 0
    missing: int = 0
    expired: int = 0
    put: int = 0
    first: int | None = None
    last: int | None = None
    groups: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, other: "Comparison") -> None:
        for name in ("items", "same", "different", "missing", "expired", "put"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.groups += other.groups
        self.examples = (self.examples + other.examples)[:EXAMPLES]
        self.first = _of(min, self.first, other.first)
        self.last = _of(max, self.last, other.last)

    @property
    def span(self) -> str:
        return "" if self.first is None or self.last is None else f", {iso(self.first)[:19]} to {iso(self.last)[:19]}"


def compare(
    env: Environment,
    copy: Copy,
    table: str,
    other: str,
    now_ms: int,
    put: Put | None = None,
    before_ms: int | None = None,
) -> Comparison:
    """Every item of `table` with `other`; one of them is the copy, the other the table in use.

    With `before_ms`, only items are looked at that tell an earlier time.
    """
    return _Comparing(env.client("dynamodb"), copy, table, other, now_ms, put, before_ms).run()


@dataclass
class _Comparing:
    client: Any
    copy: Copy
    table: str
    other: str
    now_ms: int
    put: Put | None
    before_ms: int | None
    total: Comparison = field(default_factory=Comparison)
    lock: threading.Lock = field(default_factory=threading.Lock)
    told_s: float = field(default_factory=time.monotonic)

    def run(self) -> Comparison:
        with ThreadPoolExecutor(SEGMENTS, thread_name_prefix="restore") as pool:
            list(pool.map(self._segment, range(SEGMENTS)))
        return self.total

    def _segment(self, segment: int) -> None:
        for page in items.pages(self.client, self.table, segment):
            found = self._page([item for item in page if self._matters(item)])
            with self.lock:
                self.total.add(found)
                if time.monotonic() - self.told_s > TELL_S:
                    self.told_s = time.monotonic()
                    put = f", {self.total.put:,} put back" if self.put else ""
                    say(f"  {self.table}: {self.total.items:,} items{put}")

    def _matters(self, item: Item) -> bool:
        if self.copy.kind == "Settings" and item["kind"]["S"] == DONE:
            return False
        at = time_of(self.copy.kind, item)
        return self.before_ms is None or (at is not None and at < self.before_ms)

    def _page(self, page: list[Item]) -> Comparison:
        names = self.copy.keys
        there = items.beside(self.client, self.other, page, names)
        found, missing = Comparison(items=len(page)), []
        for item in page:
            beside = there.get(key_of(item, names))
            if beside == item:
                found.same += 1
            elif beside is not None:
                found.different += 1
                found.examples.append(_example(self.copy, item))
            elif expired(item, self.now_ms):
                found.expired += 1
            else:
                missing.append(item)
        found.missing = len(missing)
        found.groups.update(group(self.copy.kind, item) for item in missing)
        found.first, found.last = _span(self.copy.kind, page)
        if self.put is not None and missing:
            found.put = self.put(missing)
        return found


def time_of(kind: str, item: Item) -> int | None:
    """When what the item tells of happened (UTC ms); None of items that tell of no moment."""
    value = item.get(_TIMED.get(kind, ""), {})
    digits = str(value.get("N") or value.get("S", ""))[:13]
    return int(digits) if len(digits) == 13 and digits.isdecimal() else None


def group(kind: str, item: Item) -> str:
    """What a question to the operator calls the item; in Settings what it is, elsewhere nothing more."""
    return item["kind"]["S"].partition("#")[0] if kind == "Settings" else kind


def _example(copy: Copy, item: Item) -> str:
    """Ids in Settings may be secrets, or names of people."""
    return item["kind"]["S"].partition("#")[0] if copy.kind == "Settings" else " ".join(key_of(item, copy.keys))


def _span(kind: str, page: Iterable[Item]) -> tuple[int | None, int | None]:
    times = [at for item in page if (at := time_of(kind, item)) is not None]
    return (min(times), max(times)) if times else (None, None)


def _of(choose: Callable[[int, int], int], a: int | None, b: int | None) -> int | None:
    return choose(a, b) if a is not None and b is not None else (a if b is None else b)


def told(copy: Copy, found: Comparison, live: int) -> list[str]:
    """What a comparison with the table in use, which has `live` items, says to the operator."""
    lines = [f"{copy.name}: {found.items:,} items{found.span}"]
    only = max(0, live - found.same - found.different)
    parts = ((found.same, "the same in use"), (found.missing, "missing in use"), (found.different, "different in use"),
             (found.expired, "expired since"), (only, "in use only"))  # fmt: skip
    counted = [f"{number:,} {what}" for number, what in parts if number]
    lines.append("  " + "; ".join([*counted, *([] if live else ["the table in use is empty"])]))
    if copy.kind == "Settings" and found.groups:
        lines.append("  missing: " + ", ".join(f"{number} {name}" for name, number in sorted(found.groups.items())))
    lines += [f"  different: {example}" for example in found.examples]
    return lines
