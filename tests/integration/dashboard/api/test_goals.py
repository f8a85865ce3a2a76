"""Goals over HTTP: unique names, also when two come at once; deleted ones can be restored."""

import secrets
import threading
from typing import Any

import pytest

from liveinsight import goals, sites
from liveinsight.errors import Conflict
from liveinsight.goals import Wanted
from liveinsight.query import goals as query_goals
from liveinsight.saved import collection
from liveinsight.tables import CollectionItem
from tests.integration.dashboard.api.conftest import Api, code

GOALS = "/api/v2/sites/SITE/goals"


def made(api: Api, **values: Any) -> dict[str, Any]:
    answer = api.post(GOALS, values)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return dict(answer.json)


def names(api: Api, path: str = GOALS) -> list[str]:
    answer = api.get(path)
    assert answer.status_code == 200
    assert answer.json is not None
    return [goal["name"] for goal in answer.json["results"]]


def test_a_goal_is_set_changed_deleted_and_restored(api: Api) -> None:
    goal = made(api, event="signup", currency="eur")
    assert {**goal, "id": "", "created_at": 0} == {
        **{"id": "", "name": "signup", "event": "signup", "page": None, "currency": "EUR"},
        **{"created_at": 0, "deleted_at": None},
    }
    one = f"{GOALS}/{goal['id']}"
    assert api.get(one).json == goal
    changed = api.send("PATCH", one, {"name": "Thanks", "page": "/thanks/*", "currency": ""}).json
    assert changed == goal | {"name": "Thanks", "event": None, "page": "/thanks/*", "currency": None}
    assert goals.of(api.site.key) == (query_goals.Goal("Thanks", page="/thanks/*"),)
    assert api.send("DELETE", one).status_code == 204
    assert goals.of(api.site.key) == ()
    assert names(api) == []
    assert names(api, f"{GOALS}?deleted=true") == ["Thanks"]
    for method in ("GET", "DELETE"):
        assert code(api.send(method, one)) == (404, "unknown_goal")
    assert api.send("POST", f"{one}/restore").json == changed
    assert code(api.send("POST", f"{one}/restore")) == (404, "unknown_goal")
    assert names(api) == ["Thanks"]


def test_names_are_made_where_none_is_given(api: Api) -> None:
    assert made(api, page="/thanks")["name"] == "Visit /thanks"
    assert made(api, event="가입")["name"] == "가입"


def test_a_name_is_there_once(api: Api) -> None:
    first = made(api, name="Straße", event="a")
    other = made(api, event="b")
    assert code(api.post(GOALS, {"name": "STRASSE", "event": "c"})) == (409, "goal_exists")
    assert code(api.send("PATCH", f"{GOALS}/{other['id']}", {"name": "straße"})) == (409, "goal_exists")
    api.send("DELETE", f"{GOALS}/{first['id']}")
    again = made(api, name="Straße", event="c")
    assert code(api.send("POST", f"{GOALS}/{first['id']}/restore")) == (409, "goal_exists")
    api.send("DELETE", f"{GOALS}/{again['id']}")
    assert api.send("POST", f"{GOALS}/{first['id']}/restore").status_code == 200


def test_of_many_who_take_a_name_at_once_one_gets_it(api: Api) -> None:
    statuses: list[int] = []
    begin = threading.Barrier(8)

    def take() -> None:
        client = api.app.test_client()
        begin.wait()
        answer = client.post(
            GOALS.replace("SITE", api.site.key),
            json={"name": "Mine", "event": "x"},
            headers={"Authorization": f"Bearer {api.token}"},
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, *[409] * 7]
    assert names(api) == ["Mine"]


def test_different_goals_at_once_are_all_kept(api: Api) -> None:
    outcomes: list[str] = []
    begin = threading.Barrier(4)

    def take(number: int) -> None:
        begin.wait()
        try:
            outcomes.append(goals.add(api.site.key, Wanted(event=f"e{number}")).name)
        except Conflict as conflict:
            outcomes.append(conflict.code)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["e0", "e1", "e2", "e3"] == sorted(names(api))


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, "invalid_goal"),
        ({"event": "a", "page": "/a"}, "invalid_goal"),
        ({"event": " \u202e "}, "invalid_goal"),
        ({"page": "thanks"}, "invalid_page"),
        ({"page": "/thanks", "currency": "EUR"}, "invalid_currency"),
        ({"event": "a", "currency": "€"}, "invalid_currency"),
        ({"event": "a", "currency": "ZZZ"}, "invalid_currency"),
        ({"event": "a" * 121}, "invalid_request"),
        ({"event": "a", "name": "n" * 121}, "invalid_request"),
        ({"event": 1}, "invalid_request"),
        ({"event": "a", "colour": "red"}, "invalid_request"),
    ],
)
def test_what_is_no_goal_is_refused(api: Api, values: dict[str, Any], refusal: str) -> None:
    assert code(api.post(GOALS, values)) == (400, refusal)
    assert names(api) == []


