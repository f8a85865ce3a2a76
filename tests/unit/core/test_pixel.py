"""A pixel's address, read as a beacon."""

import pytest

from liveinsight.errors import InvalidRequest
from liveinsight.ingest import pixel
from liveinsight.ingest.named_request import Stamp
from liveinsight.ingest.payload import Beacon, SentEvent

STAMP = Stamp("one", 1_795_370_990_000, None)


def read(params: dict[str, str], referer: str = "") -> Beacon:
    return pixel.beacon(params, referer, STAMP)


def test_a_pageview() -> None:
    params = {"site": "demo", "url": "https://shop.example/p", "title": "A page", "referrer": "https://a.example/"}
    assert read(params, "https://shop.example/other") == Beacon(
        site="demo",
        events=[
            SentEvent(
                id="one",
                type="pageview",
                at=STAMP.at,
                url="https://shop.example/p",
                title="A page",
                referrer="https://a.example/",
            )
        ],
    )


def test_the_page_that_shows_it_is_the_page() -> None:
    assert read({"site": "demo"}, "https://shop.example/p").events[0].url == "https://shop.example/p"
    assert read({"site": "demo", "url": ""}, "https://shop.example/p").events[0].url == "https://shop.example/p"
    assert read({"site": "demo"}).events[0].url == ""


def test_a_named_event_is_not_interactive_and_has_properties() -> None:
    params = {
        "site": "demo",
        "url": "https://shop.example/mail",
        "name": "Mail opened",
        "prop.issue": "11",
        "prop.": "x",
    }
    with pytest.raises(InvalidRequest, match="props"):
        read(params)
    (event,) = read({name: value for name, value in params.items() if name != "prop."}).events
    assert (event.type, event.name, event.props, event.interactive) == ("event", "Mail opened", {"issue": "11"}, False)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({}, "site"),
        ({"site": "no key"}, "site"),
        ({"site": "demo", "name": " "}, "name"),
        ({"site": "demo", "name": "n" * 121}, "name"),
        ({"site": "demo", **{f"prop.{n}": "x" for n in range(31)}}, "props"),
        ({"site": "demo", "prop.a": "x" * 2001}, "props"),
    ],
)
def test_what_is_wrong_is_named(params: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidRequest, match=named):
        read(params)


@pytest.mark.parametrize("asks", [{"sec-gpc": "1"}, {"dnt": "1"}])
def test_browsers_may_ask_not_to_be_counted(asks: dict[str, str]) -> None:
    assert pixel.objects({}, asks)
    assert not pixel.objects({"respect-dnt": "false"}, asks)
    assert not pixel.objects({}, {"dnt": "0"})
