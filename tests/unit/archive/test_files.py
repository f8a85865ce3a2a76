"""The files are as documented, whatever visitors wrote into their events."""

# ruff: noqa: S608  # the only thing written into a statement is the test's own file name

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from liveinsight.archive import days
from liveinsight.archive.columns import EVENTS, SESSIONS
from liveinsight.archive.log import logged, signed, unsigned
from liveinsight.archive.workspace import Workspace
from liveinsight.domain.event import Attribution, Client, Event
from liveinsight.timing import DAY_MS, HOUR_MS
from tests.unit.archive.recorded import RecordedHours

DOCS = (Path(__file__).parents[3] / "docs/archive.md").read_text()
NOON = 1_795_348_800_000
DAY = NOON - 12 * HOUR_MS
HIVE = {
    "TIMESTAMP_MS": "timestamp",
    "BIGINT": "bigint",
    "INTEGER": "int",
    "TINYINT": "tinyint",
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DECIMAL(18,3)": "decimal(18,3)",
}
HOSTILE = [
    "\"'; DROP TABLE log; --",
    "a\\b\\",
    "{}\n[]\r\t",
    "\x00",
    "한국어 \U0001f600 \u2028\ufeff",
    "NULL",
    "x" * 4000,
]


def event(**changed: object) -> Event:
    values: dict[str, object] = {
        "site": "s",
        "id": "1",
        "type": "event",
        "at": NOON,
        "visitor": "ffffffffffffffff",
        "hostname": "shop.example",
        "path": "/",
    }
    return Event(**{**values, **changed})  # type: ignore[arg-type]  # the test's own values


def build(space: Workspace, events: list[Event]) -> None:
    days.build(space, RecordedHours(space, events, DAY + 2 * DAY_MS), "s", DAY)


@pytest.mark.parametrize(("kind", "columns"), [("events", EVENTS), ("sessions", SESSIONS)])
def test_the_columns_are_the_documented_ones(space: Workspace, kind: str, columns: dict[str, str]) -> None:
    build(space, [event()])
    described = space.run(f"DESCRIBE SELECT * FROM '{space.folder}/day-{kind}.parquet'").fetchall()
    types = {name: type_ for name, type_, *_ in described}
    assert types == {name: type_.replace("_MS", "") for name, type_ in columns.items()}
    assert list(types) == list(columns)
    ddl = re.search(rf"CREATE EXTERNAL TABLE {kind} \((.*?)\)\s*PARTITIONED", DOCS, re.DOTALL)
    assert ddl is not None
    wanted = [f"{name} {HIVE[type_]}" for name, type_ in columns.items()]
    assert re.split(r",\s+", ddl[1].replace("`", "").strip()) == wanted


def test_times_are_milliseconds_and_files_are_compressed(space: Workspace) -> None:
    build(space, [event()])
    file = f"'{space.folder}/day-events.parquet'"
    ((converted,),) = space.run(f"SELECT converted_type FROM parquet_schema({file}) WHERE name = 'at'").fetchall()
    assert converted == "TIMESTAMP_MILLIS"
    assert space.run(f"SELECT DISTINCT compression FROM parquet_metadata({file})").fetchall() == [("ZSTD",)]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_comes_out_as_it_went_in(space: Workspace, text: str) -> None:
    texts = ("name", "hostname", "path", "props", "revenue_currency")
    own, client = Attribution(*[text] * 9), Client(*[text] * 10)
    build(space, [event(own=own, client=client, **dict.fromkeys(texts, text))])
    found = space.run(f"SELECT * FROM '{space.folder}/day-events.parquet'").fetchone()
    assert found is not None
    row = dict(zip(EVENTS, found, strict=True))
    ours = [name for name, type_ in EVENTS.items() if type_ == "VARCHAR" and name != "type"]
    assert {name: row[name] for name in ours} == dict.fromkeys(ours, text)


@pytest.mark.parametrize(
    ("revenue", "stored"),
    [("", None), ("19.9", "19.900"), ("-1000000000000", "-1000000000000.000"), ("0.001", "0.001")],
)
def test_revenue_is_exact(space: Workspace, revenue: str, stored: str | None) -> None:
    build(space, [event(revenue_amount=revenue)])
    (amount,) = space.one(f"SELECT revenue_amount FROM '{space.folder}/day-events.parquet'")
    assert (None if amount is None else str(amount)) == stored


def test_the_same_events_in_another_order_make_the_same_bytes(space: Workspace) -> None:
    events = [event(id=str(number), at=NOON + number // 2, visitor=f"{number % 7:016x}") for number in range(5000)]
    made = []
    for given in (events, events[::-1]):
        build(space, given)
        made.append((space.folder / "day-events.parquet").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("digits", ["0000000000000000", "7fffffffffffffff", "8000000000000000", "ffffffffffffffff"])
def test_ids_are_the_same_64_bits(digits: str) -> None:
    assert -(1 << 63) <= signed(digits) < 1 << 63
    assert unsigned(signed(digits)) == digits


def test_the_database_touches_no_file_outside_of_its_folder(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(duckdb.PermissionException):
        space.run(f"COPY (SELECT 1) TO '{tmp_path}/stolen.parquet'")
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        space.run("SET enable_external_access = true")


def test_marking_an_hour_needs_no_duckdb() -> None:
    code = "import sys; import liveinsight.archive.again; sys.exit('duckdb' in sys.modules or 'boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_hours_that_an_older_version_copied_are_read_as_they_are(space: Workspace) -> None:
    """They lack the column that tells whom a page identified, and may lie beside newer ones."""
    events = [event(visitor="0a", lasting_visitor="0c"), event(visitor="0b", at=NOON + HOUR_MS, lasting_visitor="0d")]
    source = RecordedHours(space, events, DAY + 2 * DAY_MS)
    path = source._files[NOON]
    space.run(f"COPY (SELECT * EXCLUDE (lasting_id) FROM '{path}') TO '{path}.old' (FORMAT parquet)")
    Path(f"{path}.old").replace(path)
    days.build(space, source, "s", DAY)
    for kind in ("events", "sessions"):
        assert space.run(f"SELECT visitor_id FROM '{space.folder}/day-{kind}.parquet'").fetchall() == [(10,), (13,)]
    both = logged(path, source._files[NOON + HOUR_MS])
    assert space.run(f'SELECT lasting_id FROM {both} ORDER BY "at"').fetchall() == [(None,), (13,)]
