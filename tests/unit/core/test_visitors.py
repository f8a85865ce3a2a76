"""Visitor ids and bridges: what they depend on, and when a salt is handed out."""

from typing import Any

import pytest

from liveinsight.timing import DAY_MS
from liveinsight.visitors import LastingIds, Salts, bridge_id, bridged_day, lasting_id, visitor_id
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


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """An installation's secret, without a table."""
    monkeypatch.setattr(LastingIds, "_load", staticmethod(lambda: SALT))
    return SALT


@pytest.mark.usefixtures("secret")
def test_a_lasting_id_is_16_hex_digits_and_the_same_whoever_asks() -> None:
    found = lasting_id("site", "user-123")
    assert found == LastingIds().of("site", "user-123")
    assert len(found) == 16
    assert "123" not in found
    int(found, 16)


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("other", [("site2", "user-123"), ("site", "user-124"), ("siteu", "ser-123")])
def test_a_lasting_id_depends_on_site_and_user(other: tuple[str, str]) -> None:
    assert lasting_id(*other) != lasting_id("site", "user-123")


@pytest.mark.usefixtures("secret")
def test_a_lasting_id_is_that_of_the_user_s_cleaned_text() -> None:
    assert lasting_id("site", " user\x00123\n") == lasting_id("site", "user 123")
    assert len(lasting_id("site", "\ud800한국어")) == 16


def test_a_lasting_id_depends_on_the_secret_and_is_no_daily_one(secret: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lasting_id("site", "user-123")
    assert found not in (visitor_id(secret, "site", "user-123", ""), bridge_id(secret, "site", "user-123", ""))
    monkeypatch.setattr(LastingIds, "_load", staticmethod(lambda: b"t" * 32))
    assert lasting_id("site", "user-123") != found


def test_the_secret_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = iter([SALT])
    monkeypatch.setattr(LastingIds, "_load", staticmethod(lambda: next(secrets)))
    ids = LastingIds()
    assert ids.of("site", "a") != ids.of("site", "b")
