"""`python -m deploy doctor`."""

import json
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from typing import Annotated

import typer

from deploy.console import say
from deploy.doctor.examine import examine
from deploy.doctor.phases import PHASES
from deploy.doctor.report import as_data, is_healthy, table
from deploy.environment import Environment, environment
from deploy.options import Env


def doctor(
    env: Env,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Look at every resource of an installation; exit code 1 when one is not healthy or could not be looked at."""
    # Terraform tells what it does; a program that reads our output must not find it there.
    with redirect_stdout(sys.stderr):
        found = environment(env)
    if not report(found, as_json):
        raise typer.Exit(1)


def report(found: Environment, as_json: bool = False) -> bool:
    """Print what was found. Whether all is healthy."""
    found.output("switches")  # refuses infrastructure that is older than this code
    examined = examine(found, PHASES)
    if as_json:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        say(json.dumps(as_data(found.name, found.project, found.region, at, examined), indent=2, ensure_ascii=False))
    else:
        say(f"{found.project} in {found.region} ({found.name})")
        for line in table(examined):
            say(line)
    return is_healthy(examined)
