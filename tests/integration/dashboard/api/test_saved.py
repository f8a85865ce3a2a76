"""Segments, funnels and journeys over HTTP: saved under unique names, and good for the questions they are made for."""

import secrets
import threading
from typing import Any

import msgspec
import pytest

from dashboard.api import funnels, journeys, segments
from liveinsight import goals, sites
from liveinsight.errors import Conflict
from liveinsight.goals import Wanted
from liveinsight.saved import collection, kind
from liveinsight.saved.segments import SEGMENTS, Segment
from liveinsight.tables import CollectionItem
from tests.integration.dashboard.api.conftest import DAY, Api, code
from tests.unit.dashboard.conftest import csrf_of

SITE = "/api/v2/sites/SITE"
EXAMPLES = {module.noun.name: module.EXAMPLE for module in (segments, funnels, journeys)}
KINDS = pytest.mark.parametrize("many", EXAMPLES)
SEGMENT: list[Any] = [["is", "visit:country", ["KR"]]]


def made(api: Api, many: str, **values: Any) -> dict[str, Any]:
    answer = api.post(f"{SITE}/{many}", EXAMPLES[many] | values)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def names(api: Api, many: str, parameters: str = "") -> list[str]:
    answer = api.get(f"{SITE}/{many}{parameters}")
    assert answer.status_code == 200
    assert answer.json is not None
    return [thing["name"] for thing in answer.json["results"]]


@KINDS
def test_one_is_saved_renamed_deleted_and_restored(api: Api, many: str) -> None:
    first = made(api, many)
    assert {name: first[name] for name in ("name", "deleted_at")} == {
        "name": EXAMPLES[many]["name"],
        "deleted_at": None,
    }
    one = f"{SITE}/{many}/{first['id']}"
    assert api.get(one).json == first
    changed = api.send("PATCH", one, {"name": "Other \u202e name "}).json
    assert changed == first | {"name": "Other   name"}
    assert api.send("DELETE", one).status_code == 204
    assert (names(api, many), names(api, many, "?deleted=true")) == ([], ["Other   name"])
    unknown = (404, f"unknown_{many.removesuffix('s')}")
    for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"name": "x"}), ("PUT", EXAMPLES[many])):
        assert code(api.send(method, one, body)) == unknown
    assert api.send("POST", f"{one}/restore").json == changed
    assert code(api.send("POST", f"{one}/restore")) == unknown
    assert api.get(f"{SITE}/{many}").json == {
        **{"results": [changed], "total": 1, "limit": 100, "offset": 0, "next": None},
    }


@KINDS
def test_a_name_is_there_once_in_its_kind(api: Api, many: str) -> None:
    first, other = made(api, many, name="Straße"), made(api, many, name="Other")
    taken = (409, f"{many.removesuffix('s')}_exists")
    assert code(api.post(f"{SITE}/{many}", EXAMPLES[many] | {"name": "STRASSE"})) == taken
    for method, body in (("PATCH", {}), ("PUT", EXAMPLES[many])):
        assert code(api.send(method, f"{SITE}/{many}/{other['id']}", body | {"name": "straße"})) == taken
    api.send("DELETE", f"{SITE}/{many}/{first['id']}")
    made(api, many, name="straße")
    assert code(api.send("POST", f"{SITE}/{many}/{first['id']}/restore")) == taken
    for elsewhere in EXAMPLES.keys() - {many}:
        made(api, elsewhere, name="Straße")


def test_of_many_who_take_a_name_at_once_one_gets_it(api: Api) -> None:
    statuses: list[int] = []
    begin = threading.Barrier(6)

    def take() -> None:
        client = api.app.test_client()
        begin.wait()
        answer = client.post(
            f"{SITE}/segments".replace("SITE", api.site.key),
            json={"name": "Mine", "filters": SEGMENT},
            headers={"Authorization": f"Bearer {api.token}"},
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, *[409] * 5]
    assert names(api, "segments") == ["Mine"]


