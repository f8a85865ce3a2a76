"""The scripts and the dashboard's files, put where CloudFront takes them from.

Before a new version of the dashboard gets its traffic: its pages name files that must be there. Those of the version
before stay; their names contain their content's hash.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard.views.tracker_script import MAX_AGE_S, for_collector
from deploy.console import say
from deploy.environment import Environment, environment
from deploy.errors import Refused
from deploy.options import Env
from deploy.terraform import ROOT

TRACKER = ROOT / "tracker-js/dist"
ASSETS = ROOT / "dashboard/static/dist"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = f"public, max-age={MAX_AGE_S}"
# CloudFront compresses by itself, and only the dashboard reads the manifest.
_LEFT_OUT = {".gz", ".map"}


@dataclass(frozen=True)
class File:
    """An object of the bucket: its key, content, and how long browsers may keep it."""

    key: str
    content: bytes
    cache: str

    @property
    def type(self) -> str:
        guessed = mimetypes.guess_type(self.key)[0] or "application/octet-stream"
        return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def scripts(env: Env) -> None:
    """Upload the tracker and the dashboard's files, as `make build` has left them. Deletes nothing."""
    upload(environment(env))


def upload(aws: Environment) -> None:
    """Put them all into the bucket. Raises Refused when they were not built, or nobody knows where events go."""
    bucket = aws.output("static_bucket")
    if not bucket:
        say("Without CloudFront the dashboard serves its scripts itself")
        return
    found = list(files(aws.output("collector_url")))
    s3 = aws.client("s3")
    for file in found:
        s3.put_object(Bucket=bucket, Key=file.key, Body=file.content, ContentType=file.type, CacheControl=file.cache)
    say(f"{len(found)} files lie in {bucket}; browsers ask for the tracker again after an hour")


def files(collector_url: str, tracker: Path = TRACKER, assets: Path = ASSETS) -> Iterator[File]:
    """What is to be uploaded; the tracker comes last, for it is what pages of others load."""
    if not collector_url:
        raise Refused("Terraform knows no address of the collector; deploy it first: make ingest ENV=…")
    if not (assets / "manifest.json").is_file() or not (tracker / "li.js").is_file():
        raise Refused("the scripts are not built; build them with: make build")
    for path in sorted(assets.rglob("*")):
        if path.is_file() and path.suffix not in _LEFT_OUT and path.name != "manifest.json":
            yield File(f"static/dist/{path.relative_to(assets).as_posix()}", path.read_bytes(), FOR_EVER)
    for name in ("li-vitals.js", "li.js"):
        yield File(name, for_collector(tracker / name, collector_url), SHORT)
