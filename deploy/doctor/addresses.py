"""What the world sees: dashboard and collector are asked as visitors and their owners would ask them."""

import json
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import urllib3

from deploy.doctor.api import identifier
from deploy.doctor.finding import Check, Finding, failed, fault, judged, make
from deploy.environment import Environment
from deploy.ingest import answers

PATIENCE = urllib3.Timeout(connect=5, read=20)
"""A first question to the dashboard opens the history; a first one to the collector starts a Lambda."""
REFUSED = {"test": "data"}
"""What the collector has to refuse, and stores nothing of."""


def addresses(environment: Environment) -> Iterator[Check]:
    yield Check("dashboard", partial(_dashboard, environment))
    yield Check("collector", partial(_collector, environment))
    yield Check("way of beacons", partial(_beacons, environment))


def _ask(method: str, url: str, **options: Any) -> tuple[int, str, float]:
    """Status, text and how many ms it took; status 0 and the reason where nobody answered."""
    started = time.monotonic()
    with urllib3.PoolManager(timeout=PATIENCE, retries=False) as pool:
        try:
            answer = pool.request(method, url, **options)
        except urllib3.exceptions.HTTPError as error:
            return 0, str(error), 0.0
        return answer.status, answer.data.decode(errors="replace"), (time.monotonic() - started) * 1000


def _dashboard(environment: Environment) -> Finding:
    url = f"{environment.output('dashboard_url')}/health/?deep=1"
    status, text, took = _ask("GET", url)
    return judged(
        f"{url} answers {status} in {took:.0f} ms",
        fault(
            status != 200,
            f"{url} {_answer(status, text)}",
            _remedy(status, f"/ecs/{environment.project.lower()}", environment.region),
        ),
    )


def _collector(environment: Environment) -> Finding:
    """By the API's own name, past CloudFront."""
    found = identifier(environment)
    if not found:
        return failed("the collector is not deployed", make(environment, "ingest"))
    url = f"{answers.address(environment, found)}/health"
    status, text, took = _ask("GET", url)
    return judged(
        f"{url} answers {status} in {took:.0f} ms",
        fault(status != 200, f"{url} {_answer(status, text)}", _of_collector(environment, status)),
    )


def _beacons(environment: Environment) -> Finding:
    """As trackers send: an empty beacon is refused by the collector itself, so everything before it works."""
    base = environment.output("collector_url")
    if not base:
        return failed("there is no address of the collector yet", make(environment, "ingest"))
    url = f"{base}/events"
    status, text, took = _ask(
        "POST",
        url,
        body=json.dumps(REFUSED),
        headers={"Content-Type": "text/plain", "Origin": "https://doctor.invalid"},
    )
    return judged(
        f"{url} refuses an empty beacon in {took:.0f} ms",
        fault(
            status != 400,
            f"{url} {_answer(status, text)}, but should refuse an empty beacon with 400",
            _of_collector(environment, status),
        ),
    )


def _answer(status: int, text: str) -> str:
    short = " ".join(text.split())[:200]
    return f"answers {status}: {short}" if status else f"does not answer: {short}"


def _of_collector(environment: Environment, status: int) -> str:
    return _remedy(status, f"/aws/lambda/{environment.output('functions')['collector']}", environment.region)


def _remedy(status: int, log: str, region: str) -> str:
    if not status:
        return "what is wrong with domain, CloudFront or load balancer above comes first; can you reach it from here?"
    return f"aws logs tail {log} --since 15m --region {region}"
