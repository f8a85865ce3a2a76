"""A year of one site: import, preparing, the overview and filtered questions, beside PostgreSQL; archiving a day."""

import json
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import archive_day, history_postgres
from bench.figures import Figure, percentile
from bench.history_place import Place, import_year, megabytes, tell
from bench.history_process import evict
from local.aws import local_aws

FIRST_TOUCHES = 3
CHAPTERS = ("questions", "postgres", "archive")


def measure(keep: Path | None, events: int, chapters: tuple[str, ...] = CHAPTERS) -> list[Figure]:
    """All figures of the history. `keep` is a folder to work in and leave behind, for the next time."""
    figures: list[Figure] = []
    if {"questions", "postgres"} & set(chapters):
        with _folder(keep) as folder:
            figures += _year(folder, events, chapters)
    if "archive" in chapters:
        figures += archive_day.measure(min(events, archive_day.EVENTS))
    one, five, fifteen = os.getloadavg()
    tell(f"load average at the end: {one:.2f} {five:.2f} {fifteen:.2f}")
    return [Figure(f.name, float(f"{f.value:.4g}"), f.unit, f.target, f.at_least) for f in figures]


def _year(folder: Path, events: int, chapters: tuple[str, ...]) -> list[Figure]:
    with local_aws(_made(folder / "aws")) as endpoint:
        place = Place(folder, endpoint, events)
        figures = _loaded(place)
        warm = place.process("warm")
        (folder / "warm.json").write_text(json.dumps(warm, indent=1))
        if "questions" in chapters:
            figures += [*_first_touch(place), *_overview(warm), *_filtered(warm), _memory(warm)]
    for figure in figures:  # what comes now may take long
        tell(f"{figure.name}: {figure.value:.4g} {figure.unit}")
    if "postgres" in chapters:
        figures += history_postgres.measure(place, warm)
    return figures


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield _made(keep.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="liveinsight-bench-") as name:
        Path(name).chmod(0o711)  # PostgreSQL runs as another user and must reach its own folder in here
        yield Path(name)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _loaded(place: Place) -> list[Figure]:
    """Import, sizes and preparing; done once in a folder."""
    imported = place.once("import", lambda: import_year(place))
    stored = place.once("sizes", lambda: place.process("sizes"))
    prepared = place.once("prepare", lambda: place.process("prepare"))
    events = place.events
    return [
        Figure("history: events imported per second", events / imported["wall_s"], "events/s", 50_000, at_least=True),
        Figure("history: import, CPU per event", imported["cpu_s"] / events * 1e6, "µs"),
        Figure("history: import, largest process", imported["peak_mb"], "MB"),
        Figure("history: archive, bytes per event", (stored["events"] + stored["sessions"]) / events, "bytes"),
        Figure("history: archive, of it events", stored["events"] / events, "bytes"),
        Figure("history: preparing a year, CPU", prepared["cpu_s"], "s"),
        Figure("history: preparing a year, peak memory", prepared["peak_mb"], "MB"),
        Figure("history: disk, copies of the archive", _copies_mb(place), "MB"),
        Figure("history: disk, prepared files", megabytes(place.history / "prepared"), "MB"),
    ]


def _copies_mb(place: Place) -> float:
    return megabytes(place.history / "events") + megabytes(place.history / "sessions")


def _first_touch(place: Place) -> list[Figure]:
    touched = [place.process("first") for _ in range(FIRST_TOUCHES)]
    evicted = []
    for _ in range(FIRST_TOUCHES):
        evict(place.history)
        evicted.append(place.process("first"))
    _say_unprepared(touched + evicted)
    return [
        Figure("history: overview of 12 months, first touch", _least(touched, "wall_ms"), "ms", 1500),
        Figure("history: the same, CPU", _least(touched, "cpu_ms"), "ms"),
        Figure("history: the same, with no file in the system's cache", _least(evicted, "wall_ms"), "ms", 1500),
        Figure("history: before it, importing the modules", _least(touched, "import_ms"), "ms"),
    ]


def _overview(warm: dict[str, Any]) -> list[Figure]:
    _say_unprepared([warm])
    figures = []
    for name, rounds, target in (("12 months", warm["year"], 600.0), ("30 days", warm["month"], None)):
        walls, cpus = zip(*rounds, strict=True)
        figures += [
            Figure(f"history: overview of {name}, warm, least of {len(walls)}", min(walls), "ms", target),
            Figure(f"history: overview of {name}, warm, median", statistics.median(walls), "ms", target),
            Figure(f"history: overview of {name}, CPU, median", statistics.median(cpus), "ms"),
        ]
    return figures


def _filtered(warm: dict[str, Any]) -> list[Figure]:
    again: dict[str, list[tuple[float, float]]] = warm["asked_again"]
    walls = {name: min(wall for wall, _ in rounds) for name, rounds in again.items()}
    medians = [statistics.median(wall for wall, _ in rounds) for rounds in again.values()]
    cpus = [min(cpu for _, cpu in rounds) for rounds in again.values()]
    new = [wall for wall, _ in warm["first_asked"].values()]
    slowest = sorted(walls, key=lambda name: walls[name])[-3:]
    tell("slowest filtered: " + "; ".join(f"{name} {walls[name]:.0f} ms" for name in reversed(slowest)))
    least = "each the least of 3"
    return [
        Figure(
            f"history: {len(walls)} filtered questions, p95, {least}", percentile([*walls.values()], 0.95), "ms", 250
        ),
        Figure("history: filtered questions, p95, each the median of 3", percentile(medians, 0.95), "ms", 250),
        Figure("history: filtered questions, p95, each asked first", percentile(new, 0.95), "ms", 250),
        Figure(f"history: filtered questions, p50, {least}", percentile([*walls.values()], 0.5), "ms"),
        Figure("history: filtered questions, CPU, p95", percentile(cpus, 0.95), "ms"),
        Figure("history: filtered questions, CPU, p50", percentile(cpus, 0.5), "ms"),
        Figure(f"history: slowest filtered question ({slowest[-1]})", walls[slowest[-1]], "ms"),
    ]


def _memory(warm: dict[str, Any]) -> Figure:
    return Figure("history: peak memory of a worker after all that", warm["peak_mb"], "MB", 1536)


def _least(measured: list[dict[str, Any]], what: str) -> float:
    return float(min(done[what] for done in measured))


def _say_unprepared(measured: list[dict[str, Any]]) -> None:
    if any(done["unprepared"] for done in measured):
        tell("some prepared files were missing: a day has settled since the folder was made")
