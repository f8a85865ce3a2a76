"""Which image a tag means, and which tag an image has."""

from datetime import UTC, datetime

import boto3
import pytest
from botocore.stub import Stubber

from deploy.errors import Refused
from deploy.web import images
from deploy.web.images import Image

REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/liveinsight-app"


def image(tag: str, digest: str = "sha256:1", day: int = 1) -> Image:
    return Image(tag, digest, datetime(2026, 11, day, tzinfo=UTC), REPOSITORY)


def test_the_newest_comes_first_and_each_tag_counts() -> None:
    ecr = boto3.client("ecr", region_name="eu-west-1")
    details = [
        {"imageDigest": "sha256:1", "imageTags": ["v1", "stable"], "imagePushedAt": datetime(2026, 11, 1, tzinfo=UTC)},
        {"imageDigest": "sha256:3", "imageTags": ["v3"], "imagePushedAt": datetime(2026, 11, 3, tzinfo=UTC)},
        {"imageDigest": "sha256:2", "imageTags": ["v2"], "imagePushedAt": datetime(2026, 11, 2, tzinfo=UTC)},
    ]
    asked = {"repositoryName": "liveinsight-app", "filter": {"tagStatus": "TAGGED"}}
    with Stubber(ecr) as aws:
        aws.add_response("describe_images", {"imageDetails": details}, asked)
        found = images.pushed(ecr, REPOSITORY)
    assert [each.tag for each in found] == ["v3", "v2", "stable", "v1"]
    assert images.choose(found, None).uri == f"{REPOSITORY}@sha256:3"
    assert images.choose(found, "stable").digest == "sha256:1"


def test_many_tags_are_not_all_listed() -> None:
    pushed = [image(f"v{number}") for number in range(11)]
    with pytest.raises(Refused, match=r"pushed are v0, v1, .*v9, … \(make push TAG=w\)"):
        images.choose(pushed, "w")


@pytest.mark.parametrize(
    ("uri", "tag"),
    [
        (f"{REPOSITORY}@sha256:2", "v2"),
        (f"{REPOSITORY}:v1", "v1"),
        (f"{REPOSITORY}@sha256:9", None),
        (f"{REPOSITORY}:none", None),
    ],
)
def test_what_a_task_runs_is_found_by_digest_or_tag(uri: str, tag: str | None) -> None:
    found = images.find([image("v2", "sha256:2"), image("v1")], uri)
    assert (found.tag if found else None) == tag
