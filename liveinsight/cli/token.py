"""`liveinsight token`: keys for the API."""

from typing import Annotated

import typer

from liveinsight import tokens

app = typer.Typer(help="Tokens for the API.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Makes typer treat `create` as a subcommand although it is the only one."""


@app.command()
def create(
    site: Annotated[str | None, typer.Option(help="Key of the only site it opens; all sites when left out.")] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Make a token and print it, once."""
    typer.echo(tokens.create(site, label))
