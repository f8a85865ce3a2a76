"""`liveinsight user`: the people who may log in."""

import sys
from typing import Annotated

import typer

from liveinsight import users

app = typer.Typer(help="The people who may log in to the dashboard.", no_args_is_help=True)

FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The e-mail address to log in with.")], password_stdin: FromStdin = False
) -> None:
    """Register a person. Without --password-stdin a fresh password is printed, once."""
    given = _read_password() if password_stdin else None
    _, password = users.add(email, given)
    if given is None:
        typer.echo(password)


@app.command()
def password(
    email: Annotated[str, typer.Argument(help="Whose password to set.")], password_stdin: FromStdin = False
) -> None:
    """Set a new password, from standard input or asked for, and end the person's sessions."""
    users.get(email)
    users.change_password(email, _read_password() if password_stdin else typer.prompt("New password", hide_input=True))


@app.command("list")
def list_() -> None:
    """Print the e-mail address of everybody who may log in."""
    for user in users.every():
        typer.echo(user.email)


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")
