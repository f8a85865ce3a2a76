"""Sites and tokens over HTTP: nobody gets more than they had."""

import secrets
import time
from typing import Any

import pytest

from liveinsight import sites, tokens
from liveinsight.errors import NotFound
from liveinsight.tables import TokenItem
from tests.integration.dashboard.api.conftest import Api, code
from tests.unit.dashboard.conftest import csrf_of

TOKENS = "/api/v2/tokens"
SITES = "/api/v2/sites"


def made(api: Api, **values: Any) -> dict[str, Any]:
    answer = api.post(TOKENS, values)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def listed(api: Api, path: str, field: str) -> list[Any]:
    answer = api.get(f"{path}?limit=1000")
    assert answer.status_code == 200
    assert answer.json is not None
    return [row[field] for row in answer.json["results"]]


def test_a_site_is_registered_looked_at_and_changed(api: Api) -> None:
    answer = api.post(SITES, {"name": "New", "domain": "https://www.new.example/", "timezone": "Asia/Seoul"})
    assert answer.status_code == 201
    assert answer.json is not None
    key = answer.json["key"]
    assert (answer.json["domain"], answer.json["shards"], answer.json["first_event_at"]) == ("new.example", 1, None)
    assert answer.json["identify"] is False
    changes = {"name": "Newer", "excluded_paths": ["/admin/*"], "shards": 2, "retention_days": 90, "identify": True}
    changed = api.send("PATCH", f"{SITES}/{key}", changes).json
    assert changed == answer.json | changes
    assert api.get(f"{SITES}/{key}").json == changed
    assert key in listed(api, SITES, "key")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"timezone": "Mars"}, "invalid_timezone"),
        ({"name": ""}, "invalid_name"),
        ({"shards": 0}, "invalid_shards"),
        ({"retention_days": 0}, "invalid_retention"),
        ({"excluded_addresses": ["999.1.1.1"]}, "invalid_address"),
        ({"excluded_paths": ["admin"]}, "invalid_path"),
        ({"allowed_origins": ["no domain"]}, "invalid_domain"),
        ({"shards": "2"}, "invalid_request"),
        ({"identify": "yes"}, "invalid_request"),
        ({"key": "other"}, "invalid_request"),
        ({"excluded_paths": ["/x"] * 101}, "invalid_request"),
    ],
)
def test_wrong_changes_change_nothing(api: Api, changes: dict[str, Any], refusal: str) -> None:
    assert code(api.send("PATCH", "/api/v2/sites/SITE", {"name": "Other"} | changes)) == (400, refusal)
    assert sites.get(api.site.key) == api.site


def test_whoever_reads_one_site_sees_it_and_no_other(api: Api, reader: Api) -> None:
    other = sites.add("Other", f"{secrets.token_hex(4)}.example")
    assert listed(reader, SITES, "key") == [api.site.key]
    assert code(reader.get(f"{SITES}/{other.key}")) == (403, "foreign_site")
    assert code(reader.send("PATCH", "/api/v2/sites/SITE", {"name": "x"})) == (403, "read_only")
    assert code(reader.post(SITES, {"name": "x", "domain": "x.example"})) == (403, "read_only")
    narrow = api.as_one(tokens.create(api.site.key, scope="admin"))
    assert narrow.send("PATCH", "/api/v2/sites/SITE", {"name": "x"}).status_code == 200
    assert code(narrow.post(SITES, {"name": "x", "domain": "x.example"})) == (403, "foreign_site")


def test_what_owners_set_is_not_shown_to_readers(api: Api, reader: Api) -> None:
    changed = api.send("PATCH", "/api/v2/sites/SITE", {"excluded_addresses": ["203.0.113.0/24"]})
    assert changed.json is not None
    assert changed.json["excluded_addresses"] == ["203.0.113.0/24"]
    for path in ("/api/v2/sites/SITE", "/api/v2/sites?limit=1000"):
        assert "203.0.113" in api.get(path).text
        seen = reader.get(path)
        assert "203.0.113" not in seen.text
        assert "excluded" not in seen.text
        assert "identify" not in seen.text


def test_a_token_is_shown_once(api: Api) -> None:
    token = made(api, label="Nightly\u202e", sites=[api.site.key])
    assert (token["label"], token["scope"], token["sites"]) == ("Nightly", "read", [api.site.key])
    assert api.as_one(token["token"]).query().status_code == 200
    everything = api.get(f"{TOKENS}?limit=1000").text
    assert token["id"] in everything
    assert token["token"] not in everything
    assert token["token"][3:] not in everything


