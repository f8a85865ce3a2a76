"""What an import stores, what it leaves out, and what happens when it is repeated, cut or killed."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from liveinsight import sites
from liveinsight.archive.columns import EVENTS, SESSIONS
from liveinsight.archive.objects import Bucket
from liveinsight.errors import Conflict
from liveinsight.imports import processes, source
from liveinsight.imports.lease import site_lease
from liveinsight.imports.line import Reason
from liveinsight.imports.run import run
from liveinsight.timing import DAY_MS
from tests.integration.archive.shelf import Shelf
from tests.integration.imports.loading import MIDNIGHT, MINUTE, NOW, as_file, load, new_site, rows, view

NOON = MIDNIGHT + DAY_MS // 2


def test_an_event_is_stored_as_the_live_ingest_would_describe_it(shelf: Shelf) -> None:
    site = new_site()
    line = view(
        NOON,
        path="/p%20q?utm_source=newsletter&utm_medium=email&secret=1",
        referrer="https://www.google.com/search",
        title="A title",
        screen=[390, 844],
        language="ko-KR",
        country="kr",
        browser="Firefox",
        browser_version="152",
        os="Android",
        device="Mobile",
    )
    assert load(shelf, site, [line]).new == 1
    (row,) = rows(shelf, site, "events")
    assert list(row) == ["date", *EVENTS]
    stored = {name: value for name, value in row.items() if value not in ("", 0, None)}
    assert stored.pop("visitor_id") == rows(shelf, site, "sessions")[0]["visitor_id"]
    assert stored.pop("session_id") == rows(shelf, site, "sessions")[0]["session_id"]
    assert stored == {
        "date": "2026-06-01",
        "at": NOON,
        "type": "pageview",
        "hostname": "shop.example",
        "path": "/p q",
        "entry_page": "/p q",
        "exit_page": "/p q",
        "source": "newsletter",
        "channel": "Email",
        "referrer": "google.com/search",
        "utm_source": "newsletter",
        "utm_medium": "email",
        "country": "KR",
        "device": "mobile",
        "browser": "Firefox",
        "browser_version": "152",
        "os": "Android",
        "language": "ko-KR",
        "screen": "390x844",
        "interactive": True,
    }
    assert list(rows(shelf, site, "sessions")[0]) == ["date", *SESSIONS]


def test_times_are_ms_or_iso_and_utc_unless_they_say_otherwise(shelf: Shelf) -> None:
    site = new_site()
    iso = datetime.fromtimestamp(NOON / 1000, UTC).isoformat()
    same = [
        NOON,
        iso,
        iso.removesuffix("+00:00"),
        iso.replace("+00:00", "Z"),
        iso.replace("12:00", "14:00", 1)[:19] + "+02:00",
    ]
    assert load(shelf, site, [view(NOON, id="1") | {"at": at} for at in same]).new == 1
    assert [row["at"] for row in rows(shelf, site, "events")] == [NOON]


def test_without_ids_the_same_event_is_recognised_by_what_it_says(shelf: Shelf) -> None:
    site = new_site()
    lines = [view(NOON), view(NOON), view(NOON, path="/other"), view(NOON, visitor="bob")]
    assert load(shelf, site, lines).new == 3
    assert (
        load(shelf, site, b'{"visitor":"ada","url":"https://shop.example/", "at":%d,"type":"pageview"}' % NOON).new == 0
    )


def test_an_id_counts_once_a_visitor_and_time_and_the_first_one_stays(shelf: Shelf) -> None:
    site = new_site()
    report = load(shelf, site, [view(NOON, id="1", path="/first"), view(NOON, id="1", path="/again")])
    assert (report.events, report.new) == (2, 1)
    report = load(shelf, site, [view(NOON, id="1", path="/later"), view(NOON + 1, id="1"), view(NOON, "bob", id="1")])
    assert report.new == 2
    assert sorted(row["path"] for row in rows(shelf, site, "events")) == ["/", "/", "/first"]


def test_a_second_file_goes_on_with_visits_over_midnight(shelf: Shelf) -> None:
    site = new_site()
    evening = [view(MIDNIGHT - 10 * MINUTE, path="/in"), view(MIDNIGHT - 3 * 60 * MINUTE, "bob")]
    load(shelf, site, evening)
    report = load(shelf, site, [view(MIDNIGHT + 5 * MINUTE, path="/out")])
    assert (report.new, report.days) == (1, 2)
    visits = {row["exit_page"]: row for row in rows(shelf, site, "sessions")}
    assert visits["/out"]["duration_ms"] == 15 * MINUTE
    assert (visits["/out"]["date"], visits["/out"]["bounce"]) == ("2026-05-31", False)
    assert len({row["session_id"] for row in rows(shelf, site, "events")}) == 2
    assert shelf.object_keys(f"sessions/site={site.key}/date=2026-06-01") == []


def test_days_that_no_visit_joins_are_left_alone(shelf: Shelf) -> None:
    site = new_site()
    load(shelf, site, [view(NOON - DAY_MS), view(NOON + DAY_MS)])
    before = shelf.etags(f"events/site={site.key}/")
    assert load(shelf, site, [view(NOON)]).days == 1
    after = shelf.etags(f"events/site={site.key}/")
    assert len(after) == 3
    assert {key: after[key] for key in before} == before


def test_an_import_between_two_visits_joins_them_on_all_their_days(shelf: Shelf) -> None:
    site = new_site()
    step = 25 * MINUTE
    times = range(MIDNIGHT - 2 * step, MIDNIGHT + DAY_MS + 3 * step, step)
    lines = [view(at, path=f"/{number}") for number, at in enumerate(times)]
    middle = len(lines) // 2
    load(shelf, site, lines[:middle] + lines[middle + 1 :])
    assert len(rows(shelf, site, "sessions")) == 2
    assert load(shelf, site, [lines[middle]]).days == 3
    (visit,) = rows(shelf, site, "sessions")
    assert (visit["pageviews"], visit["exit_page"]) == (len(lines), f"/{len(lines) - 1}")
    assert {row["exit_page"] for row in rows(shelf, site, "events")} == {visit["exit_page"]}


def test_the_archive_s_own_day_is_not_touched(shelf: Shelf) -> None:
    site = new_site()
    own = f"events/site={site.key}/date=2026-06-01/day.parquet"
    shelf.s3.put_object(Bucket=shelf.settings.archive_bucket, Key=own, Body=b"the archive's")
    load(shelf, site, [view(NOON)])
    assert shelf.s3.get_object(Bucket=shelf.settings.archive_bucket, Key=own)["Body"].read() == b"the archive's"
    assert own.replace("day.", "imported.") in shelf.object_keys()


def test_visitor_strings_are_stored_nowhere(shelf: Shelf) -> None:
    load(shelf, new_site(), [view(NOON, "ada@mail.example")])
    for key in shelf.object_keys():
        assert b"ada@mail" not in shelf.s3.get_object(Bucket=shelf.settings.archive_bucket, Key=key)["Body"].read()


def test_a_visitor_is_the_same_on_all_days_and_another_one_on_another_site(shelf: Shelf) -> None:
    site, other = new_site(), new_site()
    load(shelf, site, [view(NOON), view(NOON + 40 * DAY_MS)])
    load(shelf, other, [view(NOON)])
    (here,) = {row["visitor_id"] for row in rows(shelf, site, "events")}
    (there,) = {row["visitor_id"] for row in rows(shelf, other, "events")}
    assert here != there


def test_excluded_paths_are_left_out_and_are_no_damage(shelf: Shelf) -> None:
    site = new_site(excluded_paths=("/admin*",))
    report = load(shelf, site, [view(NOON), view(NOON, path="/admin/x"), view(NOON + 1, path="/admin/x")])
    assert (report.new, report.damaged, report.shown) == (1, 0, [])
    assert report.refused == {Reason.EXCLUDED_PATH: 2}


def test_damaged_lines_are_counted_with_their_numbers_and_the_rest_is_loaded(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = new_site()
    lines = [view(NOON + number) for number in range(100)]
    content = as_file(lines).splitlines(keepends=True)
    for number in range(10, 70, 2):
        content[number] = b"not json\n"
    # Several blocks, so that line numbers go on from one to the next, in several processes.
    monkeypatch.setattr(source.blocks, "__defaults__", (1000,))
    report = load(shelf, site, b"".join(content))
    assert (report.lines, report.events, report.new, report.damaged) == (100, 70, 70, 30)
    assert [line for line, *_ in report.shown] == [number + 1 for number in range(10, 50, 2)]
    assert report.refused == {Reason.NOT_JSON: 30}


def test_a_file_without_events_stores_nothing(shelf: Shelf) -> None:
    assert load(shelf, new_site(), b"").lines == 0
    assert load(shelf, new_site(), b"\n \n\r\n").damaged == 0
    assert load(shelf, new_site(), b"nothing of use").damaged == 1
    assert shelf.object_keys() == []


def test_more_blocks_than_processes_make_the_same_days(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [view(NOON + number * MINUTE, f"v{number % 50}", f"/{number % 30}") for number in range(3000)]
    one, many = new_site(), new_site()
    load(shelf, one, lines)
    monkeypatch.setattr(source.blocks, "__defaults__", (20_000,))
    monkeypatch.setattr(processes, "WAITING", 1)
    load(shelf, many, lines)

    def plain(site: Any) -> list[Any]:
        return [
            {name: value for name, value in row.items() if not name.endswith("_id")}
            for row in rows(shelf, site, "events")
        ]

    assert plain(one) == plain(many)


class Killed(BaseException):
    """Nothing in the product catches it."""


@contextmanager
def dying(at: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The write number `at` and all after it do not happen; gives the numbers of those that were tried."""
    tried: list[int] = []
    original = Bucket.__init__

    def init(self: Bucket, *args: Any) -> None:
        original(self, *args)
        for name in ("put_object", "delete_object"):
            monkeypatch.setattr(self._client, name, attempt(getattr(self._client, name)))

    def attempt(write: Any) -> Any:
        def tried_now(**kwargs: Any) -> Any:
            tried.append(len(tried))
            if tried[-1] >= at:
                raise Killed
            return write(**kwargs)

        return tried_now

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "__init__", init)
        yield tried