def test_the_list_comes_in_pages(api: Api) -> None:
    for number in range(5):
        made(api, event=f"e{number}")
    first = api.get(f"{GOALS}?limit=2").json
    assert first is not None
    assert ([goal["name"] for goal in first["results"]], first["total"], first["next"]) == (["e0", "e1"], 5, 2)
    last = api.get(f"{GOALS}?limit=2&offset=4").json
    assert last is not None
    assert ([goal["name"] for goal in last["results"]], last["next"]) == (["e4"], None)
    beyond = api.get(f"{GOALS}?offset=99").json
    assert beyond is not None
    assert (beyond["results"], beyond["total"], beyond["next"]) == ([], 5, None)
    for wrong in ("limit=0", "limit=1001", "limit=x", "offset=-1", "page=2", "deleted=perhaps"):
        answer = api.get(f"{GOALS}?{wrong}")
        assert code(answer) == (400, "invalid_parameter")
        assert wrong.partition("=")[0] in answer.text


def test_goals_stored_before_segments_were_are_still_there(api: Api) -> None:
    CollectionItem("goals", api.site.key, goals='[{"id":"a1","name":"Old","event":"x","created_at":5}]').save()
    assert names(api) == ["Old"]
    made(api, event="new")
    assert names(api) == ["new", "Old"]
    stored = CollectionItem.get("goals", api.site.key)
    assert "Old" in (stored.content or "")
    assert stored.goals is None


def test_a_restored_goal_counts_towards_the_limit(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals.GOALS, "most", 1)
    first = made(api, event="a")
    api.send("DELETE", f"{GOALS}/{first['id']}")
    made(api, event="b")
    assert code(api.send("POST", f"{GOALS}/{first['id']}/restore")) == (409, "too_many_goals")


def test_there_is_a_limit(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goals.GOALS, "most", 2)
    for number in range(2):
        made(api, event=f"e{number}")
    assert code(api.post(GOALS, {"event": "one too many"})) == (409, "too_many_goals")


def test_what_was_deleted_long_ago_is_gone(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    goal = made(api, event="old")
    api.send("DELETE", f"{GOALS}/{goal['id']}")
    monkeypatch.setattr(collection, "RESTORABLE_MS", -1)
    made(api, event="new")
    assert names(api, f"{GOALS}?deleted=true") == []


def test_queries_remember_goals_for_some_seconds(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    goals.add(api.site.key, Wanted(event="a"))
    known = goals.of(api.site.key)
    reads: list[str] = []

    def read(key: str) -> list[goals.Goal]:
        reads.append(key)
        return []

    monkeypatch.setattr(goals, "every", read)
    assert goals.of(api.site.key) == known
    assert reads == []
    monkeypatch.setattr(goals, "KNOWN_S", -1)
    assert goals.of(api.site.key) == ()
    assert reads == [api.site.key]


def test_readers_read_and_change_nothing(api: Api, reader: Api) -> None:
    goal = made(api, event="a")
    assert names(reader) == ["a"]
    one = f"{GOALS}/{goal['id']}"
    for method, path, body in (
        ("POST", GOALS, {"event": "b"}),
        ("PATCH", one, {"name": "b"}),
        ("DELETE", one, None),
        ("POST", f"{one}/restore", None),
    ):
        assert code(reader.send(method, path, body)) == (403, "read_only")
    foreign = sites.add("Other", f"{secrets.token_hex(4)}.example")
    assert code(reader.get(f"/api/v2/sites/{foreign.key}/goals")) == (403, "foreign_site")
    for unknown in ("nobody", "x" * 1000):
        assert code(api.get(f"/api/v2/sites/{unknown}/goals")) == (404, "unknown_site")
    assert code(api.post("/api/v2/sites/nobody/goals", {"event": "a"})) == (404, "unknown_site")
