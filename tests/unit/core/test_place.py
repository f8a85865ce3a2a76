"""The visitor's country, from the CDN or from a database."""

from pathlib import Path

import pytest

from liveinsight.enrich import place


class FakeReader:
    """A database of IPv4 only, as maxminddb answers."""

    def __init__(self, record: object) -> None:
        self._record = record

    def get(self, address: str) -> object:
        if address.count(".") != 3:
            raise ValueError(f"{address!r} does not appear to be an IPv4 address")
        return self._record


@pytest.mark.parametrize(
    ("named", "expected"),
    [("KR", "KR"), ("kr", "KR"), ("", ""), ("XX", ""), ("T1", ""), ("ZZ", ""), ("KOR", ""), ("<b", ""), ("한국", "")],
)
def test_country_that_the_cdn_names(named: str, expected: str) -> None:
    assert place.country(named, "203.0.113.7", None) == expected


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"country": {"iso_code": "KR"}}, "KR"),
        ({"country_code": "DE"}, "DE"),
        ({"country": "FR"}, "FR"),
        ({"country": {}}, ""),
        ({"country": {"iso_code": "ZZ"}}, ""),
        ({}, ""),
        (None, ""),
        ("KR", ""),
    ],
    ids=str,
)
def test_country_in_the_records_of_known_databases(
    record: object, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_reader", lambda _: FakeReader(record))
    assert place.country("", "203.0.113.7", Path("country.mmdb")) == expected


@pytest.mark.parametrize("address", ["", "2001:db8::1", "garbage"])
def test_an_address_that_the_database_cannot_look_up_is_unknown(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_reader", lambda _: FakeReader({"country_code": "KR"}))
    assert place.country("", address, Path("country.mmdb")) == ""


def test_the_cdn_wins_over_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_reader", lambda _: FakeReader({"country_code": "DE"}))
    assert place.country("KR", "203.0.113.7", Path("country.mmdb")) == "KR"
