"""The collector as the simulation meets it: one call that posts a beacon, and what can go wrong."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

from demo.visitors.beacons import Beacon

LONGEST_WAIT_S = 10.0


class Unreachable(Exception):
    """The collector did not answer, or asked for patience; `retry_after_s` when it said how long."""

    def __init__(self, reason: str, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after_s = retry_after_s


class Refused(Exception):
    """The collector answered that it does not want this; trying again changes nothing."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How many events of a beacon were accepted and how many dropped (bots)."""

    accepted: int
    dropped: int


class Collector:
    """Posts to `/events` over kept connections; safe to use from `connections` threads at once."""

    def __init__(self, url: str, site: str, site_url: str, connections: int = 1) -> None:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError(f"not an http(s) address: {url}")
        self.url = url.rstrip("/")
        self._site = site
        self._origin = "{0.scheme}://{0.netloc}".format(urlsplit(site_url))
        self._pool = urllib3.PoolManager(
            maxsize=connections, block=True, retries=False, timeout=urllib3.Timeout(connect=3, read=20)
        )

    def post(self, beacon: Beacon, now_ms: int) -> Receipt:
        """Send a beacon as its visitor's browser would; raises Unreachable or Refused."""
        headers = {
            **beacon.visit.person.headers(),
            "Content-Type": "text/plain;charset=UTF-8",
            "Origin": self._origin,
        }
        try:
            answer = self._pool.request(
                "POST", f"{self.url}/events", body=beacon.body(self._site, now_ms), headers=headers
            )
        except urllib3.exceptions.HTTPError as problem:
            raise Unreachable(type(problem).__name__) from problem
        return _read(answer.status, answer.data, answer.headers.get("Retry-After"))


def _read(status: int, body: bytes, retry_after: str | None) -> Receipt:
    if status >= 500 or status == 429:
        seconds = float(retry_after) if retry_after and retry_after.isdecimal() else None
        raise Unreachable(f"HTTP {status}", seconds)
    try:
        answer = json.loads(body)
        if status == 202:
            return Receipt(answer["accepted"], len(answer["dropped"]))
        reason = answer["error"]["message"]
    except (ValueError, LookupError, TypeError):
        reason = "an answer that is not the collector's"
    raise Refused(f"HTTP {status}: {reason}")


class Patience:
    """Repeats a call until the collector answers, and says so once, not at each try or in each thread."""

    def __init__(self, url: str, say: Callable[[str], None], sleep: Callable[[float], None] = time.sleep) -> None:
        self._url = url
        self._say = say
        self._sleep = sleep
        self._lock = threading.Lock()
        self._waiting = 0

    def insist(self, call: Callable[[], Receipt]) -> Receipt:
        """Return the receipt of `call`; raises Refused, and waits out everything else."""
        try:
            return call()
        except Unreachable as problem:
            return self._wait_for(call, problem)

    def _wait_for(self, call: Callable[[], Receipt], problem: Unreachable) -> Receipt:
        self._count(1, f"the collector at {self._url} does not answer ({problem}); waiting")
        wait_s = 0.5
        while True:
            self._sleep(min(problem.retry_after_s or wait_s, LONGEST_WAIT_S))
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            try:
                receipt = call()
            except Unreachable as again:
                problem = again
            except Refused:
                self._count(-1, "the collector is back")
                raise
            else:
                self._count(-1, "the collector is back")
                return receipt

    def _count(self, change: int, text: str) -> None:
        """Count those who wait; say the text when the first begins to wait or the last ends."""
        with self._lock:
            self._waiting += change
            first_or_last = self._waiting == max(change, 0)
        if first_or_last:
            self._say(text)