def test_a_token_makes_none_that_opens_more_than_itself(api: Api) -> None:
    other = sites.add("Other", f"{secrets.token_hex(4)}.example")
    narrow = api.as_one(tokens.create([api.site.key], scope="admin"))
    assert code(narrow.post(TOKENS, {"sites": [other.key]})) == (403, "foreign_site")
    assert code(narrow.post(TOKENS, {"sites": [api.site.key, other.key]})) == (403, "foreign_site")
    assert made(narrow)["sites"] == [api.site.key]
    assert made(narrow, sites=None, scope="admin")["sites"] == [api.site.key]
    assert made(api)["sites"] is None


def test_a_reading_token_makes_and_sees_none(reader: Api) -> None:
    for answer in (reader.get(TOKENS), reader.post(TOKENS, {}), reader.send("DELETE", f"{TOKENS}/{'0' * 16}")):
        assert code(answer) == (403, "read_only")


def test_a_token_of_some_sites_sees_and_revokes_those_within(api: Api) -> None:
    other = sites.add("Other", f"{secrets.token_hex(4)}.example")
    narrow = api.as_one(tokens.create([api.site.key], scope="admin"))
    within = made(api, sites=[api.site.key])
    beyond = [made(api), made(api, sites=[other.key]), made(api, sites=[api.site.key, other.key])]
    seen = listed(narrow, TOKENS, "id")
    assert within["id"] in seen
    assert not {token["id"] for token in beyond} & set(seen)
    for token in beyond:
        assert code(narrow.send("DELETE", f"{TOKENS}/{token['id']}")) == (404, "unknown_token")
    assert narrow.send("DELETE", f"{TOKENS}/{within['id']}").status_code == 204
    assert code(narrow.send("DELETE", f"{TOKENS}/{within['id']}")) == (404, "unknown_token")
    for unknown in ("x", "0" * 16, "x" * 500):
        assert code(api.send("DELETE", f"{TOKENS}/{unknown}")) == (404, "unknown_token")


@pytest.mark.parametrize(
    ("values", "status", "refusal"),
    [
        ({"sites": []}, 400, "invalid_sites"),
        ({"sites": [""]}, 400, "invalid_request"),
        ({"sites": ["x" * 65]}, 400, "invalid_request"),
        ({"sites": ["nobody"]}, 404, "unknown_site"),
        ({"sites": ["\x00"]}, 404, "unknown_site"),
        ({"sites": "all"}, 400, "invalid_request"),
        ({"scope": "root"}, 400, "invalid_request"),
        ({"label": "x" * 121}, 400, "invalid_request"),
    ],
)
def test_wrong_tokens_are_not_made(api: Api, values: dict[str, Any], status: int, refusal: str) -> None:
    before = len(tokens.every())
    assert code(api.post(TOKENS, values)) == (status, refusal)
    assert len(tokens.every()) == before


def test_the_last_use_is_noted_once_a_minute(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    token = made(api)
    user = api.as_one(token["token"])
    assert tokens.get(token["id"]).last_used_at is None
    user.get(SITES)
    first = tokens.get(token["id"]).last_used_at
    assert first is not None
    user.get(SITES)
    assert tokens.get(token["id"]).last_used_at == first
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    user.get(SITES)
    assert tokens.get(token["id"]).last_used_at == int(later * 1000)


@pytest.mark.usefixtures("api")
def test_noting_a_use_does_not_bring_a_revoked_token_back() -> None:
    secret = tokens.create()
    item = TokenItem.get(TokenItem.KIND, tokens._hash(secret))
    tokens.revoke(tokens.id_of(secret))
    tokens._note_use(item)
    with pytest.raises(NotFound):
        tokens.get(tokens.id_of(secret))


def test_tokens_from_before_scopes_read_what_they_did(api: Api) -> None:
    for number, site in enumerate((None, api.site.key)):
        secret = f"li_old{number}{secrets.token_hex(8)}"
        TokenItem(TokenItem.KIND, tokens._hash(secret), label="old", site=site, created_at=1).save()
        old = api.as_one(secret)
        assert old.query().status_code == 200
        assert code(old.post(TOKENS, {})) == (403, "read_only")
        assert tokens.check(secret).sites == (None if site is None else (site,))


def test_who_is_logged_in_may_do_everything_with_the_csrf_token(logged_in: Api) -> None:
    assert logged_in.get(TOKENS).status_code == 200
    assert logged_in.post(TOKENS, {}).status_code == 400
    header = {"X-CSRFToken": csrf_of(logged_in.client.get("/sites/").text)}
    assert logged_in.post(TOKENS, {}, headers=header).status_code == 201
