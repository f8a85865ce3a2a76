"""Jobs that only one may do at a time: by hand, one waits for one's turn."""

import time
from collections.abc import Callable
from typing import TypeVar

import typer

from liveinsight.errors import Conflict

LONGEST_S = 180.0
PAUSE_S = 1.0

Result = TypeVar("Result")


def when_free(job: Callable[[], Result], longest_s: float = LONGEST_S) -> Result:
    """What the job returns, started as soon as no other run is under way.

    Says once on stderr that it waits. Raises the job's `Conflict` when others take longer than `longest_s`.
    """
    began = time.monotonic()
    told = False
    while True:
        try:
            return job()
        except Conflict as conflict:
            if time.monotonic() - began > longest_s:
                raise
            if not told:
                typer.echo(f"{conflict.message}; waiting", err=True)
                told = True
            time.sleep(PAUSE_S)
