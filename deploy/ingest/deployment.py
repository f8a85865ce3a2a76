"""One deployment: the record at hand, the package built and checked, Chalice run, the answers looked at."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from deploy import secrets
from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.ingest import answers, chalice_run, found, record, tracing, versions
from deploy.ingest.package import Package, package
from deploy.ingest.record import Record
from deploy.ingest.target import Target
from deploy.ingest.workshop import API, stage_of, workshop
from deploy.terraform import ROOT


def running(aws: Environment) -> str | None:
    """Digest of the code that answers requests; None before the first deployment."""
    client = aws.client("lambda")
    try:
        return versions.running(aws, stage_of(aws))[found.function_name(stage_of(aws), API)]
    except client.exceptions.ResourceNotFoundException:
        return None


def ready(aws: Environment, adopt: bool) -> Record:
    """The record, whole. Raises Refused when it is lost, unless it may be made anew from what is there."""
    kept = record.of(aws)
    if kept.etag is not None:
        return kept
    there = found.resources(aws, stage_of(aws))
    if there and not adopt:
        raise Refused(
            f"the record of the collector (s3://{kept.bucket}/{kept.key}) is lost, though {len(there)} parts of it are "
            "there. An older version of the object may be brought back; or make it anew from what is there: --adopt"
        )
    if there:
        say("Found and adopted: " + ", ".join(each["name"] for each in there))
        kept.content["resources"] = there
        kept.versions[:] = versions.listed(kept)
    return kept


def deploy(aws: Environment, kept: Record, built_for: Target, take_over: bool) -> None:
    """Build, check, keep and deploy a version. Raises Refused; what was there before goes on running."""
    secret = secrets.find_or_make(aws.client("ssm"), aws.project)
    stage, architecture = stage_of(aws), aws.output("collector")["architecture"]
    say(f"Building the package for Python {built_for.python} on {built_for.machine}")
    with workshop(aws, built_for, secret) as copy:
        made = package(copy, built_for, architecture)
        say(f"  {made.digest[:12]}: {made.zipped / 2**20:.1f} MB zipped, {made.unzipped / 2**20:.1f} MB unzipped")
        with working(aws, kept, take_over):
            _by_chalice(aws, kept, copy, built_for, secret)
            about = {"revision": revision(), "runtime": built_for.runtime, "architecture": architecture}
            versions.keep(kept, made, record.now(), **about)
        _arrived(aws, stage, made)


def _by_chalice(aws: Environment, kept: Record, copy: Path, built_for: Target, secret: str) -> None:
    """Chalice in the copy. When it fails, what it has made so far is in the record all the same."""
    stage = stage_of(aws)
    chalice_run.deploy(copy, stage, aws.region, built_for, kept.resources, secret)
    kept.content["resources"] = chalice_run.resources_of(copy, stage)
    tracing.follow(aws, stage)


@contextmanager
def working(aws: Environment, kept: Record, take_over: bool) -> Iterator[None]:
    """Hold the record while functions are changed.

    A run that was broken off left a record that may lack something: that is looked for first, and again when this one
    fails. Otherwise Chalice would make a second API beside the first.
    """
    unfinished = not kept.finished
    kept.begin(aws.client("sts").get_caller_identity()["Arn"], record.now(), take_over)
    try:
        if unfinished:
            say("The last run did not come to its end; going on from what is there")
            kept.content["resources"] = found.resources(aws, stage_of(aws))
        yield
    except BaseException:
        _leave_unfinished(aws, kept)
        raise
    kept.end(kept.resources, finished=True)


def _leave_unfinished(aws: Environment, kept: Record) -> None:
    try:
        kept.end(found.resources(aws, stage_of(aws)), finished=False)
    except (Refused, ClientError, BotoCoreError) as error:
        # The record still says that this run is at work; what stopped it is told by the caller.
        say(f"  the record could not be brought up to date ({error}); run this again with --take-over")


def _arrived(aws: Environment, stage: str, made: Package) -> None:
    others = [name for name, digest in versions.running(aws, stage).items() if digest != made.digest]
    if others:
        raise Refused(f"{', '.join(others)} runs other code than was built ({made.digest[:12]}); run this again")


def check(aws: Environment, kept: Record) -> None:
    """Say what the collector answers. Raises Refused when that is wrong."""
    api = kept.api_id()
    if api is None:
        raise Refused(f"the collector has no API; deploy it: make ingest ENV={aws.name}")
    url = answers.address(aws, api)
    say(f"Asking {url}")
    found_answers = answers.ask(url)
    for answer in found_answers:
        say(f"  {answer}")
    if not all(answer.right for answer in found_answers):
        log = f"/aws/lambda/{found.function_name(stage_of(aws), API)}"
        raise Refused(f"the collector does not answer as it should; its log: aws logs tail {log} --since 10m")


def revision() -> str:
    """What git calls this code; `unknown` outside of a checkout."""
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607  # wherever git is
        cwd=ROOT, text=True, capture_output=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or "unknown"
