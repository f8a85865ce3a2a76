"""`liveinsight site`: the websites that may send events."""

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


@app.command("list")
def list_() -> None:
    """Print key, domain, time zone and name of every site."""
    for site in sites.every():
        typer.echo(f"{site.key}\t{site.domain}\t{site.timezone}\t{site.name}")
