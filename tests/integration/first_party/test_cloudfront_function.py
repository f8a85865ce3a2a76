"""The CloudFront Function, run with events of the shape that CloudFront documents."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from tests.integration.first_party.terraform import EXAMPLE

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
REQUEST = {
    "method": "POST",
    "uri": "/li/events",
    "querystring": {"v": {"value": "1"}, "tag": {"value": "a", "multiValue": [{"value": "a"}, {"value": "b"}]}},
    "headers": {"host": {"value": "shop.example"}, "user-agent": {"value": "Mozilla/5.0"}},
    "cookies": {"session": {"value": "secret", "attributes": "Secure"}},
}
HARNESS = "const event = JSON.parse(process.argv[1]); console.log(JSON.stringify(handler(event)));"


def run(uri: str, prefix: str = "/li") -> dict[str, Any]:
    """The request that the function makes of a request for `uri`."""
    node = shutil.which("node")
    assert node is not None
    event = {
        "version": "1.0",
        "context": {
            "distributionDomainName": "d111111abcdef8.cloudfront.net",
            "distributionId": "EDFDVBD6EXAMPLE",
            "eventType": "viewer-request",
            "requestId": "EXAMPLEntjQpEXAMPLE_SG5Z-EXAMPLEPmPfEXAMPLEu3EqEXAMPLE==",
        },
        "viewer": {"ip": "198.51.100.11"},
        "request": {**REQUEST, "uri": uri},
        "response": {},
    }
    code = (EXAMPLE / "strip-prefix.js").read_text().replace("${prefix}", prefix)
    done = subprocess.run((node, "-e", code + HARNESS, json.dumps(event)), check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(
    ("uri", "prefix", "made"),
    [
        ("/li/events", "/li", "/events"),
        ("/li/events/pixel", "/li", "/events/pixel"),
        ("/li/api/event", "/li", "/api/event"),
        ("/li/li.js", "/li", "/li.js"),
        ("/li/li/events", "/li", "/li/events"),
        ("/a/b/events", "/a/b", "/events"),
    ],
)
def test_the_prefix_is_taken_off_once(uri: str, prefix: str, made: str) -> None:
    assert run(uri, prefix)["uri"] == made


@pytest.mark.parametrize(
    "uri", ["/", "/li", "/library/li/events", "/LI/events", "/shop/li/events", "/events", "/li.js"]
)
def test_other_paths_are_left_as_they_are(uri: str) -> None:
    assert run(uri) == {**REQUEST, "uri": uri}


def test_nothing_but_the_path_changes() -> None:
    assert run("/li/events") == {**REQUEST, "uri": "/events"}
