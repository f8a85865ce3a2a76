"""nginx serves the tracker from its cache, without anything of the visitor going on to the dashboard."""

import gzip

from tests.integration.first_party.conftest import Shop
from tests.integration.first_party.nginx import Aws
from tests.integration.first_party.visitor import request


def test_the_script_comes_as_the_dashboard_made_it_and_may_be_kept(shop: Shop) -> None:
    plain = shop.request("GET", "/li/li.js")
    packed = shop.request("GET", "/li/li.js", Accept_Encoding="gzip, deflate, br")
    for answer in (plain, packed):
        assert answer.status == 200
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["cache-control"] == "public, max-age=3600"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert "set-cookie" not in answer.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert b'"/li"' in plain.body or b"`/li`" in plain.body or b"'/li'" in plain.body
    assert b"__LI_API__" not in plain.body


def test_the_file_for_web_vitals_comes_the_same_way(shop: Shop, dashboard: int) -> None:
    through = shop.request("GET", "/li/li-vitals.js", Accept_Encoding="identity")
    direct = request(dashboard, "GET", "/li-vitals.js", Accept_Encoding="identity")
    assert (through.status, through.body) == (200, direct.body)
    assert through.headers["content-type"] == "text/javascript; charset=utf-8"


def test_a_script_that_the_browser_has_is_not_sent_again(shop: Shop) -> None:
    first = shop.request("GET", "/li/li.js", Accept_Encoding="gzip")
    again = shop.request("GET", "/li/li.js", Accept_Encoding="gzip", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_the_dashboard_is_asked_once_and_learns_nothing_about_visitors(shop: Shop, aws_front: Aws) -> None:
    for number in range(5):
        answer = shop.request("GET", f"/li/li.js?v={number}", Cookie="session=secret", Authorization="Basic c2VjcmV0",
                              Accept_Encoding=f"gzip, x-{number}")  # fmt: skip
        assert answer.status == 200
    asked = aws_front.seen("/li.js", at_least=1)
    assert len(asked) == 1
    assert [asked[0][name] for name in ("cookie", "authorization", "agent", "uri")] == ["", "", "", "/li.js"]
    assert asked[0]["server_name"] == "localhost"


def test_the_script_can_only_be_read(shop: Shop) -> None:
    assert shop.request("POST", "/li/li.js", b"{}").status == 403
    assert shop.request("HEAD", "/li/li.js").status == 200


def test_no_other_page_of_the_dashboard_is_to_be_had(shop: Shop, aws_front: Aws) -> None:
    for path in ("/li/login", "/li/", "/li/static/dist/manifest.json", "/li/../login", "/lix/li.js", "/li/li.js/x"):
        assert shop.request("GET", path).status == 404, path
    assert aws_front.seen("/login") == []
