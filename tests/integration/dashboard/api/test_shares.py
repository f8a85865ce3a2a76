"""Share links: what they open, what they do not, and how they end."""

import secrets
import time
from typing import Any

import pytest

from dashboard.views import reports
from dashboard.views import share as view
from liveinsight import sites
from liveinsight.tables import ShareItem
from tests.integration.dashboard.api.conftest import Api, code
from tests.unit.dashboard.conftest import csrf_of

SHARES = "/api/v2/sites/SITE/shares"


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "throttle", type(view.throttle)())


@pytest.fixture
def viewer(api: Api) -> Api:
    """A browser that knows nothing but links."""
    return api.as_one("")


def made(api: Api, **values: Any) -> dict[str, Any]:
    answer = api.post(SHARES, values)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def path_of(share: dict[str, Any]) -> str:
    assert share["url"] == f"http://127.0.0.1:8000/share/{share['slug']}"
    return f"/share/{share['slug']}"


def test_a_link_opens_the_pages_and_the_data_of_its_site(api: Api, viewer: Api) -> None:
    first = f"/sites/{api.site.key}/"
    paths = [first, f"{first}live", *(first + name for name in reports.NAMES)]
    assert [viewer.client.get(path).status_code for path in paths] == [302] * len(paths)
    opened = viewer.client.get(path_of(made(api)))
    assert (opened.status_code, opened.headers["Location"]) == (303, first)
    assert [viewer.client.get(path).status_code for path in paths] == [200] * len(paths)
    page = viewer.client.get(first)
    assert api.site.name in page.text
    assert 'data-may-edit="false"' in page.text
    for hidden in ("/logout", "/sites/new", "/install", "All sites"):
        assert hidden not in page.text
    assert viewer.get("/api/live/?site=SITE").status_code == 200
    assert viewer.get("/api/sessions/active/?site=SITE").status_code == 200
    listed = viewer.get("/api/sites/").json
    assert listed is not None
    assert [row["site"] for row in listed["sites"]] == [api.site.key]
    header = {"X-CSRFToken": csrf_of(page.text)}
    answer = viewer.post(
        "/api/v2/query",
        {"site_id": api.site.key, "metrics": ["visitors"], "date_range": "7d"},
        headers=header,
    )
    assert answer.status_code == 200


def test_a_link_opens_nothing_else(api: Api, viewer: Api) -> None:
    other = sites.add("Other", f"{secrets.token_hex(4)}.example")
    viewer.client.get(path_of(made(api)))
    header = {"X-CSRFToken": csrf_of(viewer.client.get(f"/sites/{api.site.key}/live").text)}
    for path in ("/sites/", "/sites/new", f"/sites/{api.site.key}/install", f"/sites/{other.key}/live"):
        assert viewer.client.get(path).status_code == 302
    assert code(viewer.get(f"/api/live/?site={other.key}")) == (403, "foreign_site")
    assert viewer.query(site_id=other.key).status_code == 400
    body = {"site_id": other.key, "metrics": ["visitors"], "date_range": "7d"}
    assert viewer.post("/api/v2/query", body, headers=header).status_code == 401
    for method, path in (("GET", SHARES), ("GET", "/api/v2/tokens"), ("POST", "/api/v2/sites/SITE/goals")):
        sent = {"event": "x"} if method == "POST" else None
        assert code(viewer.send(method, path, sent, headers=header)) == (403, "read_only")


def test_a_revoked_link_ends_for_those_who_have_it_open(api: Api, viewer: Api) -> None:
    share = made(api)
    viewer.client.get(path_of(share))
    assert viewer.get("/api/live/?site=SITE").status_code == 200
    assert api.send("DELETE", f"{SHARES}/{share['slug']}").status_code == 204
    assert code(viewer.get("/api/live/?site=SITE")) == (401, "not_authenticated")
    assert viewer.client.get(f"/sites/{api.site.key}/live").status_code == 302
    assert viewer.client.get(path_of(share)).status_code == 404
    assert code(api.send("DELETE", f"{SHARES}/{share['slug']}")) == (404, "unknown_share")


def test_a_link_expires_although_the_table_still_has_it(api: Api, viewer: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    share = made(api, days=1)
    viewer.client.get(path_of(share))
    later = time.time() + 86_400 + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert viewer.client.get(path_of(share)).status_code == 404
    assert code(viewer.get("/api/live/?site=SITE")) == (401, "not_authenticated")
    listed = api.get(SHARES).json
    assert listed is not None
    assert listed["results"] == []


def test_a_password_is_asked_for_and_guessing_is_slowed_down(api: Api, viewer: Api) -> None:
    share = made(api, password="correct horse", label="Agency")
    assert (share["has_password"], share["label"]) == (True, "Agency")
    assert "correct horse" not in str(ShareItem.get(ShareItem.KIND, share["slug"]).serialize())
    page = viewer.client.get(path_of(share))
    assert page.status_code == 200
    assert api.site.name not in page.text
    token = csrf_of(page.text)

    def attempt(password: str) -> int:
        return viewer.client.post(path_of(share), data={"password": password, "csrf_token": token}).status_code

    assert viewer.client.post(path_of(share), data={"password": "correct horse"}).status_code == 400
    assert attempt("wrong") == 401
    assert code(viewer.get("/api/live/?site=SITE")) == (401, "not_authenticated")
    assert attempt("correct horse") == 303
    assert viewer.get("/api/live/?site=SITE").status_code == 200
    assert [attempt("wrong") for _ in range(6)] == [401] * 5 + [429]
    assert attempt("correct horse") == 429


def test_links_are_listed_for_those_who_may_change_the_site(api: Api, reader: Api) -> None:
    share = made(api, label="Agency", days=30)
    listed = api.get(SHARES).json
    assert listed is not None
    assert listed["results"] == [share]
    assert share["expires_at"] > time.time() * 1000 + 29 * 86_400_000
    assert code(reader.get(SHARES)) == (403, "read_only")
    other = api.as_one(api.token)
    other.site = sites.add("Other", f"{secrets.token_hex(4)}.example")
    assert code(other.send("DELETE", f"{SHARES}/{share['slug']}")) == (404, "unknown_share")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"password": "123"}, "invalid_password"),
        ({"password": "x" * 1025}, "invalid_password"),
        ({"days": 0}, "invalid_days"),
        ({"days": 3651}, "invalid_days"),
        ({"days": 1.5}, "invalid_request"),
        ({"label": "x" * 121}, "invalid_request"),
    ],
)
def test_wrong_links_are_not_made(api: Api, values: dict[str, Any], refusal: str) -> None:
    assert code(api.post(SHARES, values)) == (400, refusal)


@pytest.mark.parametrize("slug", ["nothing", "x" * 65, "%00"])
def test_unknown_links_are_a_page_of_their_own(viewer: Api, slug: str) -> None:
    answer = viewer.client.get(f"/share/{slug}")
    assert answer.status_code == 404
    assert "Nothing here" in answer.text
