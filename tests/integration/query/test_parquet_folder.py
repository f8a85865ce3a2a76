"""The engine over files in the archive's layout: missing days, damaged files, limits, what is locked."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from liveinsight.errors import InvalidRequest
from liveinsight.query.answer import QueriedSite, answer
from liveinsight.query.dates import Span
from liveinsight.query.engine import Engine, Limits, QueryRefused
from liveinsight.query.parquet_folder import ParquetFolder
from liveinsight.query.relations import extent
from liveinsight.query.request import parse
from liveinsight.query.sql import Statement
from tests.integration.query.world import Event, event_rows, fill, session_rows, visits_of

NOON = int(datetime(2026, 6, 10, 12, tzinfo=UTC).timestamp() * 1000)
DAY = 24 * 3_600_000
Ask = Callable[..., Any]


def write_day(folder: Path, day: int, visitors: int) -> None:
    """One pageview of each visitor on a day, as files of the archive."""
    at = NOON + day * DAY
    events = [
        Event(at + n, day * 100 + n, "pageview", f"/{n}", attributes={"source": f"s{n}"}) for n in range(visitors)
    ]
    visits = visits_of(events)
    rows = {"events": event_rows(events), "sessions": session_rows(visits)}
    with duckdb.connect() as connection:
        for kind, made in rows.items():
            fill(connection, kind, made)
            date = datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
            target = folder / kind / "site=site" / f"date={date}" / "day.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            connection.execute(f"COPY {kind}_table TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Days 0 and 2 have two and three visitors; there is nothing of day 1."""
    write_day(tmp_path, 0, 2)
    write_day(tmp_path, 2, 3)
    return tmp_path


@pytest.fixture
def engine(folder: Path) -> Engine:
    return Engine(ParquetFolder(folder))


@pytest.fixture
def ask(engine: Engine) -> Ask:
    def asked(site: str = "site", **changes: Any) -> Any:
        body = {"site_id": site, "metrics": ["visitors", "pageviews"], "date_range": ["2026-06-10", "2026-06-12"]}
        return answer(parse(json.dumps({**body, **changes}).encode()), QueriedSite(site), engine, NOON + 2 * DAY)

    return asked


def test_missing_days_are_empty(ask: Ask) -> None:
    found = ask(dimensions=["time:day"])
    assert found["results"] == [
        {"dimensions": ["2026-06-10"], "metrics": [2, 2]},
        {"dimensions": ["2026-06-12"], "metrics": [3, 3]},
    ]
    assert found["meta"] == {}


@pytest.mark.parametrize("site", ["other", "../site", "site=site", "", "a b"])
def test_a_site_without_files_has_no_visitors(ask: Ask, site: str) -> None:
    metrics = ["visitors", "visits", "pageviews", "events", "bounce_rate", "visit_duration", "views_per_visit"]
    assert ask(site, metrics=metrics)["results"] == [{"dimensions": [], "metrics": [0, 0, 0, 0, 0, 0, 0]}]
    assert ask(site, dimensions=["visit:source"])["results"] == []


def test_all_begins_with_the_first_day_in_the_folder(ask: Ask) -> None:
    found = ask(date_range="all")
    assert found["query"]["date_range"] == ["2026-06-10T00:00:00+00:00", "2026-06-12T23:59:59+00:00"]
    assert found["results"][0]["metrics"] == [5, 5]


def damage_tail(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


def damage_pages(file: Path) -> None:
    """The file's directory stays whole; what it points to does not."""
    content = bytearray(file.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    file.write_bytes(content)


def damage_schema(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS surprise) TO '{file}' (FORMAT parquet)")


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b""), damage_tail, damage_pages, damage_schema])
@pytest.mark.parametrize("kind", ["events", "sessions"])
def test_a_damaged_file_is_left_out_and_named(
    folder: Path, ask: Ask, damage: Callable[[Path], None], kind: str
) -> None:
    file = folder / kind / "site=site" / "date=2026-06-12" / "day.parquet"
    damage(file)
    for _ in range(2):
        found = ask()
        assert found["results"][0]["metrics"] == ([5, 2] if kind == "events" else [2, 5])
        assert found["meta"]["warnings"] == [f"A damaged archive file was left out: {kind} of 2026-06-12, day.parquet."]
    write_day(folder, 2, 4)
    assert ask()["results"][0]["metrics"] == [6, 6]


