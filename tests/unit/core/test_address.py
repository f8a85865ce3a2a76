"""Web addresses: what is kept of them, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.domain.address import MAX_PATH, MAX_URL, Page, bare_host, clean, page, within


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example", Page("shop.example", "/", {})),
        ("https://Shop.Example/A/b", Page("shop.example", "/A/b", {})),
        ("http://shop.example:8002/p", Page("shop.example", "/p", {})),
        ("https://shop.example/%EC%95%88%EB%85%95", Page("shop.example", "/안녕", {})),
        ("https://shop.example/안녕", Page("shop.example", "/안녕", {})),
        ("https://shop.example/a%ff", Page("shop.example", "/a\ufffd", {})),
        ("https://shop.example/a%0ab", Page("shop.example", "/a b", {})),
        ("https://user:secret@shop.example/p", Page("shop.example", "/p", {})),
        ("https://shop.example/p#part", Page("shop.example", "/p", {})),
        ("http://[2001:db8::1]/p", Page("2001:db8::1", "/p", {})),
        ("HTTPS://shop.example/p", Page("shop.example", "/p", {})),
    ],
)
def test_a_page_is_a_host_and_a_decoded_path(url: str, expected: Page) -> None:
    assert page(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "shop.example/p",
        "/p",
        "https://",
        "https:///p",
        "//shop.example/p",
        "ftp://shop.example/p",
        "javascript:alert(1)",
        "data:text/html,<b>x</b>",
        "about:blank",
        "file:///etc/hosts",
        "https://shop.example:port/",
        "https://shop.example:99999/",
        "http://[",
        "http://[zz]/",
        "https://shop example/",
        "https://shop.example/\x00",
        "https://shop.example/a\nb",
        "https://shop.example/\u202ep",
        "https://shop.example/\ud800",
        "https://" + "a" * 254 + "/",
        "https://shop.example/" + "a" * MAX_URL,
    ],
    ids=lambda url: ascii(url[:40]),
)
def test_what_names_no_page_is_none(url: str) -> None:
    assert page(url) is None


def test_a_url_may_be_as_long_as_the_limit_and_its_path_is_cut() -> None:
    base = "https://shop.example/"
    found = page(base + "a" * (MAX_URL - len(base)))
    assert found is not None
    assert len(found.path) == MAX_PATH


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("utm_source=news&utm_medium=email", {"utm_source": "news", "utm_medium": "email"}),
        ("email=me%40home.example&token=secret&q=words", {}),
        ("ref=friend&source=partner", {"ref": "friend", "source": "partner"}),
        ("gclid=abc", {"gclid": "abc"}),
        ("utm_source=first&utm_source=second", {"utm_source": "first"}),
        ("utm_source=", {}),
        ("utm_source=a%0Ab", {"utm_source": "a b"}),
        ("utm_source=" + "x" * 300, {"utm_source": "x" * 200}),
        ("&".join(f"a{number}=1" for number in range(101)) + "&utm_source=x", {}),
        ("utm_source=%ff", {"utm_source": "\ufffd"}),
        ("UTM_SOURCE=x", {}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_campaign_parameters_are_kept(query: str, params: dict[str, str]) -> None:
    found = page(f"https://shop.example/p?{query}")
    assert found is not None
    assert found.params == params


@given(st.text(max_size=200) | st.text(max_size=100).map(lambda text: f"https://{text}"))
def test_no_text_makes_page_raise_or_let_control_characters_through(text: str) -> None:
    found = page(text)
    assert found is None or (found.path.startswith("/") and clean(found.path, MAX_PATH) == found.path)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("  around  ", "around"),
        ("a\x00b\x1fc\x7fd\x9fe", "a b c d e"),
        ("a\u202eb\u2066c\u2028d", "a b c d"),
        ("\ud800", ""),
        ("<script>", "<script>"),
        ("한국어 제목", "한국어 제목"),
        ("\n\t\r", ""),
    ],
)
def test_clean_takes_control_and_direction_characters_out(text: str, cleaned: str) -> None:
    assert clean(text, 100) == cleaned


@given(st.text(), st.integers(0, 50))
def test_clean_keeps_the_limit(text: str, limit: int) -> None:
    assert len(clean(text, limit)) <= limit


@pytest.mark.parametrize(
    ("host", "inside"),
    [
        ("shop.example", True),
        ("www.shop.example", True),
        ("blog.shop.example", True),
        ("SHOP.example", True),
        ("myshop.example", False),
        ("shop.example.evil", False),
        ("example", False),
    ],
)
def test_within_is_the_domain_and_its_subdomains(host: str, inside: bool) -> None:
    assert within(host, "shop.example") is inside
    assert within(host, "www.shop.example") is inside


def test_bare_host_drops_www_only_at_the_start() -> None:
    assert bare_host("WWW.Shop.example") == "shop.example"
    assert bare_host("shop.www.example") == "shop.www.example"
