"""`liveinsight archive`: the archive's schedule, run by hand."""

import time
from dataclasses import asdict
from functools import partial
from typing import Annotated

import typer

from liveinsight import sites
from liveinsight.archive import run as archive_jobs
from liveinsight.cli.turn import when_free
from liveinsight.settings import settings


def archive(
    date: Annotated[
        str, typer.Option("--date", help="Only this UTC day (2026-11-22), worked out anew from the log, as it stands.")
    ] = "",
    site: Annotated[str, typer.Option("--site", help="With --date: only the site with this key.")] = "",
) -> None:
    """Write closed hours and days to S3 as Parquet, and take in late events."""
    now_ms = int(time.time() * 1000)
    if date:
        _one_day(date, site, now_ms)
        return
    if site:
        raise typer.BadParameter("give --date as well", param_hint="--site")
    report = when_free(lambda: archive_jobs.run(now_ms, settings(), time_limit_s=float("inf"), tell=typer.echo))
    for name, value in asdict(report).items():
        typer.echo(f"{name}: {value}")
    if report.failed:
        raise typer.Exit(1)


def _one_day(date: str, key: str, now_ms: int) -> None:
    for site in [sites.get(key)] if key else sites.every():
        built, changed = when_free(partial(archive_jobs.day, site, date, now_ms, settings()))
        written = "written" if changed else "unchanged"
        typer.echo(f"{site.name} {date}: {built.events} events, {built.sessions} sessions, {written}")
