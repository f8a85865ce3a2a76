"""`python -m local up [--demo]`: the whole system on this machine."""

import sys
from typing import Annotated

import typer

from local.layout import Layout, Refused
from local.up import up as run
from local.up import use_fork

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The whole system on this machine.")


@app.callback()
def _commands() -> None:
    """Keeps `up` a command of its own."""


@app.command()
def up(
    demo: Annotated[bool, typer.Option("--demo", help="With sample visits and simulated visitors.")] = False,
) -> None:
    """Start everything and stay until Ctrl-C."""
    use_fork()
    try:
        code = run(Layout.from_env(), demo)
    except Refused as refusal:
        sys.exit(f"LiveInsight cannot start: {refusal}")
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    app()
