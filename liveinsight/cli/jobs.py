"""`liveinsight rollup`: the scheduled jobs, run by hand."""

import time
from dataclasses import asdict
from typing import Annotated

import typer

from liveinsight import rollup as rollup_jobs
from liveinsight.cli.turn import when_free


def rollup(
    now: Annotated[
        bool, typer.Option("--now", help="Do not wait: store visits that are still going on as they stand, too.")
    ] = False,
) -> None:
    """Store the visits that have finished since the last run."""
    report = when_free(lambda: rollup_jobs.run(int(time.time() * 1000), time_limit_s=float("inf"), ongoing=now))
    for name, value in asdict(report).items():
        typer.echo(f"{name}: {value}")
    if report.failed:
        raise typer.Exit(1)
