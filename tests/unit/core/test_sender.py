"""Whose address a request is believed to come from."""

import pytest

from liveinsight.ingest.sender import from_request
from liveinsight.settings import Settings

LAPTOP = Settings(trusted_proxies=("127.0.0.1",))
CDN = Settings(trusted_proxies=("*",), client_ip_header="cloudfront-viewer-address")


@pytest.mark.parametrize(
    ("connection", "forwarded", "address"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", " 203.0.113.7 ", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
        ("127.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "2001:DB8:0::1", "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]", "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "999.1.1.1", "127.0.0.1"),
        ("127.0.0.1", ",", "127.0.0.1"),
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
        ("::1", "203.0.113.7", "::1"),
        ("", "203.0.113.7", ""),
    ],
)
def test_the_named_address_counts_only_from_a_trusted_proxy(connection: str, forwarded: str, address: str) -> None:
    assert from_request(connection, {"x-forwarded-for": forwarded}, LAPTOP).address == address


def test_without_trusted_proxies_the_connection_counts() -> None:
    assert from_request("127.0.0.1", {"x-forwarded-for": "203.0.113.7"}, Settings()).address == "127.0.0.1"


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("198.51.100.10:46532", "198.51.100.10"),
        ("2001:db8::8a2e:370:7334:46532", "2001:db8::8a2e:370:7334"),
        ("2001:db8::1:443", "2001:db8::1"),
        ("2001:db8:0:0:0:0:0:1:443", "2001:db8::1"),
        ("", "192.0.2.1"),
        ("garbage", "192.0.2.1"),
    ],
)
def test_cloudfronts_viewer_address_always_ends_in_a_port(named: str, address: str) -> None:
    assert from_request("192.0.2.1", {"cloudfront-viewer-address": named}, CDN).address == address


def test_a_header_other_than_the_one_set_is_not_believed() -> None:
    assert from_request("192.0.2.1", {"x-forwarded-for": "203.0.113.7"}, CDN).address == "192.0.2.1"


BEHIND = Settings(client_ip_header="cloudfront-viewer-address", proxy_secret="s" * 32)
VIEWER = {
    "cloudfront-viewer-address": "203.0.113.7:4711",
    "cloudfront-viewer-country": "KR",
    "cloudfront-viewer-country-region": "11",
    "cloudfront-viewer-city": "Seoul",
}


def test_a_proxy_that_knows_the_secret_is_believed_from_anywhere() -> None:
    sender = from_request("192.0.2.1", {**VIEWER, "x-liveinsight-origin": "s" * 32}, BEHIND)
    assert (sender.address, sender.country, sender.region, sender.city) == ("203.0.113.7", "KR", "11", "Seoul")


@pytest.mark.parametrize("secret", [{}, {"x-liveinsight-origin": ""}, {"x-liveinsight-origin": "s" * 31 + "é"}])
def test_whoever_does_not_know_it_is_not(secret: dict[str, str]) -> None:
    sender = from_request("192.0.2.1", {**VIEWER, **secret}, BEHIND)
    assert (sender.address, sender.country, sender.region, sender.city) == ("192.0.2.1", "", "", "")


def test_without_a_secret_in_the_settings_an_empty_one_proves_nothing() -> None:
    headers = {**VIEWER, "x-liveinsight-origin": ""}
    sender = from_request("192.0.2.1", headers, Settings(client_ip_header="cloudfront-viewer-address"))
    assert (sender.address, sender.country) == ("192.0.2.1", "KR")


def test_the_rest_of_the_sender() -> None:
    sender = from_request(
        "192.0.2.1",
        {
            "user-agent": "u" * 5000,
            "origin": "https://shop.example",
            "accept-language": "ko-KR,ko;q=0.9",
            "cloudfront-viewer-country": "KR",
            "cloudfront-viewer-country-region": "11",
            "cloudfront-viewer-city": "Seoul",
        },
        Settings(),
    )
    assert len(sender.user_agent) == 1024
    assert (sender.origin, sender.language) == ("https://shop.example", "ko-KR,ko;q=0.9")
    assert (sender.country, sender.region, sender.city) == ("KR", "11", "Seoul")


def test_a_request_without_headers_has_an_empty_sender() -> None:
    sender = from_request("192.0.2.1", {}, Settings())
    assert (sender.user_agent, sender.origin, sender.country) == ("", "", "")
