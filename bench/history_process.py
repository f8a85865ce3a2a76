"""The processes that `bench.history` measures, one job each. Prints what it measured as one JSON line on stdout."""

import time

STARTED = time.perf_counter()

import json  # noqa: E402  # the imports are measured
import os  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from datetime import date, timedelta  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from bench.history_questions import Question, filtered, overview  # noqa: E402
from liveinsight import sites, tables  # noqa: E402
from liveinsight.archive import run as archive_run  # noqa: E402
from liveinsight.archive.objects import s3_client  # noqa: E402
from liveinsight.history.mirror import open_mirror, wall_clock  # noqa: E402
from liveinsight.history.opening import open_engine  # noqa: E402
from liveinsight.history.prepared import job  # noqa: E402
from liveinsight.query.answer import QueriedSite, answer  # noqa: E402
from liveinsight.query.engine import Engine  # noqa: E402
from liveinsight.query.request import parse  # noqa: E402
from liveinsight.settings import Settings  # noqa: E402

IMPORT_MS = (time.perf_counter() - STARTED) * 1000
SITE = "benchsite"
TIMEZONE = "Europe/Berlin"
OVERVIEW_ROUNDS = 9
FILTER_ROUNDS = 3
Timed = tuple[float, float]
"""Wall and CPU, in ms."""


class Asked:
    """An engine on the copies and prepared files that are there; it starts no other process."""

    def __init__(self, settings: Settings) -> None:
        assert settings.history_folder is not None
        self.unprepared = 0
        self._engine: Engine = open_engine(settings, settings.history_folder, prepare=self._wanted)

    def _wanted(self, _site: str, _timezone: str) -> None:
        self.unprepared += 1

    def answer(self, question: Question) -> dict[str, Any]:
        body = json.dumps(question.body(SITE)).encode()
        return answer(parse(body), QueriedSite(SITE, TIMEZONE), self._engine, wall_clock())

    def timed(self, questions: list[Question]) -> Timed:
        wall, cpu = time.perf_counter(), time.process_time()
        for question in questions:
            self.answer(question)
        return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def set_up(settings: Settings, _first: date, _last: date) -> dict[str, Any]:
    """Tables, bucket and site."""
    tables.create()
    s3_client(settings).create_bucket(Bucket=settings.archive_bucket)
    sites.add("Bench", "shop.example", timezone=TIMEZONE, key=SITE)
    return {}


def prepare(settings: Settings, _first: date, _last: date) -> dict[str, Any]:
    """The hourly archive job as it would have run, then the prepared files, in this process."""
    archive_run.run(wall_clock(), settings)
    folder = settings.history_folder
    assert folder is not None
    mirror = open_mirror(settings, folder, sites.get, wall_clock)
    wall, cpu = time.perf_counter(), time.process_time()
    if not job.prepare(mirror, folder, SITE, TIMEZONE, wall_clock()):
        raise RuntimeError("another process prepares this site")
    return {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu, "peak_mb": _peak_mb()}


def sizes(settings: Settings, _first: date, _last: date) -> dict[str, Any]:
    """Bytes of the archive's events and sessions."""
    pages = s3_client(settings).get_paginator("list_objects_v2")
    found = {}
    for kind in ("events", "sessions"):
        listed = pages.paginate(Bucket=settings.archive_bucket, Prefix=f"{kind}/site={SITE}/")
        found[kind] = sum(item["Size"] for page in listed for item in page.get("Contents", ()))
    return found


def first(settings: Settings, first_day: date, last_day: date) -> dict[str, Any]:
    """The whole overview, from opening the engine on."""
    wall, cpu = time.perf_counter(), time.process_time()
    asked = Asked(settings)
    asked.timed(overview(first_day, last_day))
    done = {"wall_ms": (time.perf_counter() - wall) * 1000, "cpu_ms": (time.process_time() - cpu) * 1000}
    return {**done, "import_ms": IMPORT_MS, "unprepared": asked.unprepared}


def warm(settings: Settings, first_day: date, last_day: date) -> dict[str, Any]:
    """Overview and filtered questions, over and over; the process's peak memory afterwards."""
    asked = Asked(settings)
    year, month = overview(first_day, last_day), overview(last_day - timedelta(29), last_day)
    kpis = asked.answer(year[0])["results"][0]["metrics"]
    asked.timed(year)
    rounds = [(asked.timed(year), asked.timed(month)) for _ in range(OVERVIEW_ROUNDS)]
    single = {question.name: asked.timed([question]) for question in year}
    questions = filtered(first_day, last_day)
    answers = {question.name: asked.timed([question]) for question in questions}
    again = {q.name: [asked.timed([q]) for _ in range(FILTER_ROUNDS)] for q in questions}
    visitors = {q.name: asked.answer(q)["results"][0]["metrics"][0] for q in questions if not q.dimensions}
    return {
        "kpis": kpis,
        "year": [pair[0] for pair in rounds],
        "month": [pair[1] for pair in rounds],
        "single": single,
        "first_asked": answers,
        "asked_again": again,
        "filtered_visitors": visitors,
        "peak_mb": _peak_mb(),
        "unprepared": asked.unprepared,
    }


JOBS: dict[str, Callable[[Settings, date, date], dict[str, Any]]] = {
    "set_up": set_up,
    "prepare": prepare,
    "sizes": sizes,
    "first": first,
    "warm": warm,
}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def evict(folder: Path) -> None:
    """Have the system forget what it holds in memory of the files in this folder."""
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


if __name__ == "__main__":
    chosen = Settings.from_env()
    tables.bind(chosen)
    print(json.dumps(JOBS[sys.argv[1]](chosen, *map(date.fromisoformat, sys.argv[2:4]))))
