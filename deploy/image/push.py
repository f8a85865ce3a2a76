"""`push`: an image that was built here into the repository of an environment, and what ECR's scanner says of it."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from deploy.console import say
from deploy.environment import Environment, environment
from deploy.errors import Refused
from deploy.image import build, builder
from deploy.image.builder import Local
from deploy.image.registry import Repository, Scan
from deploy.options import Env

PATIENCE_S = 300.0

Patience = Annotated[float, typer.Option("--scan-wait", min=0, help="Seconds to wait for the scan; 0 for none.")]


def push(
    env: Env,
    tag: Annotated[str, typer.Option(help="The version that was built.")],
    builder_name: build.Builder = None,
    scan_wait: Patience = PATIENCE_S,
) -> None:
    """Push an image that was built here to ECR, and print what ECR's scan finds in it."""
    version = build.checked(tag)
    push_to(environment(env), version, builder.find(builder_name), scan_wait)


def push_to(aws: Environment, tag: str, chosen: builder.Builder, scan_wait: float = PATIENCE_S) -> None:
    """Push the image with this tag, unless it is there already. Raises Refused, with nothing pushed."""
    repository = Repository(str(aws.output("repository")), aws.client("ecr"))
    local = _built(chosen, tag)
    _check_architecture(aws, local)
    remote = f"{repository.address}:{tag}"
    if _is_there(repository, tag, local):
        say(f"{remote} is this very image already: nothing to push")
    else:
        say(f"Pushing {local.name} ({local.size / builder.MB:.0f} MB unpacked) as {remote}")
        given = repository.log_in()
        with tempfile.TemporaryDirectory() as folder:
            chosen.push(local.name, remote, repository.registry, given.user, given.password, Path(folder))
    pushed = repository.described(tag)
    if pushed is None:
        raise Refused(f"{remote} was pushed, but ECR does not list it; try again, and look at: aws ecr describe-images")
    say(f"{remote}: {pushed['imageSizeInBytes'] / builder.MB:.0f} MB packed, {pushed['imageDigest']}")
    _tell_scan(repository, tag, scan_wait)
    say(f"Bring it to visitors with: make blue-green ENV={aws.name} TAG={tag}")


def _built(chosen: builder.Builder, tag: str) -> Local:
    local = chosen.find(build.name(tag))
    if local is None:
        raise Refused(f"{chosen.program} has no image {build.name(tag)}; build it with: make image TAG={tag}")
    return local


def _check_architecture(aws: Environment, local: Local) -> None:
    """A task that cannot run its image says no more than `exec format error`, minutes later."""
    task = aws.client("ecs").describe_task_definition(taskDefinition=aws.output("task_family"))["taskDefinition"]
    wanted = {"ARM64": "arm64"}.get(task.get("runtimePlatform", {}).get("cpuArchitecture", ""), "amd64")
    if local.architecture != wanted:
        raise Refused(
            f"{local.name} is for {local.architecture}, and the tasks of {aws.name} are {wanted}; "
            f"build it with: make image PLATFORM=linux/{wanted} TAG=…"
        )


def _is_there(repository: Repository, tag: str, local: Local) -> bool:
    """Whether the repository has this image under this tag. Raises Refused when it has another one."""
    known = repository.described(tag)
    if known is None:
        return False
    if local.id in (repository.configuration(tag), known["imageDigest"]):
        return True
    raise Refused(
        f"{repository.name} has another image with the tag {tag!r} (of {known['imagePushedAt']:%Y-%m-%d %H:%M}), and a "
        "tag never changes; give yours another one: make image TAG=… && make push TAG=…"
    )


def _tell_scan(repository: Repository, tag: str, patience_s: float) -> None:
    if patience_s == 0:
        return
    if not repository.scans():
        say("Not scanned: scanning on push is off for this repository; run: make infra")
        return
    say("Waiting for ECR's scan")
    say(described(repository.scan(tag, patience_s), patience_s))


def described(scan: Scan, patience_s: float) -> str:
    """The scan in one line."""
    if scan.whole:
        counts = ", ".join(f"{count} {severity.lower()}" for severity, count in scan.findings.items())
        return f"Scan: {counts or 'nothing found'}"
    if scan.status in ("IN_PROGRESS", "PENDING"):
        return f"Scan: not ready after {patience_s:.0f} s; see it later with: aws ecr describe-image-scan-findings"
    return f"Scan: none ({scan.status.lower().replace('_', ' ')})"