def test_pages_do_not_overlap_and_end(ask: Ask) -> None:
    seen: list[Any] = []
    for offset in range(0, 6, 2):
        found = ask(
            dimensions=["event:page", "time:day"],
            include={"total_rows": True},
            pagination={"limit": 2, "offset": offset},
            order_by=[["visitors", "desc"]],
        )
        assert found["meta"]["total_rows"] == 5
        seen += [tuple(row["dimensions"]) for row in found["results"]]
    assert len(set(seen)) == len(seen) == 5
    beyond = ask(dimensions=["event:page"], include={"total_rows": True}, pagination={"offset": 10**9})
    assert (beyond["results"], beyond["meta"]) == ([], {"total_rows": 3})


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "a{5000}", "(?<=x)y", "\\\\C\\1", "((a{100}){100}){100}"])
def test_a_bad_regular_expression_is_refused(ask: Ask, pattern: str) -> None:
    with pytest.raises(InvalidRequest, match="regular expression"):
        ask(filters=[["or", [["matches_not", "event:page", [pattern]], ["is", "visit:os", ["x"]]]]])


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", '"', "$p0", "\\", "%", "é\u0301", "{}", "?"])
def test_texts_are_values_and_nothing_else(ask: Ask, text: str) -> None:
    rows = ask(
        dimensions=[f"event:props:{text}"],
        filters=[["is_not", "visit:source", [text]], ["contains_not", f"event:props:{text}", ["x"]]],
    )
    assert rows["results"] == []
    grouped = ask(dimensions=[f"event:props:{text}"], filters=[["is_not", "visit:source", [text]]])
    assert grouped["results"] == [{"dimensions": ["(none)"], "metrics": [5, 5]}]


def run(engine: Engine, sql: str, **values: object) -> object:
    return engine.run(Statement(sql, values, frozenset()), "site", extent(Span(NOON, NOON + DAY, "UTC"))).rows


SLOW = (
    "x AS (SELECT count(*) FROM range(1000000000) AS a(i), range(1000000000) AS b(j) WHERE i + j = -1) SELECT * FROM x"
)


def test_a_slow_query_ends_with_503_and_the_next_one_works(folder: Path) -> None:
    engine = Engine(ParquetFolder(folder), Limits(seconds=0.2))
    with pytest.raises(QueryRefused, match=r"longer than 0\.2 s") as refusal:
        run(engine, SLOW)
    assert (refusal.value.status, refusal.value.code) == (503, "query_timeout")
    assert run(engine, "x AS (SELECT 1) SELECT * FROM x") == [(1,)]


def test_a_query_that_needs_too_much_memory_ends_with_503(folder: Path) -> None:
    engine = Engine(ParquetFolder(folder), Limits(memory_mb=16))
    with pytest.raises(QueryRefused) as refusal:
        run(engine, "x AS (SELECT list(i || 'text') FROM range(10000000) AS t(i)) SELECT len(COLUMNS(*)) FROM x")
    assert refusal.value.code == "query_memory"


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM read_parquet('/nowhere/else.parquet')",
        "SELECT * FROM glob('/*')",
        "COPY (SELECT 1) TO '/tmp/written.parquet'",
        "ATTACH '/tmp/other.db'",
        "INSTALL httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
    ],
)
def test_nothing_outside_is_reachable_and_no_lock_opens(engine: Engine, statement: str) -> None:
    with pytest.raises(duckdb.Error, match=r"(?i)permission|disabled|locked"):
        engine.tables().execute(statement)


def test_many_threads_get_their_own_answers(ask: Ask) -> None:
    results: dict[int, Any] = {}

    def work(number: int) -> None:
        for _ in range(5):
            found = ask(filters=[["is", "visit:source", [f"s{number}"]]])
            results[number] = found["results"][0]["metrics"]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {0: [2, 2], 1: [2, 2], 2: [1, 1], 3: [0, 0]}