def test_a_change_that_somebody_else_was_faster_with_is_not_lost(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    key, store = api.site.key, SEGMENTS.collection
    first, other = made(api, "segments", name="a")["id"], made(api, "segments", name="b")["id"]
    calls: list[str] = []

    def change(segment: Segment) -> Segment:
        if not calls:
            store.replace(key, other, lambda found: msgspec.structs.replace(found, name="theirs"))
        calls.append(segment.name)
        return msgspec.structs.replace(segment, name="ours")

    store.replace(key, first, change)
    assert (calls, names(api, "segments")) == (["a", "a"], ["ours", "theirs"])
    calls.clear()
    monkeypatch.setattr(collection, "ATTEMPTS", 1)
    with pytest.raises(Conflict) as refused:
        store.replace(key, first, change)
    assert refused.value.code == "segments_are_changing"


def test_a_segment_is_good_for_a_question(api: Api) -> None:
    saved = made(api, "segments", filters=SEGMENT)
    assert saved["filters"] == SEGMENT
    answer = api.query(filters=saved["filters"]).json
    assert answer is not None
    assert answer["results"] == [{"dimensions": [], "metrics": [1]}]
    one = f"{SITE}/segments/{saved['id']}"
    german = [["is", "visit:country", ["DE"]], ["contains", "event:page", [" /"], {"case_sensitive": False}]]
    assert api.send("PATCH", one, {"filters": german}).json == saved | {"filters": german}


def test_a_funnel_and_a_journey_are_good_for_their_reports(api: Api) -> None:
    steps = [{"page": "/"}, {"event": "signup", "filters": [["is", "event:page", ["/join"]]]}]
    for many, report, definition in (
        ("funnels", "funnel", {"steps": steps, "within": "days", "days": 2}),
        ("journeys", "journeys", {"end": {"event": "signup"}, "start": None, "through": "all", "depth": 2, "top": 5}),
    ):
        saved = made(api, many, **definition)
        asked = {name: saved[name] for name in saved.keys() - {"id", "name", "created_at", "deleted_at"}}
        answer = api.post(f"/api/v2/reports/{report}", {"site_id": api.site.key, "date_range": [DAY, DAY], **asked})
        assert answer.status_code == 200, answer.text
        found = answer.json or {}
        assert [s["visitors"] for s in found["steps"]] == [2, 1] if many == "funnels" else found["visits"] == 1


def test_what_is_left_out_of_put_has_its_default(api: Api) -> None:
    saved = made(api, "funnels", within="days", days=30)
    one = f"{SITE}/funnels/{saved['id']}"
    kept = api.send("PATCH", one, {"within": "visit"}).json
    assert kept == saved | {"within": "visit"}
    replaced = api.send("PUT", one, {"name": "New", "steps": [{"page": "/"}, {"page": "/b"}]}).json
    assert replaced is not None
    assert (replaced["id"], replaced["name"], replaced["days"]) == (saved["id"], "New", 7)
    assert [step["page"] for step in replaced["steps"]] == ["/", "/b"]
    assert code(api.send("PUT", one, {"name": "New"})) == (400, "invalid_request")


def test_giving_an_end_takes_the_start_away(api: Api) -> None:
    saved = made(api, "journeys")
    one = f"{SITE}/journeys/{saved['id']}"
    changed = api.send("PATCH", one, {"end": {"event": "signup"}}).json
    assert changed is not None
    assert (changed["start"], changed["end"]["event"], changed["depth"]) == (None, "signup", 4)
    back = api.send("PATCH", one, {"start": {"page": "/"}, "end": None}).json
    assert back is not None
    assert (back["start"]["page"], back["end"]) == ("/", None)
    assert code(api.send("PATCH", one, {"start": {"page": "/"}, "end": {"page": "/"}})) == (400, "invalid_start")


DEEP: list[Any] = ["is", "visit:os", ["Mac"]]
for _ in range(20):
    DEEP = ["not", DEEP]
STEP = {"page": "/"}
WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    *(
        (many, {"name": name}, refusal, "name")
        for many in EXAMPLES
        for name, refusal in ((" \u202e ", "invalid_name"), ("", "invalid_request"), ("n" * 121, "invalid_request"))
    ),
    *((many, {"name": None}, "invalid_request", "name") for many in EXAMPLES),
    *((many, {"colour": "red"}, "invalid_request", "colour") for many in EXAMPLES),
    ("segments", {"filters": []}, "invalid_request", "filters"),
    ("segments", {"filters": "visit:os"}, "invalid_request", "filters"),
    ("segments", {"filters": [["is", "visit:planet", ["x"]]]}, "invalid_filters", "filter"),
    ("segments", {"filters": [["is", "visit:os", ["\0"]]]}, "invalid_filters", "filter"),
    ("segments", {"filters": [["is", "visit:os", [1]]]}, "invalid_filters", "filter"),
    ("segments", {"filters": [["matches", "event:page", ["("]]]}, "invalid_filters", "regular expression"),
    ("segments", {"filters": [["is", "event:goal", ["Nothing"]]]}, "invalid_filters", "no goal `Nothing`"),
    ("segments", {"filters": [["has_done", ["is", "event:goal", ["No"]]]]}, "invalid_filters", "no goal `No`"),
    ("segments", {"filters": [["not", ["is", "event:goal", ["x"]]]]}, "invalid_filters", "top level"),
    ("segments", {"filters": [DEEP]}, "invalid_filters", "deeper"),
    ("segments", {"filters": [["is", "event:page", ["가" * 1000] * 6]]}, "segment_too_large", "filters"),
    ("funnels", {"steps": [STEP]}, "invalid_request", "steps"),
    ("funnels", {"steps": [STEP] * 9}, "invalid_request", "steps"),
    ("funnels", {"steps": [STEP, {}]}, "invalid_steps", "steps[1]"),
    ("funnels", {"steps": [STEP, {"page": "\u202e"}]}, "invalid_steps", "steps[1]"),
    ("funnels", {"steps": [STEP, {"page": "/", "event": "x"}]}, "invalid_steps", "steps[1]"),
    ("funnels", {"steps": [STEP, {"goal": "Nothing"}]}, "invalid_steps", "steps[1].goal"),
    (
        "funnels",
        {"steps": [STEP, {"page": "/", "filters": [["is", "visit:os", ["x"]]]}]},
        "invalid_steps",
        "steps[1].filters",
    ),
    ("funnels", {"days": 91}, "invalid_request", "days"),
    ("funnels", {"within": "week"}, "invalid_request", "within"),
    ("funnels", {"breakdown": "visit:os"}, "invalid_request", "breakdown"),
    ("journeys", {"start": None}, "invalid_start", "start"),
    ("journeys", {"end": STEP}, "invalid_start", "end"),
    ("journeys", {"start": {"goal": "Nothing"}}, "invalid_start", "start.goal"),
    ("journeys", {"start": None, "end": {"goal": "Nothing"}}, "invalid_end", "end.goal"),
    ("journeys", {"depth": 6}, "invalid_request", "depth"),
    ("journeys", {"top": 0}, "invalid_request", "top"),
]


