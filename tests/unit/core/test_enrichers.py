"""What enrichers make of texts and amounts that pages and visitors chose."""

import json
from typing import Any

import pytest

from liveinsight.ingest import enrichers, gates, payload
from liveinsight.ingest.draft import Draft, DropReason, Surroundings
from liveinsight.ingest.sender import Sender
from liveinsight.settings import Settings
from liveinsight.sites import Site


def prepared(**fields: Any) -> tuple[Draft, Surroundings]:
    event = {"id": "e", "type": "event", "name": "buy", "at": 1, "url": "https://shop.example/", **fields}
    beacon = payload.parse(json.dumps({"site": "s", "events": [event]}).encode())
    around = Surroundings(beacon, Sender("203.0.113.1"), Site("s", "Shop", "shop.example"), Settings(), 1)
    return Draft(beacon.events[0]), around


@pytest.mark.parametrize(
    ("amount", "kept"),
    [
        ("19.90", "19.9"),
        (19.9, "19.9"),
        (20, "20"),
        ("-5.00", "-5"),
        ("19,90", "19.9"),
        ("-0", "0"),
        ("0.0004", "0"),
        ("1234567.891", "1234567.891"),
        (1e-05, "0"),
    ],
)
def test_an_amount_is_kept_exactly_to_a_thousandth(amount: str | float, kept: str) -> None:
    draft, around = prepared(revenue={"amount": amount, "currency": "USD"})
    assert enrichers.add_revenue(draft, around) is None
    assert draft.revenue_amount == kept


@pytest.mark.parametrize(
    "amount", ["", "free", "1_000", "١٢", "1,500", "1.500,00", "NaN", "Infinity", "1e99", "9" * 20, " 1", "1\n"]
)
def test_what_is_no_amount_is_dropped(amount: str) -> None:
    draft, around = prepared(revenue={"amount": amount, "currency": "USD"})
    assert enrichers.add_revenue(draft, around) is DropReason.INVALID_REVENUE


def test_an_event_that_may_be_spared_its_revenue_counts_without() -> None:
    draft, around = prepared(revenue={"amount": "free", "currency": "USD"})
    around.beacon.partial = True
    assert enrichers.add_revenue(draft, around) is None
    assert draft.revenue_amount == ""


def test_properties_whose_name_is_nothing_but_control_characters_are_left_out() -> None:
    draft, around = prepared(props={" \x00": 1, "a": 2})
    enrichers.add_texts(draft, around)
    assert json.loads(draft.props) == {"a": "2"}


def test_texts_lose_what_could_act_and_properties_become_text() -> None:
    draft, around = prepared(title="A\x00 b\u202e c", props={"n": 1, "yes": True, "x": 1.5, "none": None})
    enrichers.add_texts(draft, around)
    assert draft.title == "A  b  c"
    assert json.loads(draft.props) == {"n": "1", "yes": "true", "x": "1.5"}


@pytest.mark.parametrize("name", ["404", "Form: Submission", "WP Form Completions"])
def test_some_events_tell_the_path_of_their_page(name: str) -> None:
    def kept(name: str, props: dict[str, str] | None) -> dict[str, str]:
        draft, around = prepared(name=name, props=props, url="https://shop.example/p?q=1")
        assert gates.read_page(draft, around) is None
        enrichers.add_texts(draft, around)
        found: dict[str, str] = json.loads(draft.props or "{}")
        return found

    assert kept(name, None) == {"path": "/p"}
    assert kept(name, {"a": "b"}) == {"a": "b", "path": "/p"}
    assert kept(name, {"path": "/q"}) == {"path": "/q"}
    assert kept("other", {"a": "b"}) == {"a": "b"}
