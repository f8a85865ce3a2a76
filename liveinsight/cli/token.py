"""`liveinsight token`: keys for the API."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from liveinsight import tokens
from liveinsight.tokens import ADMIN, READ

app = typer.Typer(help="Tokens for the API.", no_args_is_help=True)


@app.command()
def create(
    site: Annotated[
        list[str] | None, typer.Option(help="Key of a site it opens; give it once for each. All sites when left out.")
    ] = None,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
    admin: Annotated[bool, typer.Option("--admin", help="It may also change sites, goals, shares and tokens.")] = False,
) -> None:
    """Make a token and print it, once."""
    typer.echo(tokens.create(site or None, label, ADMIN if admin else READ))


@app.command("list")
def list_() -> None:
    """Print id, scope, sites, time of the last use and label of every token."""
    for token in tokens.every():
        sites = "all sites" if token.sites is None else ",".join(token.sites)
        typer.echo(f"{token.id}\t{token.scope}\t{sites}\t{_when(token.last_used_at)}\t{token.label}")


@app.command()
def revoke(token_id: Annotated[str, typer.Argument(help="The token's id; `token list` shows it.")]) -> None:
    """End a token at once and for good."""
    tokens.revoke(token_id)


def _when(at_ms: int | None) -> str:
    return "never used" if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
