"""Whether the collector answers, and as it should: asked at its API itself, past what stands in front of it."""

import json
import os
import time
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from deploy.environment import Environment
from deploy.ingest.found import API_STAGE, api_url
from deploy.ingest.target import is_local

EXPECTED = (("GET", "/health", None, 200), ("POST", "/events", b'{"test": "data"}', 400))
LIMIT_S = 60.0
EVERY_S = 2.0
"""A new API, and a function's new code, take some seconds until they answer."""


@dataclass(frozen=True)
class Answer:
    """What a request got, and what it should have; status 0 and the reason when nothing answered."""

    method: str
    path: str
    status: int
    expected: int
    body: str

    @property
    def right(self) -> bool:
        return self.status == self.expected

    def __str__(self) -> str:
        wanted = "" if self.right else f", not {self.expected}: {self.body[:200]}"
        return f"{self.method} {self.path} → {self.status}{wanted}"


def address(aws: Environment, api_id: str) -> str:
    """Where the API answers, without a slash at its end."""
    if is_local():
        return f"{os.environ['AWS_ENDPOINT_URL'].rstrip('/')}/restapis/{api_id}/{API_STAGE}/_user_request_"
    return api_url(aws, api_id).rstrip("/")


def ask(url: str) -> list[Answer]:
    """Both requests, again and again until their answers are right or LIMIT_S passed."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        answers = [_ask(url, *each) for each in EXPECTED]
        if all(answer.right for answer in answers) or time.monotonic() > deadline:
            return answers
        time.sleep(EVERY_S)


def _ask(url: str, method: str, path: str, body: bytes | None, expected: int) -> Answer:
    request = Request(url + path, data=body, method=method, headers={"Content-Type": "application/json"})  # noqa: S310  # https, or the local AWS
    try:
        with urlopen(request, timeout=20) as answer:  # noqa: S310  # the same
            return Answer(method, path, answer.status, expected, _text(answer.read()))
    except HTTPError as error:
        return Answer(method, path, error.code, expected, _text(error.read()))
    except (URLError, OSError) as error:
        return Answer(method, path, 0, expected, str(error))


def _text(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body))
    except ValueError:
        return body.decode(errors="replace")
