"""Progress of a long load: a bar on a terminal, otherwise a plain line every two seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_EVERY_S = 2.0


class Counter(Protocol):
    """Something that can be told how far the work is."""

    def reached(self, done: int) -> None:
        """Take note that `done` of all are done."""

    def say(self, text: str) -> None:
        """Print a line without disturbing the bar."""


class _Bar:
    def __init__(self, bar: Progress, title: str, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=total)

    def reached(self, done: int) -> None:
        self._bar.update(self._task, completed=done)

    def say(self, text: str) -> None:
        self._bar.console.print(text, markup=False, highlight=False)


class _Lines:
    def __init__(self, title: str, total: int) -> None:
        self._title = title
        self._total = total
        self._next = time.monotonic() + LINE_EVERY_S

    def reached(self, done: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + LINE_EVERY_S
            self.say(f"{self._title}: {done} of {self._total} visits")

    def say(self, text: str) -> None:
        print(text, flush=True)


@contextmanager
def progress(title: str, total: int) -> Iterator[Counter]:
    """Show the progress of `total` visits while the block runs."""
    if not sys.stdout.isatty():
        yield _Lines(title, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console()) as bar:
        yield _Bar(bar, title, total)
