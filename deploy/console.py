"""What a command says while it works: one line a step, questions before anything changes."""

import sys

import typer

from deploy.errors import Refused


def say(text: str) -> None:
    """A line at once, also into a pipe."""
    print(text, flush=True)


def confirm(question: str, yes: bool) -> None:
    """Ask before something changes, unless `yes`. Raises Refused for no, and where nobody can answer."""
    if yes:
        return
    _somebody_is_here()
    if not typer.confirm(question):
        raise Refused("left as it was")


def confirm_by_name(name: str, yes: bool) -> None:
    """Have a name typed before something is lost, unless `yes`. Raises Refused for anything else."""
    if yes:
        return
    _somebody_is_here()
    if typer.prompt(f"Type {name} to delete all of this", default="", show_default=False) != name:
        raise Refused("left as it was")


def _somebody_is_here() -> None:
    if not sys.stdin.isatty():
        raise Refused("nobody is here to answer; say YES=1 (--yes) to go on without questions")
