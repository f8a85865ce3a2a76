"""Annotations over HTTP."""

import time
from typing import Any

import pytest

from liveinsight import annotations
from tests.integration.dashboard.api.conftest import Api, code

NOTES = "/api/v2/sites/SITE/annotations"


def made(api: Api, at: str, text: str = "Note") -> dict[str, Any]:
    answer = api.post(NOTES, {"at": at, "text": text})
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def times(api: Api, query: str = "") -> list[str]:
    answer = api.get(NOTES + query)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return [note["at"] for note in answer.json["results"]]


def test_a_note_is_made_changed_deleted_and_restored(api: Api) -> None:
    note = made(api, "2026-11-22T10:00:00+09:00", "New\u202e checkout")
    assert (note["at"], note["text"]) == ("2026-11-22T01:00:00Z", "New  checkout")
    one = f"{NOTES}/{note['id']}"
    assert api.get(one).json == note
    changed = api.send("PATCH", one, {"at": "2026-11-23"}).json
    assert changed == note | {"at": "2026-11-23"}
    assert api.send("PATCH", one, {}).json == changed
    assert api.send("DELETE", one).status_code == 204
    for method in ("GET", "DELETE"):
        assert code(api.send(method, one)) == (404, "unknown_annotation")
    assert times(api) == []
    assert times(api, "?deleted=true") == ["2026-11-23"]
    assert api.send("POST", f"{one}/restore").json == changed
    assert times(api) == ["2026-11-23"]


def test_after_a_month_it_is_gone_although_the_table_still_has_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    note = made(api, "2026-11-22")
    api.send("DELETE", f"{NOTES}/{note['id']}")
    later = time.time() + annotations.RESTORABLE_S + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert times(api, "?deleted=true") == []
    assert code(api.send("POST", f"{NOTES}/{note['id']}/restore")) == (404, "unknown_annotation")


def test_a_chart_asks_for_its_own_time(api: Api) -> None:
    for at in ("2026-11-20", "2026-11-21T23:59:59Z", "2026-11-22", "2026-11-22T12:00:00Z", "2026-11-23"):
        made(api, at)
    assert times(api, "?since=2026-11-21&until=2026-11-22") == [
        "2026-11-21T23:59:59Z",
        "2026-11-22",
        "2026-11-22T12:00:00Z",
    ]
    assert times(api, "?limit=1&offset=1") == ["2026-11-21T23:59:59Z"]
    assert code(api.get(f"{NOTES}?since=yesterday")) == (400, "invalid_since")


@pytest.mark.parametrize(
    "at", ["2026-02-30", "today", "2026-11-22T10:00:00", "", "9999-12-31T23:59:59-12:00", "0" * 41]
)
def test_what_is_no_time_is_refused(api: Api, at: str) -> None:
    answer = api.post(NOTES, {"at": at, "text": "Note"})
    assert answer.status_code == 400
    assert "at" in answer.text
    assert times(api) == []


@pytest.mark.parametrize("text", ["", "  ", "x" * 501, 7, None])
def test_what_is_no_text_is_refused(api: Api, text: object) -> None:
    answer = api.post(NOTES, {"at": "2026-11-22", "text": text})
    assert answer.status_code == 400
    assert "text" in answer.text


def test_there_is_a_limit(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotations, "MOST", 1)
    made(api, "2026-11-22")
    assert code(api.post(NOTES, {"at": "2026-11-22", "text": "x"})) == (409, "too_many_annotations")


def test_readers_read_and_change_nothing(api: Api, reader: Api) -> None:
    note = made(api, "2026-11-22")
    assert times(reader) == ["2026-11-22"]
    assert code(reader.post(NOTES, {"at": "2026-11-22", "text": "x"})) == (403, "read_only")
    assert code(reader.send("DELETE", f"{NOTES}/{note['id']}")) == (403, "read_only")
    for unknown in ("nothing", "x" * 500):
        assert code(api.get(f"{NOTES}/{unknown}")) == (404, "unknown_annotation")
