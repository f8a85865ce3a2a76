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

OVERVIEW_ROUNDS = 3
FILTER_ROUNDS = 2
LIMIT_S = 120
Pair = tuple[float, float]
"""Wall and CPU, in ms."""
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
        jit = _faster_with_jit(server, questions[0])
        first, *rounds = [_overview(server, questions, jit) for _ in range(OVERVIEW_ROUNDS)]
        filters = _filtered(server, filtered(*place.days), jit)
        differences = _differences(server, place, warm, jit)
    return [
        Figure("PostgreSQL: loading and indexing", loaded["seconds"], "s"),
        Figure("PostgreSQL: disk", loaded["mb"], "MB"),
        Figure("PostgreSQL: overview of 12 months, first round", first[0], "ms"),
        *_compared("overview of 12 months", min(rounds), min(map(tuple, warm["year"]))),
        *_compared("filtered questions, p95", _at(filters, 0.95), _at(_least(warm), 0.95)),
        *_compared("filtered questions, p50", _at(filters, 0.5), _at(_least(warm), 0.5)),
        *differences,
    ]


def _compared(what: str, theirs: Pair, ours: Pair) -> list[Figure]:
    figures = []
    for kind, their, our in zip(("wall", "CPU"), theirs, ours, strict=True):
        figures.append(Figure(f"PostgreSQL: {what}, {kind}", their, "ms"))
        figures.append(Figure(f"PostgreSQL: {what}, {kind}, times as long as LiveInsight", their / our, "×"))
    return figures


def _least(warm: dict[str, Any]) -> list[Pair]:
    """The least wall and the least CPU time of each filtered question on LiveInsight."""
    return [_both_least(rounds) for rounds in warm["asked_again"].values()]


def _both_least(rounds: list[Pair]) -> Pair:
    walls, cpus = zip(*rounds, strict=True)
    return min(walls), min(cpus)


def _at(pairs: list[Pair], share: float) -> Pair:
    walls, cpus = zip(*pairs, strict=True)
    return percentile(list(walls), share), percentile(list(cpus), share)


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
        FROM read_parquet('{copies}/**/*.parquet')"""
    with duckdb.connect() as database:  # keeps the order of the files, which is that of time
        database.execute(f"COPY ({rows}) TO '{target}' (FORMAT csv, HEADER false)")


def _faster_with_jit(server: Postgres, question: Question) -> bool:
    _ask(server, question, jit=False)  # reads from disk
    without, with_jit = (_ask(server, question, jit) for jit in (False, True))
    tell(f"PostgreSQL: {question.name} without JIT {without[1]:.0f} ms of CPU, with JIT {with_jit[1]:.0f} ms")
    return with_jit[1] < without[1]


def _ask(server: Postgres, question: Question, jit: bool) -> Pair:
    timed = server.timed(sql(question), seconds=LIMIT_S, jit=jit)
    return timed.wall_ms, timed.cpu_ms


def _overview(server: Postgres, questions: list[Question], jit: bool) -> Pair:
    times = {question.name: _ask(server, question, jit) for question in questions}
    tell("PostgreSQL: " + ", ".join(f"{name} {wall:.0f} ms (CPU {cpu:.0f})" for name, (wall, cpu) in times.items()))
    return sum(wall for wall, _ in times.values()), sum(cpu for _, cpu in times.values())


def _filtered(server: Postgres, questions: list[Question], jit: bool) -> list[Pair]:
    """The least of all rounds of each question."""
    found = []
    for question in questions:
        found.append(_both_least([_ask(server, question, jit) for _ in range(FILTER_ROUNDS)]))
        tell(f"PostgreSQL: {question.name} {found[-1][0]:.0f} ms (CPU {found[-1][1]:.0f})")
    return found


def _differences(server: Postgres, place: Place, warm: dict[str, Any], jit: bool) -> list[Figure]:
    """How far PostgreSQL's counts are from LiveInsight's. Where visits lie across an edge of the year, they may be."""
    question = overview(*place.days)[0]
    row = server.timed(sql(question), seconds=LIMIT_S, jit=jit).rows[0]
    figures = [
        Figure(f"PostgreSQL minus LiveInsight: {name} of {ours}", int(theirs) - ours, name)
        for name, ours, theirs in zip(COUNTED, warm["kpis"], row, strict=False)
    ]
    tell(f"KPIs: LiveInsight {warm['kpis']}, PostgreSQL {row}")
    for asked in filtered(*place.days):
        if not asked.dimensions:
            theirs = server.timed(sql(asked), seconds=LIMIT_S, jit=jit).rows[0][0]
            tell(f"{asked.name}: visitors LiveInsight {warm['filtered_visitors'][asked.name]}, PostgreSQL {theirs}")
    return figures
