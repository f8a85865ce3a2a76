"""Visitor ids and bridges: what they depend on, and when a salt is handed out."""

from typing import Any

import pytest

from liveinsight.timing import DAY_MS
from liveinsight.visitors import Salts, bridge_id, bridged_day, visitor_id
from tests.unit.core.made import MIDNIGHT

SALT = b"s" * 32
MINUTE = 60_000
PERSON = ("site", "203.0.113.7", "Firefox")


def test_the_id_is_16_hex_digits_and_repeatable() -> None:
    assert visitor_id(SALT, *PERSON) == visitor_id(SALT, *PERSON)
    assert len(visitor_id(SALT, *PERSON)) == 16
    int(visitor_id(SALT, *PERSON), 16)


@pytest.mark.parametrize(
    "other",
    [
        (b"t" * 32, *PERSON),
        (SALT, "other", PERSON[1], PERSON[2]),
        (SALT, PERSON[0], "203.0.113.8", PERSON[2]),
        (SALT, PERSON[0], PERSON[1], "Chrome"),
        (SALT, "site203", ".0.113.7", "Firefox"),
    ],
)
def test_the_id_depends_on_salt_site_address_and_agent(other: tuple[bytes, str, str, str]) -> None:
    assert visitor_id(*other) != visitor_id(SALT, *PERSON)


def test_a_bridge_is_not_the_visitors_id() -> None:
    assert bridge_id(SALT, *PERSON) != visitor_id(SALT, *PERSON)


def test_no_text_of_a_visitor_is_too_odd_for_an_id() -> None:
    assert len(visitor_id(SALT, "site", "", "\ud800\x00한국어")) == 16


@pytest.mark.parametrize(
    ("offset_ms", "bridged"),
    [
        (-31 * MINUTE, None),
        (-30 * MINUTE - 1, None),
        (-30 * MINUTE, -DAY_MS),
        (-1, -DAY_MS),
        (0, -DAY_MS),
        (30 * MINUTE, -DAY_MS),
        (30 * MINUTE + 1, None),
        (12 * 60 * MINUTE, None),
    ],
)
def test_both_sides_of_a_midnight_share_the_day_that_ends_there(offset_ms: int, bridged: int | None) -> None:
    assert bridged_day(MIDNIGHT + offset_ms) == (None if bridged is None else MIDNIGHT + bridged)


@pytest.fixture
def salts(monkeypatch: pytest.MonkeyPatch) -> Salts:
    """Salts whose table gives each day's name as its salt."""

    def load(day: str, _: int) -> Any:
        return day.encode()

    monkeypatch.setattr(Salts, "_load", staticmethod(load))
    return Salts()


@pytest.mark.parametrize(
    ("age_ms", "alive"), [(0, True), (DAY_MS, True), (2 * DAY_MS - 1, True), (2 * DAY_MS, False), (9 * DAY_MS, False)]
)
def test_a_salt_lives_until_the_end_of_the_next_day(age_ms: int, alive: bool, salts: Salts) -> None:
    assert (salts.of_day(MIDNIGHT, MIDNIGHT + age_ms) is not None) is alive


def test_a_salt_that_was_known_is_not_handed_out_after_its_life(salts: Salts) -> None:
    assert salts.of_day(MIDNIGHT, MIDNIGHT) == b"2026-11-23"
    assert salts.of_day(MIDNIGHT, MIDNIGHT + 2 * DAY_MS) is None


def test_a_process_forgets_old_salts_even_when_nobody_asks_for_them(salts: Salts) -> None:
    for day in range(5):
        salts.of_day(MIDNIGHT + day * DAY_MS, MIDNIGHT + day * DAY_MS)
    assert sorted(salts._known) == ["2026-11-26", "2026-11-27"]
