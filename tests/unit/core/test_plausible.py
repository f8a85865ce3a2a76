"""What Plausible's clients send, read as Plausible documents it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.domain.address import page
from liveinsight.errors import InvalidRequest, TooLarge
from liveinsight.ingest import plausible
from liveinsight.ingest.named_request import Stamp
from liveinsight.ingest.payload import Revenue, SentEvent
from liveinsight.ingest.plausible import InvalidEvent, Sent

STAMP = Stamp("one", 1_795_370_990_000, None)
VIEW = {"name": "pageview", "url": "https://shop.example/p", "domain": "shop.example"}


def parse(**fields: Any) -> Sent:
    """A pageview with these fields set or, when None, left out."""
    merged = {name: value for name, value in {**VIEW, **fields}.items() if value is not None}
    return plausible.parse(json.dumps(merged).encode(), STAMP)


def event(**fields: Any) -> SentEvent:
    return parse(**fields).event


def wrong(**fields: Any) -> str:
    """The field that the refusal names."""
    with pytest.raises(InvalidEvent) as refused:
        parse(**fields)
    assert refused.value.message
    return refused.value.field


def test_long_and_short_names_say_the_same() -> None:
    long = {
        "name": "Purchase",
        "url": "https://shop.example/p?utm_source=x",
        "domain": "shop.example",
        "referrer": "https://a.example/",
        "props": {"plan": "pro"},
        "revenue": {"currency": "USD", "amount": "1322.22"},
        "interactive": False,
    }
    short = dict(zip("nudrp$i", long.values(), strict=True))
    read = [plausible.parse(json.dumps(each).encode(), STAMP) for each in (long, short)]
    assert read[0] == read[1]
    assert read[0].domains == ("shop.example",)
    assert read[0].event == SentEvent(
        id="one",
        type="event",
        at=STAMP.at,
        url="https://shop.example/p?utm_source=x",
        name="Purchase",
        referrer="https://a.example/",
        props={"plan": "pro"},
        revenue=Revenue("1322.22", "USD"),
        interactive=False,
    )


def test_what_scripts_of_earlier_years_sent() -> None:
    found = event(name=None, n="Signup", h=0, w=1200, r=None, p='{"plan":"pro"}', source="x")
    assert (found.type, found.name, found.referrer, found.props) == ("event", "Signup", "", {"plan": "pro"})


def test_the_beacon_is_for_one_site_and_keeps_the_stamp() -> None:
    sent = plausible.parse(json.dumps(VIEW).encode(), Stamp("named", 0, 0))
    beacon = sent.beacon("abc")
    assert (beacon.site, beacon.sent_at, beacon.events) == ("abc", 0, [sent.event])
    assert (sent.event.id, sent.event.at) == ("named", 0)


@pytest.mark.parametrize(("name", "type_"), [("pageview", "pageview"), ("signup", "event"), ("Pageview", "event")])
def test_types(name: str, type_: str) -> None:
    found = event(name=name)
    assert (found.type, found.name) == (type_, "" if type_ == "pageview" else name)


def test_a_number_may_be_a_name() -> None:
    assert (event(name=404).type, event(name=404).name) == ("event", "404")


@pytest.mark.parametrize("name", [None, "", "  ", "\u0000", True, ["a"], {}, 1.5, "n" * 121])
def test_an_event_needs_a_name(name: Any) -> None:
    assert wrong(name=name) == "event_name"


@pytest.mark.parametrize(
    "url", [None, 5, [], "data:text/html,hello", "http://[", "http://a:b/", "https://" + "a" * 9000]
)
def test_an_event_needs_a_url(url: Any) -> None:
    assert wrong(url=url) == "url"


@pytest.mark.parametrize(
    ("url", "hash_mode", "host", "path"),
    [
        ("https://shop.example/p#top", None, "shop.example", "/p"),
        ("https://shop.example/p#top", 0, "shop.example", "/p"),
        ("https://shop.example/p#top", 1, "shop.example", "/p#top"),
        ("https://shop.example/#/a/b?c=d", 1, "shop.example", "/#/a/b?c=d"),
        ("https://shop.example#/a", 1, "shop.example", "/#/a"),
        ("https://shop.example/#%ED%95%9C", 1, "shop.example", "/#한"),
        ("https://shop.example", None, "shop.example", "/"),
        (" https://shop.example/p ", None, "shop.example", "/p"),
        ("app://localhost/login", None, "localhost", "/login"),
        ("app://localhost/", None, "localhost", "/"),
        ("app://screens", None, "screens", "/"),
        ("/blog", None, "(none)", "/blog"),
        ("blog", None, "(none)", "/blog"),
        ("", None, "(none)", "/"),
    ],
)
def test_the_page(url: str, hash_mode: int | None, host: str, path: str) -> None:
    found = page(event(url=url, h=hash_mode).url)
    assert found is not None
    assert (found.hostname, found.path) == (host, path)


def test_campaigns_of_apps_are_kept() -> None:
    found = page(event(url="app://localhost/login?utm_source=news").url)
    assert found is not None
    assert found.params == {"utm_source": "news"}


@pytest.mark.parametrize(
    ("domain", "names"),
    [
        ("shop.example", ("shop.example",)),
        (" a.example , b.example,a.example,", ("a.example", "b.example")),
        (None, ("shop.example",)),
        (["a.example"], ("shop.example",)),
    ],
)
def test_domains(domain: Any, names: tuple[str, ...]) -> None:
    assert parse(domain=domain).domains == names


@pytest.mark.parametrize("fields", [{"domain": ""}, {"domain": " , "}, {"domain": None, "url": "/p"}])
def test_an_event_needs_a_domain(fields: dict[str, Any]) -> None:
    assert wrong(**fields) == "domain"


def test_domains_are_bounded() -> None:
    assert len(parse(domain=",".join(f"{n}.example" for n in range(10))).domains) == 10
    assert wrong(domain=",".join(f"{n}.example" for n in range(11))) == "domain"


@pytest.mark.parametrize("name", ["m", "meta", "p", "props"])
@pytest.mark.parametrize("as_text", [False, True], ids=["object", "text"])
def test_properties_under_all_their_names(name: str, as_text: bool) -> None:
    props = {"plan": "pro", "seats": 3, "paid": True}
    assert event(**{name: json.dumps(props) if as_text else props}).props == props


def test_blank_and_nested_properties_are_left_out() -> None:
    assert event(props={"a": "", "b": None, "c": [1], "d": {"e": 1}, " ": "f", "g": " ", "h": "i"}).props == {"h": "i"}


@pytest.mark.parametrize("props", ["no JSON", "[1]", "[" * 5000, 5, ["a"], {}, ""])
def test_properties_of_a_wrong_shape_are_none(props: Any) -> None:
    assert event(props=props).props is None


def test_of_many_properties_thirty_are_kept() -> None:
    props = event(props={f"p{number}": number for number in range(40)}).props
    assert props == {f"p{number}": number for number in range(30)}


@pytest.mark.parametrize("props", [{"한" * 101: "v"}, {"k": "한" * 667}])
def test_properties_over_the_limit_are_refused(props: dict[str, str]) -> None:
    assert wrong(props=props) == "props"
    assert event(props={name[:100]: value[:666] for name, value in props.items()}).props is not None


@pytest.mark.parametrize("amount", ["1322.22", 1322.22, 5, "-3"])
def test_revenue(amount: Any) -> None:
    assert event(revenue={"currency": "EUR", "amount": amount}).revenue == Revenue(amount, "EUR")


def test_revenue_as_text() -> None:
    assert event(revenue='{"currency": "EUR", "amount": "9"}').revenue == Revenue("9", "EUR")


@pytest.mark.parametrize(
    "revenue",
    [{"currency": "EUR"}, {"amount": "9"}, {"currency": "Euro", "amount": 9}, {"currency": "EUR", "amount": "much"},
     {"currency": "EUR", "amount": "1e99"}, "9 EUR", 9, []],
)  # fmt: skip
def test_wrong_revenue_is_left_out_and_the_event_counts(revenue: Any) -> None:
    assert event(revenue=revenue).revenue is None


@pytest.mark.parametrize(
    ("fields", "interactive"),
    [({}, True), ({"i": True}, True), ({"i": False}, False), ({"interactive": False}, False), ({"i": "no"}, True)],
)
def test_interactive(fields: dict[str, Any], interactive: bool) -> None:
    assert event(name="signup", **fields).interactive is interactive


@pytest.mark.parametrize(
    ("fields", "visible_ms", "scroll_pct"),
    [
        ({"e": 5300, "sd": 80}, 5300, 80),
        ({"e": "5300", "sd": "80"}, 5300, 80),
        ({"e": 5300}, 5300, 0),
        ({"e": 5300, "sd": "NaN"}, 5300, 0),
        ({"sd": 0}, 0, 0),
        ({"sd": 130, "e": -1}, 0, 100),
        ({"sd": 20, "e": 2**60}, 0, 20),
    ],
)
def test_engagement(fields: dict[str, Any], visible_ms: int, scroll_pct: int) -> None:
    found = event(name="engagement", **fields)
    assert (found.type, found.visible_ms, found.scroll_pct) == ("engagement", visible_ms, scroll_pct)


@pytest.mark.parametrize(
    "fields", [{}, {"e": 0}, {"e": 1.5}, {"sd": -1}, {"e": True}, {"e": "1e3", "sd": ""}, {"e": 30 * 86_400_000}]
)
def test_engagement_needs_a_measurement(fields: dict[str, Any]) -> None:
    assert wrong(name="engagement", **fields) == "event_name"


def test_a_referrer_is_cut_and_a_wrong_one_left_out() -> None:
    assert len(event(referrer="https://a.example/" + "r" * 5000).referrer or "") == 2000
    assert event(referrer=["https://a.example/"]).referrer == ""


@pytest.mark.parametrize(
    "body", [b"", b"no", b"[]", b"null", b'{"a":' + b"[" * 20_000, b'{"n": "\xff"}', rb'{"n": "\ud800"}']
)
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidEvent) as refused:
        plausible.parse(body, STAMP)
    assert refused.value.field == "request"


def test_an_event_may_have_64_kilobytes() -> None:
    with pytest.raises(TooLarge):
        plausible.parse(b" " * 65_537, STAMP)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ("n", "name", "u", "url", "d", "domain", "r", "p", "props", "m", "$", "revenue", "i", "h", "e", "sd", "v")


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON | st.text(max_size=9).map("https://{}".format))))
def test_anything_is_read_or_refused(fields: dict[str, Any]) -> None:
    try:
        sent = plausible.parse(json.dumps(fields).encode(), STAMP)
    except InvalidRequest:
        return
    assert sent.domains
    assert sent.event.type in ("pageview", "engagement", "event")
    assert 0 <= sent.event.scroll_pct <= 100
