"""The demo's month of history: repeatable, growing, quieter at weekends, and such as an import takes."""

import io
import json
from typing import Any

from demo.visitors.arrivals import Arrivals
from demo.visitors.past import DAY_MS, growing, write
from liveinsight.imports.line import read
from tests.unit.demo.conftest import SITE_URL

UNTIL = 1_795_305_600_000
"""Sunday 2026-11-22, midnight (UTC)"""


def lines(from_ms: int = UNTIL - 2 * DAY_MS, until_ms: int = UNTIL) -> list[str]:
    file = io.StringIO()
    count = write(file, Arrivals("key-1", SITE_URL), from_ms, until_ms, 100)
    found = file.getvalue().splitlines()
    assert count == len(found)
    return found


def a_day(days_ago: int) -> float:
    rate = growing(300, UNTIL)
    start = UNTIL - days_ago * DAY_MS
    return sum(rate(start + minute * 60_000) for minute in range(24 * 60))


def test_the_same_arguments_write_the_same_lines() -> None:
    assert lines() == lines()
    assert len(lines()) > 500


def test_every_line_can_be_imported() -> None:
    known: list[dict[str, Any]] = [json.loads(line) for line in lines()]
    assert {read(line.encode(), UNTIL + DAY_MS).type for line in lines()} == {"pageview", "engagement", "event"}
    assert all(line["browser"] and line["os"] and line["device"] and len(line["country"]) == 2 for line in known)
    assert len({(line["visitor"], line["id"], line["at"]) for line in known}) == len(known)


def test_history_grows_and_dips_at_weekends() -> None:
    assert a_day(26) < 0.75 * a_day(5)
    # Wednesday and Sunday of one week, neither with a mailing
    assert a_day(8) < 0.9 * a_day(11)


def test_a_mailing_brings_more() -> None:
    assert a_day(3) > 1.2 * a_day(5)


def test_most_regulars_are_recognised_on_another_day_and_the_others_are_not() -> None:
    days: dict[str, set[int]] = {}
    for line in lines(UNTIL - 6 * DAY_MS):
        known = json.loads(line)
        days.setdefault(known["visitor"], set()).add(known["at"] // DAY_MS)
    again = sum(len(each) > 1 for each in days.values()) / len(days)
    assert 0.02 < again < 0.15
