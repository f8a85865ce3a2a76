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
    if not sys.stdin.isatty():
        raise Refused("nobody is here to answer; say YES=1 (--yes) to go on without questions")
    if not typer.confirm(question):
        raise Refused("left as it was")
