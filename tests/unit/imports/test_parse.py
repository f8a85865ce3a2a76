"""Rows in spools: what a hostile file says comes through DuckDB as it should be stored."""

# ruff: noqa: S608  # only the test's own file names are written into statements

import json
from pathlib import Path
from typing import Any

import pytest

from liveinsight.archive.workspace import Workspace, workspace
from liveinsight.domain.address import clean
from liveinsight.imports import description, spool
from liveinsight.imports.line import Reason
from liveinsight.imports.parse import SHOWN, Parsed, Parser
from liveinsight.sites import Site

NOW = 1_795_000_000_000
SITE = Site("key", "Shop", "shop.example", excluded_paths=("/admin*",))
FINE: dict[str, Any] = {"type": "event", "name": "n", "at": NOW, "visitor": "ada", "url": "https://shop.example/"}
HOSTILE = [
    "\"'; DROP TABLE fresh; --",
    "a\\b\\",
    "comma, \x1f\x1e\x00\n\r\t end",
    "한국어 \U0001f600 \u2028\ufeff",
    "\x1e",
    "NULL",
    "#x",
    "\\N",
]


def parsed(space: Workspace, *lines: dict[str, Any] | bytes) -> Parsed:
    written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return Parser(SITE, space.folder, 1, NOW).parse(b"\n".join(written) + b"\n", 0)


def spooled(space: Workspace, files: list[Path], columns: dict[str, str]) -> list[dict[str, Any]]:
    found = space.run(f"SELECT * FROM {spool.table(files, columns)}").fetchall()
    return [dict(zip(columns, row, strict=True)) for row in found]


def events(space: Workspace) -> list[dict[str, Any]]:
    return spooled(space, spool.event_files(space.folder, NOW), spool.EVENT)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_comes_out_cleaned_and_whole(text: str) -> None:
    with workspace() as space:
        line = {**FINE, "name": f"x{text}", "props": {text: text}, "visitor": text, "browser": text, "city": text}
        line |= {"url": f"https://shop.example/?utm_source=a&utm_term={text!r}", "language": text[:20]}
        done = parsed(space, line)
        assert done.events == 1, done.shown
        cleaned = clean(text, 200)
        (row,) = events(space)
        assert row["name"] == clean(f"x{text}", 200)
        assert json.loads(row["props"] or "{}") == ({cleaned: cleaned} if cleaned else {})
        (client,) = spooled(space, spool.dictionary_files(space.folder, "clients"), spool.CLIENT)
        assert (client["browser"], client["city"]) == (cleaned, cleaned)
        assert client["client"] == row["client"]
        (page,) = spooled(space, spool.dictionary_files(space.folder, "pages"), spool.PAGE)
        assert (page["page"], page["utm_source"]) == (row["page"], "a")


def test_the_longest_properties_pass() -> None:
    with workspace() as space:
        props = {f"{number:300d}": "\u00e9" * 2000 for number in range(10)}
        assert parsed(space, json.dumps({**FINE, "props": props}, ensure_ascii=False).encode()).events == 1
        assert len(json.loads(events(space)[0]["props"])) == 10


def test_revenue_is_exact_or_refused() -> None:
    amounts = ["19.90", 5, 0.1, "1e-3", "-7", "1e12"]
    with workspace() as space:
        lines = [{**FINE, "revenue": {"amount": amount, "currency": "eur"}} for amount in amounts]
        assert parsed(space, *lines, {**FINE, "revenue": {"amount": "many", "currency": "eur"}}).refused == {
            Reason.INVALID_REVENUE: 1
        }
        found = [str(row["revenue_amount"]) for row in events(space)]
        assert found == ["19.900", "5.000", "0.100", "0.001", "-7.000", "1000000000000.000"]
        assert {row["revenue_currency"] for row in events(space)} == {"EUR"}


def test_what_is_refused_is_counted_and_the_first_shown() -> None:
    with workspace() as space:
        bad = [b"{" for _ in range(SHOWN + 5)]
        no_page = [{**FINE, "url": "javascript:alert(1)"}, {**FINE, "url": "https://shop.example/\x00"}]
        done = parsed(space, FINE, *bad, *no_page, b"", b"  \r", {**FINE, "url": "https://shop.example/admin"})
        assert (done.lines, done.events) == (SHOWN + 11, 1)
        assert done.refused == {Reason.NOT_JSON: SHOWN + 5, Reason.INVALID_URL: 2, Reason.EXCLUDED_PATH: 1}
        assert [shown.line for shown in done.shown] == list(range(1, SHOWN + 1))


def test_memories_are_bounded_and_forgetting_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(description, "REMEMBERED", 3)
    with workspace() as space:
        lines = [
            {
                **FINE,
                "visitor": f"v{number % 7}",
                "url": f"https://shop.example/{number % 5}",
                "browser": f"b{number % 4}",
            }
            for number in range(60)
        ]
        assert parsed(space, *lines).events == 60
        rows = events(space)
        pages = {
            row["page"]: row["path"]
            for row in spooled(space, spool.dictionary_files(space.folder, "pages"), spool.PAGE)
        }
        assert [pages[row["page"]] for row in rows] == [f"/{number % 5}" for number in range(60)]
        assert [row["visitor_id"] for row in rows] == [
            description.visitor_number("key", f"v{number % 7}") for number in range(60)
        ]


def test_each_day_has_its_spool() -> None:
    with workspace() as space:
        day = 86_400_000
        done = parsed(space, FINE, {**FINE, "at": NOW - day}, {**FINE, "at": NOW - 400 * day})
        assert done.days == {at - at % day: 1 for at in (NOW, NOW - day, NOW - 400 * day)}
        assert [len(spool.event_files(space.folder, start)) for start in done.days] == [1, 1, 1]
