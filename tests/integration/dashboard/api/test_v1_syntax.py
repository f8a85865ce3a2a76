"""How the Stats API v1 writes filters and periods, held against the words it is made of and a calendar of its own."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.api.v1 import syntax
from liveinsight.errors import InvalidRequest

PLAIN = st.text("aZ1/-. é\\", min_size=1, max_size=8).filter(lambda text: text == text.strip() and text[-1] != "\\")
VALUES = st.lists(st.lists(st.sampled_from(["|", "*", "=="]) | PLAIN, min_size=1, max_size=3).map("".join), min_size=1)
PROPERTIES = st.sampled_from(["visit:source", "event:page", "event:props:a b", "event:goal"])
SPACE = st.sampled_from(["", " ", "\t "])


@st.composite
def filters(draw: st.DrawFn) -> tuple[str, list[Any]]:
    """A filter as v1 writes it and as v2 does."""
    name, negated, space = draw(PROPERTIES), draw(st.booleans()), draw(SPACE)
    values = draw(VALUES)[: 1 if negated else 3]
    written = "|".join(value.replace("|", "\\|") for value in values)
    wild = name != "event:goal" and any("*" in value for value in values)
    operator = ("matches_wildcard" if wild else "is") + ("_not" if negated else "")
    return f"{space}{name}{space}{'!=' if negated else '=='}{space}{written}{space}", [operator, name, values]


@given(st.lists(filters(), max_size=4))
def test_filters_become_those_of_v2(made: list[tuple[str, list[Any]]]) -> None:
    assert syntax.filters(";".join(written for written, _ in made)) == [meant for _, meant in made]


@given(st.text("=!|;*\\~ :aevent", max_size=30))
def test_any_text_is_filters_or_is_refused(written: str) -> None:
    with suppress(InvalidRequest):
        found = syntax.filters(written)
        assert len(found) == sum(bool(part.strip()) for part in written.split(";"))
        assert all(values for _, _, values in found)


@pytest.mark.parametrize(
    "written",
    ["visit:source", "visit:source=Google", "visit:source~Goo", "visit:source==", "a==b;c", "visit:browser!=A|B"],
)
def test_what_is_no_filter_is_refused_with_the_text(written: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        syntax.filters(written)
    assert repr(written.rpartition(";")[2]) in refused.value.message


def expected(period: str, day: date) -> tuple[date, date]:
    if period in ("day", "7d", "30d"):
        return day - timedelta(days={"day": 0, "7d": 6, "30d": 29}[period]), day
    first = day.replace(day=1)
    for _ in range({"month": 0, "6mo": 5, "12mo": 11}[period]):
        first = (first - timedelta(days=1)).replace(day=1)
    last = day
    while (last + timedelta(days=1)).month == day.month:
        last += timedelta(days=1)
    return first, last


PERIODS = st.sampled_from(["day", "7d", "30d", "month", "6mo", "12mo"])
ZONES = st.sampled_from(["UTC", "Asia/Seoul", "America/New_York", "America/Sao_Paulo", "Pacific/Apia"])
DAYS = st.dates(date(1992, 1, 1), date(2199, 12, 31))


@given(PERIODS, DAYS, ZONES)
def test_a_period_ends_with_the_given_day(period: Any, day: date, zone: str) -> None:
    assert syntax.days(period, day.isoformat(), zone, 0) == expected(period, day)


@given(PERIODS, st.integers(1_420_000_000, 1_900_000_000), ZONES)
def test_without_a_day_it_ends_with_the_site_s_today(period: Any, now_s: int, zone: str) -> None:
    today = datetime.fromtimestamp(now_s, UTC).astimezone(ZoneInfo(zone)).date()
    assert syntax.days(period, "", zone, now_s * 1000) == expected(period, today)


@given(DAYS, DAYS)
def test_custom_periods_are_two_days(one: date, other: date) -> None:
    written = f"{one}, {other}"
    if one > other:
        with pytest.raises(InvalidRequest, match="Invalid date"):
            syntax.days("custom", written, "UTC", 0)
        return
    assert syntax.days("custom", written, "UTC", 0) == (one, other)
    before = syntax.days_before((one, other))
    assert before[1] + timedelta(days=1) == one
    assert before[1] - before[0] == other - one


@pytest.mark.parametrize(
    ("period", "written"),
    [
        *(("day", text) for text in ("today", "2026-02-30", "20260101", "0001-01-01", "1989-12-31", "2200-01-01")),
        ("7d", "٢٠٢٦-٠١-٠١"),
        ("12mo", "2026-01-01,2026-01-02"),
        *(("custom", text) for text in ("", "2026-01-01", "2026-01-01,", "2026-01-01,2026-01-02,2026-01-03")),
    ],
)
def test_impossible_days_are_refused(period: Any, written: str) -> None:
    with pytest.raises(InvalidRequest, match="Invalid date"):
        syntax.days(period, written, "UTC", 0)


@pytest.mark.parametrize(
    ("interval", "period", "dimension"),
    [
        ("", "day", "time:hour"),
        ("", "7d", "time:day"),
        ("", "custom", "time:day"),
        ("", "6mo", "time:month"),
        ("", "12mo", "time:month"),
        ("date", "12mo", "time:day"),
        ("day", "day", "time:day"),
        ("month", "custom", "time:month"),
    ],
)
def test_a_series_is_divided_as_documented(interval: Any, period: Any, dimension: str) -> None:
    assert syntax.time_dimension(interval, period) == dimension
