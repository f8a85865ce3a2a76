"""What a site allows and excludes, and where its items lie."""

import pytest

from liveinsight.errors import InvalidRequest
from liveinsight.site_values import (
    normal_domain,
    valid_days,
    valid_name,
    valid_networks,
    valid_paths,
    valid_timezone,
)
from liveinsight.sites import Site

SITE = Site("key", "Shop", "shop.example", allowed_origins=("partner.example",))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("", True),
        ("https://shop.example", True),
        ("http://shop.example:8002", True),
        ("https://www.shop.example", True),
        ("https://blog.shop.example", True),
        ("https://SHOP.example", True),
        ("https://partner.example", True),
        ("https://www.partner.example", True),
        ("https://evil.example", False),
        ("https://shop.example.evil.example", False),
        ("https://myshop.example", False),
        ("null", False),
        ("file://", False),
        ("shop.example", False),
        ("ftp://shop.example", False),
        ("https://", False),
        ("http://[", False),
        ("https://shop.example@evil.example", False),
        ("garbage", False),
    ],
)
def test_origins(origin: str, allowed: bool) -> None:
    assert SITE.allows(origin) is allowed


@pytest.mark.parametrize(
    ("address", "excluded"),
    [
        ("203.0.113.7", True),
        ("203.0.113.8", False),
        ("198.51.100.200", True),
        ("198.51.101.1", False),
        ("2001:db8::5", True),
        ("2001:db9::5", False),
        ("", False),
        ("garbage", False),
    ],
)
def test_excluded_addresses_are_addresses_or_networks(address: str, excluded: bool) -> None:
    site = Site("key", "Shop", "shop.example", excluded_addresses=("203.0.113.7", "198.51.100.0/24", "2001:db8::/32"))
    assert site.excludes_address(address) is excluded


def test_a_site_that_excludes_nothing_excludes_nothing() -> None:
    assert not SITE.excludes_address("203.0.113.7")
    assert not SITE.excludes_path("/admin")


@pytest.mark.parametrize(
    ("path", "excluded"),
    [
        ("/admin", True),
        ("/admin/", False),
        ("/preview/a/b", True),
        ("/preview", False),
        ("/a.json", True),
        ("/Admin", False),
        ("/", False),
    ],
)
def test_excluded_paths_may_use_a_star(path: str, excluded: bool) -> None:
    site = Site("key", "Shop", "shop.example", excluded_paths=("/admin", "/preview/*", "*.json"))
    assert site.excludes_path(path) is excluded


def test_one_shard_has_no_suffix() -> None:
    assert SITE.partitions("key#hour") == ["key#hour"]
    assert SITE.partition("key#hour", "00000000000000ff") == "key#hour"


def test_a_visitors_items_lie_in_one_of_the_sites_partitions() -> None:
    site = Site("key", "Shop", "shop.example", shards=3)
    assert site.partitions("p") == ["p", "p#1", "p#2"]
    found = [site.partition("p", f"{number:016x}") for number in range(6)]
    assert found == ["p", "p#1", "p#2", "p", "p#1", "p#2"]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("shop.example", "shop.example"),
        (" https://www.Shop.example/path?x=1 ", "shop.example"),
        ("shop.example:8002", "shop.example"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("쇼핑.kr", "xn--hp4bo76a.kr"),
        ("a-b.example", "a-b.example"),
    ],
)
def test_domains_are_kept_in_one_form(text: str, domain: str) -> None:
    assert normal_domain(text) == domain


@pytest.mark.parametrize(
    "text", ["", " ", "a..b", "shop example", "-a.example", "*", "http://[", "a" * 64 + ".example", "https://", "<b>"]
)
def test_what_is_no_domain_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"shop\.example"):
        normal_domain(text)


def test_time_zones_are_iana_names() -> None:
    assert valid_timezone("Asia/Seoul") == "Asia/Seoul"
    for name in ("KST+9", "", "../etc/passwd", "Mars/Base"):
        with pytest.raises(InvalidRequest, match="Asia/Seoul"):
            valid_timezone(name)


def test_what_owners_set_is_kept_in_one_form() -> None:
    assert valid_name("  My\tshop ") == "My shop"
    assert valid_networks(["203.0.113.7", "203.0.113.99/24", "2001:db8::1/32"]) == [
        "203.0.113.7/32",
        "203.0.113.0/24",
        "2001:db8::/32",
    ]
    assert valid_paths(["/admin/*", "*/draft"]) == ["/admin/*", "*/draft"]
    assert valid_days(400) == 400


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 121])
def test_a_site_needs_a_name_of_sensible_length(name: str) -> None:
    with pytest.raises(InvalidRequest, match="1 to 120"):
        valid_name(name)


def test_values_that_mean_nothing_are_refused_with_the_remedy() -> None:
    with pytest.raises(InvalidRequest, match=r"addresses or networks like"):
        valid_networks(["office"])
    with pytest.raises(InvalidRequest, match=r"give one like /admin/"):
        valid_paths(["admin"])
    for days in (0, -1, 36_501):
        with pytest.raises(InvalidRequest, match="retention"):
            valid_days(days)
