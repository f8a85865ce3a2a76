"""Options that most commands have."""

from typing import Annotated

import typer

Env = Annotated[
    str, typer.Option(help="The environment, one of terraform/envs: production (prod), development (dev) …")
]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing.")]