def test_killed_before_any_write_and_repeated(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [view(MIDNIGHT - 10 * MINUTE), view(NOON, "bob")]
    second = [view(MIDNIGHT + 10 * MINUTE, path="/b"), view(NOON + DAY_MS, "eve"), view(NOON + MINUTE, "bob")]
    other = [view(NOON + 20 * DAY_MS, "zoe")]
    died = 0
    for at in range(100):
        site = new_site()
        load(shelf, site, first)
        with dying(at, monkeypatch) as tried:
            try:
                load(shelf, site, second)
            except Killed:
                died += 1
        if len(tried) <= at:
            break
        # Whatever is imported next: the days that the killed one had changed are worked out.
        load(shelf, site, other)
        seen = {row["at"] for row in rows(shelf, site, "events")}
        stored = {row["session_id"] for row in rows(shelf, site, "sessions")}
        assert {row["session_id"] for row in rows(shelf, site, "events")} == stored
        assert {line["at"] for line in first} <= seen
        load(shelf, site, second)
        expected = new_site()
        load(shelf, expected, first + second + other)
        for kind in ("events", "sessions"):
            assert _without_ids(rows(shelf, site, kind)) == _without_ids(rows(shelf, expected, kind))
        assert not [key for key in shelf.object_keys(f"imports/site={site.key}/") if key.endswith(".json")]
    assert died >= 8


def _without_ids(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ids are of one site; everything else is the same for the same events."""
    kept = [{name: value for name, value in row.items() if not name.endswith("_id")} for row in found]
    return sorted(kept, key=str)


def test_two_imports_into_a_site_keep_apart(shelf: Shelf) -> None:
    site = new_site()
    with site_lease(site.key):
        with pytest.raises(Conflict, match="another import into this site is running"):
            load(shelf, site, [view(NOON)])
        assert load(shelf, new_site(), [view(NOON)]).new == 1
    assert load(shelf, site, [view(NOON)]).new == 1


def test_a_site_that_had_no_events_has_some_now(shelf: Shelf) -> None:
    site = sites.add("Shop", "shop.example")
    run(io.BytesIO(as_file([view(NOON)])), site, shelf.settings, NOW)
    assert sites.get(site.key).first_event_at == MIDNIGHT


def test_older_history_moves_the_first_event_back_and_newer_does_not(shelf: Shelf) -> None:
    site = sites.add("Shop", "shop.example")
    for at, first in ((NOON, MIDNIGHT), (NOON - DAY_MS, MIDNIGHT - DAY_MS), (NOON, MIDNIGHT - DAY_MS)):
        run(io.BytesIO(as_file([view(at)])), sites.get(site.key), shelf.settings, NOW)
        assert sites.get(site.key).first_event_at == first
