"""Images in the repository: tags, digests, ages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.errors import Refused

SHOWN = 10


@dataclass(frozen=True)
class Image:
    """A pushed image under one of its tags. `repository` is its address, as in `…amazonaws.com/liveinsight-app`."""

    tag: str
    digest: str
    pushed: datetime
    repository: str

    @property
    def uri(self) -> str:
        """By digest, so that what was tested is what runs, whatever becomes of the tag."""
        return f"{self.repository}@{self.digest}"


def pushed(ecr: Any, repository: str) -> list[Image]:
    """All tagged images, the newest first."""
    pages = ecr.get_paginator("describe_images").paginate(
        repositoryName=name_of(repository), filter={"tagStatus": "TAGGED"}
    )
    found = [
        Image(tag, detail["imageDigest"], detail["imagePushedAt"], repository)
        for page in pages
        for detail in page["imageDetails"]
        for tag in detail.get("imageTags", [])
    ]
    # Of two from the same second, the one that AWS lists later.
    return sorted(found, key=lambda image: image.pushed)[::-1]


def name_of(repository: str) -> str:
    """The repository's name: its address without the registry's host."""
    return repository.partition("/")[2]


def choose(images: Sequence[Image], tag: str | None) -> Image:
    """The image with this tag, or the newest. Raises Refused with the tags that there are."""
    if not images:
        raise Refused("no image has been pushed yet; push one with: make push TAG=…")
    if tag is None:
        return images[0]
    for image in images:
        if image.tag == tag:
            return image
    known = ", ".join(image.tag for image in images[:SHOWN]) + (", …" if len(images) > SHOWN else "")
    raise Refused(f"no image has the tag {tag!r}; pushed are {known} (make push TAG={tag})")


def find(images: Sequence[Image], uri: str) -> Image | None:
    """The pushed image that a task definition names, by digest or by tag; None when it is no longer there."""
    by_digest = uri.rpartition("@")[2] if "@" in uri else None
    tag = uri.rpartition(":")[2]
    for image in images:
        if (image.digest == by_digest) if by_digest else (image.tag == tag):
            return image
    return None
