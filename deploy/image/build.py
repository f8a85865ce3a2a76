"""`image`: the dashboard's image out of this checkout."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer

from deploy.console import say
from deploy.errors import Refused
from deploy.image import builder
from deploy.terraform import ROOT

NAME = "liveinsight-app"
PLATFORMS = ("linux/arm64", "linux/amd64")
TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")

Tag = Annotated[str | None, typer.Option(help="The version; without it what `git describe` says.")]
Builder = Annotated[
    str | None, typer.Option("--builder", help="docker, podman or buildah; without it the first that works.")
]
Base = Annotated[str | None, typer.Option(help="What the image runs on, where Docker Hub is not reached.")]
BuildBase = Annotated[str | None, typer.Option(help="What it is built on: the Python of BASE, with pip.")]
Node = Annotated[str | None, typer.Option(help="What the scripts are built on: Node 20 or newer, with npm.")]
Platform = Annotated[str, typer.Option(help="linux/arm64, as Terraform's tasks are, or linux/amd64.")]


def image(
    tag: Tag = None,
    builder_name: Builder = None,
    base: Base = None,
    build_base: BuildBase = None,
    node: Node = None,
    platform: Platform = PLATFORMS[0],
) -> None:
    """Build the dashboard's image out of this checkout."""
    if platform not in PLATFORMS:
        raise Refused(f"there is no image for {platform!r}: give {' or '.join(PLATFORMS)} (PLATFORM=…)")
    version = checked(tag or described(ROOT))
    chosen = builder.find(builder_name)
    given = {"BASE": base, "BUILD_BASE": build_base, "NODE": node}
    arguments = {key: value for key, value in given.items() if value}
    say(f"Building {name(version)} for {platform} with {chosen.program}")
    revision = _git(ROOT, "rev-parse", "HEAD") or "unknown"
    chosen.build(ROOT, name(version), platform, {**arguments, "VERSION": version, "REVISION": revision})
    built = chosen.find(name(version))
    if built is None:
        raise Refused(
            f"{chosen.program} has built no {name(version)}, though it said so; look at: {chosen.program} images"
        )
    say(f"{built.name} for {built.architecture}: {built.size / builder.MB:.0f} MB unpacked, {built.id}")
    say(f"Push it with: make push ENV=… TAG={version}")


def name(tag: str) -> str:
    """What the image is called on this machine."""
    return f"localhost/{NAME}:{tag}"


def checked(tag: str) -> str:
    """The tag, when registries take it. Raises Refused."""
    if not TAG.fullmatch(tag):
        raise Refused(f"{tag!r} is no tag: give up to 128 letters, digits, points, dashes and underscores (TAG=…)")
    return tag


def described(checkout: Path) -> str:
    """The version of this checkout. Raises Refused where there is none."""
    found = _git(checkout, "describe", "--always", "--dirty")
    if not found:
        raise Refused("this is no git checkout, so nothing says which version it is; give one: TAG=…")
    return re.sub(r"[^A-Za-z0-9_.-]", "-", found)


def _git(checkout: Path, *command: str) -> str:
    program = shutil.which("git")
    if program is None:
        return ""
    done = subprocess.run([program, *command], cwd=checkout, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
