"""`python -m deploy smoke`: a readable list of checks, and an exit code."""

from collections.abc import Mapping
from typing import Annotated

import typer

from deploy.console import say
from deploy.environment import environment
from deploy.errors import Refused
from deploy.web.checks import BEACONS, COLLECTOR, DASHBOARD, Server, headers_of, named, run

NONE: Mapping[str, str] = {}


def smoke(
    url: Annotated[str | None, typer.Option(help="The dashboard, such as https://stats.example.com.")] = None,
    collector: Annotated[str | None, typer.Option(help="Where the tracker sends to, if that is to be asked.")] = None,
    header: Annotated[list[str] | None, typer.Option(help="'Name: value' to send along.")] = None,
    env: Annotated[str | None, typer.Option(help="Take both addresses from this environment.")] = None,
) -> None:
    """Ask dashboard and collector what shows that they are well; changes nothing. Exit code 1 when one is not."""
    if env is not None:
        outputs = environment(env)
        url = url or outputs.output("dashboard_url")
        collector = collector or outputs.output("collector_url") or None
    if not url:
        raise Refused("say which dashboard: --url https://stats.example.com, or --env production")
    report(url, collector, headers_of(header or ()))


def report(url: str, collector: str | None, headers: Mapping[str, str] = NONE) -> None:
    """Say the outcome of every check. Raises Refused when one failed."""
    for address in filter(None, (url, collector)):
        if not address.startswith(("http://", "https://")):
            raise Refused(f"{address!r} is no address; it begins with https:// (or http://)")
    say(url)
    outcomes = list(run(DASHBOARD, Server(url, headers)))
    if collector:
        shared = collector.rstrip("/") == url.rstrip("/")
        outcomes += run(BEACONS if shared else COLLECTOR, Server(collector, headers))
    for outcome in outcomes:
        say(f"  {outcome}")
    if failed := named(outcomes):
        count = sum(bool(outcome.wrong) for outcome in outcomes)
        raise Refused(f"{count} of {len(outcomes)} checks failed: {failed}")
    say(f"all {len(outcomes)} checks passed")
