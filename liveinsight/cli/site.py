"""`liveinsight site`: the websites that may send events."""

from dataclasses import asdict
from typing import Annotated

import typer

from liveinsight import sites

app = typer.Typer(help="The websites that may send events.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the site is called on the dashboard.")],
    domain: Annotated[str, typer.Option(help="Its domain, for example shop.example; subdomains are included.")],
    timezone: Annotated[str, typer.Option(help="The time zone that its days follow, for example Asia/Seoul.")] = "UTC",
) -> None:
    """Register a site and print its key, which goes into the snippet."""
    typer.echo(sites.add(name, domain, timezone).key)


@app.command()
def change(
    key: Annotated[str, typer.Argument(help="The site's key; `site list` shows it.")],
    name: Annotated[str | None, typer.Option(help="What it is called on the dashboard.")] = None,
    timezone: Annotated[str | None, typer.Option(help="The time zone that its days follow.")] = None,
    retention_days: Annotated[int | None, typer.Option(help="How long finished sessions are kept.")] = None,
    shards: Annotated[int | None, typer.Option(help="Partitions for a very busy site; can only be raised.")] = None,
    allow_origin: Annotated[
        list[str] | None, typer.Option(help="Another domain whose pages may send events. Give it once for each.")
    ] = None,
    exclude_address: Annotated[
        list[str] | None, typer.Option(help="Count nobody from this address or network. Give it once for each.")
    ] = None,
    exclude_path: Annotated[
        list[str] | None, typer.Option(help="Count nothing on this path, `*` allowed. Give it once for each.")
    ] = None,
    identify: Annotated[
        bool | None,
        typer.Option(
            help="Take the ids that pages give to visitors after their consent, so that who returns is known."
        ),
    ] = None,
) -> None:
    """Change what is set for a site, and print it. Lists are replaced as a whole; '' empties one."""
    wanted = sites.Changes(
        *(name, timezone, shards, retention_days),
        *(_list(allow_origin), _list(exclude_address), _list(exclude_path), identify),
    )
    for title, value in asdict(sites.change(key, wanted)).items():
        typer.echo(f"{title}: {', '.join(value) if isinstance(value, tuple) else '' if value is None else value}")


def _list(given: list[str] | None) -> list[str] | None:
    return None if given is None else [entry for entry in given if entry]


@app.command("list")
def list_() -> None:
    """Print key, domain, time zone and name of every site."""
    for site in sites.every():
        typer.echo(f"{site.key}\t{site.domain}\t{site.timezone}\t{site.name}")
