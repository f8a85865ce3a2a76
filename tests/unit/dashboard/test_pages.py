"""The pages: what they hold, in which language, and what they never hold."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.security import HEADERS, POLICY
from liveinsight.sites import Site
from tests.unit.dashboard.conftest import World, csrf_of, log_in

PAGES = [
    "/sites/",
    "/sites/new",
    "/sites/shop/live",
    "/sites/shop/install",
    *(f"/sites/shop/settings/{name}" for name in ("site", "goals")),
]
HOSTILE = "<img src=x onerror=alert(1)>\"'"


@pytest.mark.parametrize("path", [*PAGES, "/login", "/health/", "/nothing", "/li.js", "/api/nothing"])
def test_every_answer_has_the_security_headers(logged_in: FlaskClient, path: str) -> None:
    headers = logged_in.get(path).headers
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert "unsafe" not in POLICY


@pytest.mark.parametrize("path", [*PAGES, "/login"])
def test_pages_obey_their_own_policy(logged_in: FlaskClient, path: str) -> None:
    """No inline script, style or handler, and nothing from another host."""
    page = logged_in.get(path, follow_redirects=True).text
    for tag in re.findall(r"<script[^>]*>", page):
        assert 'src="/assets/' in tag or 'type="application/json"' in tag
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_korean_for_koreans(logged_in: FlaskClient, path: str) -> None:
    page = logged_in.get(path, headers={"Accept-Language": "ko-KR,ko;q=0.9,en;q=0.5"}).text
    assert '<html lang="ko"' in page
    assert "본문으로 건너뛰기" in page


def test_the_choice_of_language_beats_the_browser(logged_in: FlaskClient) -> None:
    token = csrf_of(logged_in.get("/sites/").text)
    form = {"language": "ko", "next": "/sites/", "csrf_token": token}
    assert logged_in.post("/language", data=form).headers["Location"] == "/sites/"
    assert '<html lang="ko"' in logged_in.get("/sites/", headers={"Accept-Language": "en"}).text
    unknown = {"language": "<b>", "next": "//evil.example", "csrf_token": token}
    assert logged_in.post("/language", data=unknown).headers["Location"] == "/"
    assert '<html lang="ko"' in logged_in.get("/sites/").text


def test_an_unknown_language_gets_english(logged_in: FlaskClient) -> None:
    assert '<html lang="en"' in logged_in.get("/sites/", headers={"Accept-Language": "xx"}).text


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', "system")])
def test_the_theme_comes_from_its_cookie(logged_in: FlaskClient, cookie: str, theme: str) -> None:
    logged_in.set_cookie("li_theme", cookie)
    assert f'data-theme="{theme}"' in logged_in.get("/sites/").text


def test_the_root_leads_to_the_only_site(logged_in: FlaskClient, world: World) -> None:
    assert logged_in.get("/").headers["Location"] == "/sites/"
    del world.sites["blog"]
    assert logged_in.get("/").headers["Location"] == "/sites/shop/"
    world.sites.clear()
    assert "Add your first site" in logged_in.get("/", follow_redirects=True).text


def test_a_site_is_added_and_its_snippet_shown(logged_in: FlaskClient) -> None:
    token = csrf_of(logged_in.get("/sites/new").text)
    form = {"name": "New", "domain": "new.example", "timezone": "Asia/Seoul", "csrf_token": token}
    answer = logged_in.post("/sites/new", data=form)
    assert answer.headers["Location"] == "/sites/new/install"
    page = logged_in.get("/sites/new/install").text
    snippet = '<script defer src="http://127.0.0.1:8000/li.js" data-site="new"></script>'
    assert snippet.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;") in page
    assert "Waiting for the first event" in page


def test_options_of_the_snippet_wait_for_the_script(logged_in: FlaskClient) -> None:
    """Without JavaScript there is the plain snippet and nothing that does not work."""
    page = logged_in.get("/sites/shop/install").text
    options = re.search(r"<details[^>]* data-snippet-options [^>]*>", page)
    assert options
    assert options[0].endswith(" hidden>")
    lines = {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', options[0])}
    source = "http://127.0.0.1:8000/li"
    assert lines["plain"] == f'<script defer src="{source}.js" data-site="shop"></script>'
    assert lines["vitals"] == f'<script defer src="{source}-vitals.js"></script>'
    assert lines["pixel"].startswith('<noscript><img src="https://in.example/events/pixel?site=shop" ')


def test_a_wrong_domain_is_explained_and_nothing_is_lost(logged_in: FlaskClient) -> None:
    token = csrf_of(logged_in.get("/sites/new").text)
    form = {"name": "My name", "domain": "nodomain", "timezone": "UTC", "csrf_token": token}
    answer = logged_in.post("/sites/new", data=form)
    assert answer.status_code == 400
    assert "Give a domain like shop.example." in answer.text
    assert 'value="My name"' in answer.text


def test_a_domain_that_another_site_has_is_asked_about(logged_in: FlaskClient, world: World) -> None:
    token = csrf_of(logged_in.get("/sites/new").text)
    form = {"name": "Again", "domain": "https://www.shop.example", "timezone": "UTC", "csrf_token": token}
    asked = logged_in.post("/sites/new", data=form)
    assert asked.status_code == 409
    assert '<a href="/sites/shop/">Shop</a>' in asked.text
    assert "new" not in world.sites
    assert logged_in.post("/sites/new", data=form | {"anyway": "1"}).status_code == 303


@pytest.mark.parametrize("path", ["/sites/shop/settings/", "/sites/shop/settings/goals", "/settings/tokens"])
def test_settings_are_for_people_who_are_logged_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/login")
    log_in(client)
    assert client.get(path, follow_redirects=True).status_code == 200


def test_settings_of_an_unknown_site_are_not_there(logged_in: FlaskClient) -> None:
    assert logged_in.get("/sites/nope/settings/goals").status_code == 404
    assert logged_in.get("/sites/shop/settings/nope").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_hostile_names_stay_text(logged_in: FlaskClient, world: World, path: str) -> None:
    world.sites["shop"] = Site("shop", HOSTILE, "shop.example", "Asia/Seoul")
    page = logged_in.get(path).text
    assert "<img" not in page
    if path != "/sites/new":
        assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_unknown_sites_are_a_page_of_their_own(logged_in: FlaskClient) -> None:
    answer = logged_in.get("/sites/nope/live")
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
    assert logged_in.get(f"/sites/{'x' * 5000}/live").status_code == 404
    assert "Traceback" not in answer.text


def test_built_files_are_kept_for_good(client: FlaskClient) -> None:
    with client.get("/assets/built-app.js") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.content_type.startswith("text/javascript")
    assert client.get("/assets/../config.py").status_code == 404


def test_a_compressed_build_is_preferred(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "built-app.js.gz").write_bytes(b"packed")
    with client.get("/assets/built-app.js", headers={"Accept-Encoding": "br, gzip"}) as answer:
        assert (answer.data, answer.headers["Content-Encoding"]) == (b"packed", "gzip")
        assert answer.content_type.startswith("text/javascript")
    with client.get("/assets/built-app.js", headers={"Accept-Encoding": "gzip;q=0"}) as plain:
        assert plain.data == b"export {}"


def test_without_a_build_pages_say_what_to_do(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").unlink()
    answer = client.get("/login")
    assert answer.status_code == 503
    assert "npm run build -w dashboard/frontend" in answer.text
