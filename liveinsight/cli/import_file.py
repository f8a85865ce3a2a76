"""`liveinsight import`: events of the past out of a file."""

import sys
import time
from enum import StrEnum
from typing import Annotated

import typer

from liveinsight import sites
from liveinsight.cli.turn import when_free
from liveinsight.imports.run import Report, run
from liveinsight.imports.source import opened
from liveinsight.settings import settings

SOME_DAMAGED = 3
LINE_EVERY_S = 5.0
DRAW_EVERY_S = 0.2


class Format(StrEnum):
    EVENTS = "events"


def import_file(
    file: Annotated[str, typer.Argument(help="NDJSON, one event a line, plain or gzipped; - reads standard input.")],
    site: Annotated[str, typer.Option("--site", help="Key of the site; `site list` shows it.")],
    format_: Annotated[Format, typer.Option("--format", help="What the lines are.")] = Format.EVENTS,
) -> None:
    """Load events of the past. Repeating it doubles nothing.

    Exit code 0 when every line was loaded, 3 when some were damaged and the rest was loaded, 1 when nothing was.
    """
    assert format_ is Format.EVENTS
    known = sites.get(site)
    progress = _Progress()
    with opened(file) as stream:
        now_ms = int(time.time() * 1000)
        report = run(stream, known, settings(), now_ms, tell=progress.tell, turn=when_free)
    progress.end()
    _print(report)
    if report.damaged:
        raise typer.Exit(SOME_DAMAGED)


def _print(report: Report) -> None:
    for line, reason, detail in report.shown:
        typer.echo(f"line {line}: {reason}: {_printable(detail)}", err=True)
    if report.damaged > len(report.shown):
        typer.echo(f"… and {report.damaged - len(report.shown)} more", err=True)
    rate = report.events / report.seconds if report.seconds else 0
    typer.echo(f"lines: {report.lines}")
    typer.echo(f"events: {report.events}, of them {report.new} new")
    for reason, count in report.refused.most_common():
        typer.echo(f"not loaded, {reason}: {count}")
    typer.echo(f"days written: {report.days}, objects changed: {report.changed_objects}")
    typer.echo(f"seconds: {report.seconds:.1f} ({rate:,.0f} events a second)")


def _printable(text: str) -> str:
    """What stands in a file must not move the cursor of a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)[:200]


class _Progress:
    """On a terminal one line that is written over, elsewhere a line every few seconds. On stderr."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._told = time.monotonic()
        self._drawn = False

    def tell(self, doing: str, events: int, of: int | None) -> None:
        if time.monotonic() - self._told < (DRAW_EVERY_S if self._live else LINE_EVERY_S):
            return
        self._told = time.monotonic()
        total = f" of {of:,}" if of is not None else ""
        text = f"{doing}: {events:,}{total} events"
        sys.stderr.write(f"\r\x1b[K{text}" if self._live else f"{text}\n")
        sys.stderr.flush()
        self._drawn = self._live

    def end(self) -> None:
        if self._drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
