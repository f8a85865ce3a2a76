# ruff: noqa: S608  # statements are made of the benchmark's own constants
"""The benchmark's questions on PostgreSQL 15, on the same machine and the same events."""

import time
from pathlib import Path
from typing import Any

import duckdb

from bench.figures import Figure, percentile
from bench.history_place import Place, tell
from bench.history_questions import Question, filtered, overview
from bench.history_sql import INDEXES, KINDS, TABLE, sql
from bench.postgres import Postgres, cluster, is_installed

ROUNDS = 3
LIMIT_S = 120
COUNTED = ("visitors", "visits", "pageviews")
COPIED = "name, path, entry_page, source, channel, utm_campaign, country, device, browser, os"
TEXTS = "event_name, url_path, entry_page, source, channel, utm_campaign, country, device, browser, os"


def measure(place: Place, warm: dict[str, Any]) -> list[Figure]:
    """PostgreSQL's times, and how many times as long they are as LiveInsight's in `warm`."""
    if not is_installed():
        tell("PostgreSQL 15 is left out: it is not installed (Debian: `apt install postgresql-15`)")
        return []
    questions = overview(*place.days)
    with cluster(place.folder / "postgres") as server:
        loaded = place.once("postgres", lambda: _load(place, server))
        first, *rounds = [sum(_overview(server, questions, jit=False).values()) for _ in range(ROUNDS)]
        jit = _faster_with_jit(server, questions[0])
        if jit:
            rounds = [sum(_overview(server, questions, jit).values()) for _ in range(ROUNDS - 1)]
        filters = _filtered(server, filtered(*place.days), jit)
        differences = _differences(server, place, warm, jit)
    ours = min(wall for wall, _ in warm["year"])
    ours_filtered = [min(wall for wall, _ in again) for again in warm["asked_again"].values()]
    return [
        Figure("PostgreSQL: loading and indexing", loaded["seconds"], "s"),
        Figure("PostgreSQL: disk", loaded["mb"], "MB"),
        Figure("PostgreSQL: overview of 12 months, first round", first, "ms"),
        Figure("PostgreSQL: overview of 12 months, least of 2 more", min(rounds), "ms"),
        Figure("PostgreSQL: overview, times as long as LiveInsight", min(rounds) / ours, "×"),
        Figure("PostgreSQL: filtered questions, p95, each the least of 3", percentile(filters, 0.95), "ms"),
        Figure("PostgreSQL: filtered questions, p50", percentile(filters, 0.5), "ms"),
        Figure(
            "PostgreSQL: filtered p95, times as long", percentile(filters, 0.95) / percentile(ours_filtered, 0.95), "×"
        ),
        Figure(
            "PostgreSQL: filtered p50, times as long", percentile(filters, 0.5) / percentile(ours_filtered, 0.5), "×"
        ),
        *differences,
    ]


def _load(place: Place, server: Postgres) -> dict[str, Any]:
    """The archive's events, engagement beacons included, as a table with indexes, vacuumed and analysed."""
    lines = place.folder / "events.csv"
    tell("writing CSV for PostgreSQL")
    _write_csv(place.history / "events", lines)
    tell("loading and indexing PostgreSQL")
    started = time.perf_counter()
    # Rows of a table made in the same transaction are not written twice.
    copy = f"\\copy event FROM '{lines}' (FORMAT csv, FORCE_NOT_NULL ({TEXTS}))"
    server.run(f"DROP TABLE IF EXISTS event;\nBEGIN;\n{TABLE};\n{copy}\nCOMMIT;\n")
    lines.unlink()
    for columns in INDEXES:
        server.run(f"CREATE INDEX ON event {columns}")
    server.run("VACUUM ANALYZE event")
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "mb": int(server.run("SELECT pg_total_relation_size('event')")) / 1e6}


def _write_csv(copies: Path, target: Path) -> None:
    kinds = " ".join(f"WHEN '{name}' THEN {number}" for name, number in KINDS.items())
    rows = f"""SELECT 1, session_id, visitor_id, strftime("at", '%Y-%m-%d %H:%M:%S.%gZ'),
        CASE type {kinds} END, interactive, {COPIED}
        FROM read_parquet('{copies}/**/*.parquet') ORDER BY "at" """
    duckdb.execute(f"COPY ({rows}) TO '{target}' (FORMAT csv, HEADER false)")


def _faster_with_jit(server: Postgres, question: Question) -> bool:
    times = {}
    for jit in (False, True, False, True):  # the first round of each reads from disk
        times[jit] = server.timed(sql(question), seconds=LIMIT_S, jit=jit)[0]
    tell(f"PostgreSQL: {question.name} without JIT {times[False]:.0f} ms, with JIT {times[True]:.0f} ms")
    return times[True] < times[False]


def _overview(server: Postgres, questions: list[Question], jit: bool) -> dict[str, float]:
    times = {question.name: server.timed(sql(question), seconds=LIMIT_S, jit=jit)[0] for question in questions}
    tell("PostgreSQL: " + ", ".join(f"{name} {ms:.0f} ms" for name, ms in times.items()))
    return times


def _filtered(server: Postgres, questions: list[Question], jit: bool) -> list[float]:
    """The least of all rounds of each question."""
    times = []
    for question in questions:
        rounds = [server.timed(sql(question), seconds=LIMIT_S, jit=jit)[0] for _ in range(ROUNDS)]
        times.append(min(rounds))
        tell(f"PostgreSQL: {question.name} {times[-1]:.0f} ms")
    return times


def _differences(server: Postgres, place: Place, warm: dict[str, Any], jit: bool) -> list[Figure]:
    """How far PostgreSQL's counts are from LiveInsight's. Where visits lie across an edge of the year, they may be."""
    question = overview(*place.days)[0]
    row = server.timed(sql(question), seconds=LIMIT_S, jit=jit)[1][0]
    figures = [
        Figure(f"PostgreSQL minus LiveInsight: {name} of {ours}", int(theirs) - ours, name)
        for name, ours, theirs in zip(COUNTED, warm["kpis"], row, strict=False)
    ]
    tell(f"KPIs: LiveInsight {warm['kpis']}, PostgreSQL {row}")
    for asked in filtered(*place.days):
        if not asked.dimensions:
            theirs = server.timed(sql(asked), seconds=LIMIT_S, jit=jit)[1][0][0]
            tell(f"{asked.name}: visitors LiveInsight {warm['filtered_visitors'][asked.name]}, PostgreSQL {theirs}")
    return figures