@pytest.mark.parametrize(("many", "values", "refusal", "field"), WRONG)
def test_what_could_not_be_asked_is_refused(
    api: Api, many: str, values: dict[str, Any], refusal: str, field: str
) -> None:
    answer = api.post(f"{SITE}/{many}", EXAMPLES[many] | values)
    assert code(answer) == (400, refusal)
    assert field in (answer.json or {})["error"]["message"]
    assert names(api, many) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"\xff", b'{"name": "a", "filters": ' + b"[" * 5000 + b"]" * 5000 + b"}"],
    ids=["empty", "cut", "list", "no text", "deep"],
)
def test_a_body_that_is_none_is_refused(api: Api, body: bytes) -> None:
    assert code(api.post(f"{SITE}/segments", body)) == (400, "invalid_request")


@pytest.mark.parametrize("number", ["1" * 30, "1" * 5000, "1e999", "-0"])
def test_numbers_in_filters_do_no_harm(api: Api, number: str) -> None:
    body = f'{{"name": "Cities", "filters": [["is", "visit:city", [{number}]]]}}'.encode()
    assert api.post(f"{SITE}/segments", body).status_code in (201, 400)
    assert api.get(f"{SITE}/segments").status_code == 200


def test_hostile_text_is_cleaned_as_that_of_visitors_is(api: Api) -> None:
    hostile = [["contains", "event:props:a", [" \u202e<b>\n "]], ["or", [["is", "visit:os", ["\u2066"]]]]]
    saved = made(api, "segments", name="\u202e<script>", filters=hostile)
    assert saved["name"] == "<script>"
    assert saved["filters"] == [["contains", "event:props:a", ["  <b>  "]], ["or", [["is", "visit:os", [" "]]]]]
    steps = [{"page": " /a\u202e"}, {"event": "\tx"}]
    assert [step["page"] or step["event"] for step in made(api, "funnels", steps=steps)["steps"]] == ["/a", "x"]


