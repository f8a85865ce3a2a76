"""`deploy`: all steps in their order, each the command that can be run alone.

Nothing is remembered between runs. Each step finds what is done already, so after a failure the same command goes on
where it stopped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from deploy.console import say
from deploy.environment import Environment, environment, terraform
from deploy.errors import Refused
from deploy.ingest.deployment import revision
from deploy.options import Env, Yes


@dataclass(frozen=True)
class Step:
    """A command with its arguments, and what it is for."""

    command: str
    arguments: tuple[str, ...]
    purpose: str


def deploy(
    context: typer.Context,
    env: Env,
    tag: Annotated[str, typer.Option(help="Version of the dashboard; by default what git calls this code.")] = "",
    yes: Yes = False,
) -> None:
    """Deploy everything: infrastructure, collector, scripts, dashboard. May be repeated."""
    name, version = terraform(env).name, tag or _committed()
    commands = _commands(context)
    todo = [step for step in steps(name, version, yes) if step.command in commands]
    say(f"To {name}, version {version}:")
    for number, step in enumerate(todo, 1):
        say(f"  {number}. {step.command}: {step.purpose}")
    there = False
    for number, step in enumerate(todo, 1):
        say(f"\n{number}. {step.command}")
        if step.command == "image":
            there = pushed(environment(name), version)
        if there and step.command in ("image", "push"):
            say(f"  {version} is pushed already")
            continue
        run(context, step)
    say(f"\n{name} runs {version}")


def _committed() -> str:
    """Raises Refused for a checkout with changes: tags are never overwritten, so one of these would hide the next."""
    version = revision()
    if version.endswith("-dirty"):
        raise Refused(
            "this checkout has changes that are not committed; commit them, or name the version: TAG=… (--tag)"
        )
    return version


def steps(name: str, version: str, yes: bool) -> Iterator[Step]:
    """In the order in which each finds what it needs."""
    to, agreed = ("--env", name), ("--yes",) if yes else ()
    yield Step("infra", (*to, *agreed), "what Terraform makes; the plan is shown first")
    yield Step("ingest", (*to, *agreed), "the collector by Chalice; then throttling and CloudFront's way to it")
    yield Step("image", ("--tag", version), "the dashboard's image")
    yield Step("push", (*to, "--tag", version), "into the installation's registry")
    yield Step("scripts", to, "the tracker and the dashboard's files, to where CloudFront takes them from")
    yield Step("blue-green", (*to, "--tag", version, *agreed), "the new version beside the old, then in its place")
    yield Step("doctor", to, "whether all of it is there and healthy")


def run(context: typer.Context, step: Step) -> None:
    """One step, as if it were called alone. Raises what it raises; Refused when it ends with an exit code."""
    code = _group(context).main([step.command, *step.arguments], prog_name="deploy", standalone_mode=False)
    if code:
        raise Refused(f"{step.command} ended with {code}; what it found stands above")


def pushed(aws: Environment, version: str) -> bool:
    """Whether the registry has this version."""
    ecr = aws.client("ecr")
    repository = str(aws.output("repository")).partition("/")[2]
    try:
        found = ecr.describe_images(repositoryName=repository, imageIds=[{"imageTag": version}])
    except ecr.exceptions.ImageNotFoundException:
        return False
    return bool(found["imageDetails"])


def _commands(context: typer.Context) -> set[str]:
    return set(_group(context).list_commands(context))


def _group(context: typer.Context) -> Any:
    assert context.parent is not None
    return context.parent.command
