"""`python -m demo.visitors`: load past visits, play present ones, or both."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Annotated

import typer

from demo.visitors.arrivals import Arrivals, steady
from demo.visitors.collector import Collector, Refused
from demo.visitors.history import MOST_HOURS, THREADS, load, past_visits
from demo.visitors.live import Live
from demo.visitors.past import DAY_MS
from demo.visitors.past import write as write_past
from demo.visitors.progress import progress

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Simulated visitors of the demo shop.")

CollectorUrl = Annotated[str, typer.Option(envvar="COLLECTOR_URL", help="Where events are posted.")]
Site = Annotated[str, typer.Option(envvar="SITE", help="Key of the demo site.")]
SiteUrl = Annotated[str, typer.Option(envvar="DEMO_URL", help="Where the demo shop is.")]
Hours = Annotated[float, typer.Option(min=0.1, max=24, help="How far back.")]
Visits = Annotated[int, typer.Option(min=1, max=200_000, help="About how many visits in these hours.")]
PerMinute = Annotated[float, typer.Option(min=0.1, max=400, help="New visits a minute.")]

SHOP_URL = "http://127.0.0.1:8002"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _stop(_signal: int, _frame: object) -> None:
    """End as programs do; should a thread that waits for the collector hold that up, end all the same."""
    watchdog = threading.Timer(1.0, os._exit, (0,))
    watchdog.daemon = True
    watchdog.start()
    raise SystemExit(0)


def _say(text: str) -> None:
    print(text, flush=True)


def _load(collector: Collector, arrivals: Arrivals, hours: float, visits: int) -> bool:
    try:
        planned = past_visits(arrivals, _now_ms(), hours, visits)
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="--visits") from None
    with progress("sample visits", len(planned)) as counter:
        try:
            counter.say(str(load(collector, planned, _now_ms, counter)))
        except Refused as problem:
            counter.say(f"the collector refused the sample visits: {problem}")
            return False
    return True


def _play(collector: Collector, arrivals: Arrivals, rate: float) -> None:
    _say(f"simulated visitors arrive at {rate:g} a minute; stop with Ctrl-C")
    Live(collector, arrivals, steady(rate), _say, _now_ms).run()


@app.command()
def history(
    collector_url: CollectorUrl,
    site: Site,
    site_url: SiteUrl = SHOP_URL,
    hours: Hours = MOST_HOURS,
    visits: Visits = 1200,
) -> None:
    """Load the visits of the last hours, and end. Run again, it adds only what is new."""
    collector = Collector(collector_url, site, site_url, THREADS)
    if not _load(collector, Arrivals(site, site_url), hours, visits):
        raise typer.Exit(1)


@app.command()
def past(
    until_ms: Annotated[int, typer.Option(help="Where it ends, UTC ms.")],
    site: Site,
    site_url: SiteUrl = SHOP_URL,
    days: Annotated[float, typer.Option(min=0.1, max=400, help="How far back.")] = 30,
    visits_a_day: Annotated[float, typer.Option(min=1, max=100_000, help="How many there are at the end.")] = 300,
) -> None:
    """Write the visits of weeks as lines for `liveinsight import`. The same arguments write the same lines."""
    from_ms = until_ms - int(days * DAY_MS)
    write_past(sys.stdout, Arrivals(site, site_url), from_ms, until_ms, visits_a_day)


@app.command()
def live(collector_url: CollectorUrl, site: Site, site_url: SiteUrl = SHOP_URL, rate: PerMinute = 4.0) -> None:
    """Play visits in real time until stopped."""
    _play(Collector(collector_url, site, site_url), Arrivals(site, site_url), rate)


@app.command()
def run(
    collector_url: CollectorUrl,
    site: Site,
    site_url: SiteUrl = SHOP_URL,
    hours: Hours = MOST_HOURS,
    visits: Visits = 1200,
    rate: PerMinute = 4.0,
) -> None:
    """Load the last hours, then play visits in real time."""
    collector, arrivals = Collector(collector_url, site, site_url, THREADS), Arrivals(site, site_url)
    _load(collector, arrivals, hours, visits)
    _play(collector, arrivals, rate)


if __name__ == "__main__":
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    app()