def test_goals_are_known_at_once_and_may_go_later(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.query()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(goals, "_forget", lambda key: key)  # as if another process had set it
        goal = goals.add(api.site.key, Wanted(name="Join", event="signup"))
    assert goals.of(api.site.key) == ()
    filters = [["is", "event:goal", ["Join"]]]
    segment = made(api, "segments", filters=filters)
    funnel = made(api, "funnels", steps=[{"page": "/"}, {"goal": "Join"}])
    journey = made(api, "journeys", start={"goal": "Join"})
    goals.forget()
    assert api.query(filters=filters).status_code == 200
    goals.delete(api.site.key, goal.id)
    for many, saved in (("segments", segment), ("funnels", funnel), ("journeys", journey)):
        one = f"{SITE}/{many}/{saved['id']}"
        assert names(api, many) == [saved["name"]]
        assert api.get(one).json == saved
        assert api.send("PATCH", one, {"name": "Renamed"}).status_code == 200
        api.send("DELETE", one)
        assert api.send("POST", f"{one}/restore").status_code == 200
    for many, saved, field in (("segments", segment, "filters"), ("funnels", funnel, "steps")):
        answer = api.send("PATCH", f"{SITE}/{many}/{saved['id']}", {field: saved[field]})
        assert code(answer) == (400, f"invalid_{field}")
    refused = api.query(filters=filters)
    assert refused.status_code == 400
    assert "no goal `Join`" in refused.text


def test_there_is_a_limit_of_their_number(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SEGMENTS.collection, "most", 2)
    first, _ = made(api, "segments", name="a"), made(api, "segments", name="b")
    full = (409, "too_many_segments")
    assert code(api.post(f"{SITE}/segments", EXAMPLES["segments"])) == full
    one = f"{SITE}/segments/{first['id']}"
    api.send("DELETE", one)
    made(api, "segments", name="c")
    assert code(api.send("POST", f"{one}/restore")) == full
    monkeypatch.setattr(SEGMENTS.collection, "most", 1)
    other = api.get(f"{SITE}/segments").json
    assert other is not None
    assert api.send("PATCH", f"{SITE}/segments/{other['results'][0]['id']}", {"name": "d"}).status_code == 200


def test_as_much_as_is_allowed_can_be_written(api: Api) -> None:
    """The largest segments that there may be, living and deleted ones, fit into one item of the table."""
    filters = [["is", "event:page", ["가" * 1000] * 5]]
    count, refused = 0, None
    while refused is None and count < 40:
        answer = api.post(f"{SITE}/segments", {"name": str(count), "filters": filters})
        count += answer.status_code == 201
        refused = answer if answer.status_code != 201 else None
    assert refused is not None
    assert code(refused) == (409, "segments_too_large")
    assert count == collection.MOST_BYTES // 15_100
    listed = (api.get(f"{SITE}/segments").json or {})["results"]
    for saved in listed[:10]:
        assert api.send("DELETE", f"{SITE}/segments/{saved['id']}").status_code == 204
    for number in range(10):
        made(api, "segments", name=f"again {number}", filters=filters)
    assert len(names(api, "segments")) == count
    kept = names(api, "segments", "?deleted=true")
    assert kept
    assert kept == [saved["name"] for saved in listed[10 - len(kept) : 10]]
    item = CollectionItem.get("segments", api.site.key)
    assert len((item.content or "").encode()) <= collection.MOST_BYTES_WITH_DELETED


def test_what_was_deleted_long_ago_is_gone(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = made(api, "segments")
    api.send("DELETE", f"{SITE}/segments/{saved['id']}")
    monkeypatch.setattr(collection, "RESTORABLE_MS", -1)
    assert names(api, "segments", "?deleted=true") == []
    assert code(api.send("POST", f"{SITE}/segments/{saved['id']}/restore")) == (404, "unknown_segment")


def test_one_has_a_limit_in_bytes(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = made(api, "segments", filters=SEGMENT)
    monkeypatch.setattr(kind, "MOST_BYTES", 200)
    long = [["is", "event:page", ["x" * 200]]]
    answer = api.send("PATCH", f"{SITE}/segments/{saved['id']}", {"filters": long})
    assert code(answer) == (400, "segment_too_large")
    assert "`filters`" in answer.text
    assert api.get(f"{SITE}/segments/{saved['id']}").json == saved


@KINDS
def test_readers_read_and_change_nothing(api: Api, reader: Api, many: str) -> None:
    saved = made(api, many)
    one = f"{SITE}/{many}/{saved['id']}"
    assert names(reader, many) == [saved["name"]]
    assert reader.get(one).json == saved
    for method, path, body in (
        ("POST", f"{SITE}/{many}", EXAMPLES[many]),
        ("PATCH", one, {"name": "b"}),
        ("PUT", one, EXAMPLES[many]),
        ("DELETE", one, None),
        ("POST", f"{one}/restore", None),
    ):
        assert code(reader.send(method, path, body)) == (403, "read_only")
        assert code(api.as_one("").send(method, path, body)) == (401, "not_authenticated")
    foreign = sites.add("Other", f"{secrets.token_hex(4)}.example")
    assert code(reader.get(f"/api/v2/sites/{foreign.key}/{many}")) == (403, "foreign_site")
    assert code(api.get(f"/api/v2/sites/{foreign.key}/{many}/{saved['id']}"))[0] == 404
    assert code(api.get(f"/api/v2/sites/nobody/{many}")) == (404, "unknown_site")


@KINDS
def test_who_has_a_link_sees_them(api: Api, many: str) -> None:
    saved = made(api, many)
    share = api.post(f"{SITE}/shares", {}).json
    assert share is not None
    viewer = api.as_one("")
    viewer.client.get(f"/share/{share['slug']}")
    assert names(viewer, many) == [saved["name"]]
    token = csrf_of(viewer.client.get("/login").text)
    answer = viewer.send("DELETE", f"{SITE}/{many}/{saved['id']}", headers={"X-CSRFToken": token})
    assert code(answer) == (403, "read_only")
