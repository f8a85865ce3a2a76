"""Is an installation answering as it should? A list of questions that change nothing, each with its right answer."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import urllib3

from deploy.errors import Refused

TIMEOUT = urllib3.Timeout(connect=5, read=15)
SHOWN = 200
ORIGIN = "https://smoke.example"
"""A page of somebody's that a browser sends beacons from."""


@dataclass(frozen=True)
class Answer:
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        """The body's JSON; None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def __str__(self) -> str:
        leads = f", leads to {self.headers['location']}" if "location" in self.headers else ""
        text = "".join(c if c.isprintable() else " " for c in self.body[:SHOWN].decode(errors="replace")).strip()
        return f"{self.status}{leads}" + (f" {text}" if text and not leads else "")


class Wrong(Exception):
    """An answer that is not right; the text says what came instead."""


@dataclass(frozen=True)
class Server:
    """Who is asked. `headers` go along with every question."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    _pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager, repr=False, compare=False)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, without following where it leads. Raises Wrong when there is no answer."""
        try:
            got = self._pool.request(
                method,
                self.url.rstrip("/") + path,
                body=body,
                headers={"User-Agent": "LiveInsight smoke test", **self.headers, **(headers or {})},
                redirect=False,
                retries=False,
                timeout=TIMEOUT,
            )
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Wrong(f"no answer: {error}") from error
        return Answer(got.status, {name.lower(): value for name, value in got.headers.items()}, got.data)


@dataclass(frozen=True)
class Check:
    """A question by its title; `look` raises Wrong."""

    title: str
    look: Callable[[Server], None]


@dataclass(frozen=True)
class Outcome:
    """What became of a check; `wrong` is empty when it is as it should be."""

    title: str
    wrong: str = ""

    def __str__(self) -> str:
        return f"FAIL  {self.title}: {self.wrong}" if self.wrong else f"ok    {self.title}"


def named(outcomes: Iterable[Outcome]) -> str:
    """Titles of the checks that failed; empty when none did."""
    return ", ".join(outcome.title for outcome in outcomes if outcome.wrong)


def headers_of(given: Sequence[str]) -> dict[str, str]:
    """`Name: value`, as a command line gives them. Raises Refused for anything else."""
    split = [each.partition(":") for each in given]
    for name, colon, _ in split:
        if not colon or not name.strip():
            raise Refused(f"--header {name!r}: a name, a colon and a value, such as 'Authorization: Basic …'")
    return {name.strip(): value.strip() for name, _, value in split}


def run(checks: tuple[Check, ...], server: Server) -> Iterator[Outcome]:
    """Ask everything, whatever fails."""
    for check in checks:
        try:
            check.look(server)
        except Wrong as wrong:
            yield Outcome(check.title, str(wrong))
        else:
            yield Outcome(check.title)


def health(server: Server) -> None:
    answer = server.ask("GET", "/health/")
    if answer.status != 200 or answer.data != {"status": "ok"}:
        raise Wrong(str(answer))


def deep_health(server: Server) -> None:
    answer = server.ask("GET", "/health/?deep=1")
    if answer.status != 200 or not isinstance(answer.data, dict) or answer.data.get("status") != "ok":
        raise Wrong(str(answer))


def log_in_page(server: Server) -> None:
    answer = server.ask("GET", "/login")
    if answer.status != 200 or b'type="password"' not in answer.body:
        raise Wrong(f"{answer.status}, and no field for a password" if answer.status == 200 else str(answer))


SECURITY = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}


def security_headers(server: Server) -> None:
    headers = server.ask("GET", "/login").headers
    host = urlsplit(server.url).hostname or ""
    # Behind a name of CloudFront's own, the load balancer has no certificate, and the dashboard sees no TLS.
    secure = server.url.startswith("https:") and not host.endswith(".cloudfront.net")
    wanted = SECURITY | ({"strict-transport-security": "max-age="} if secure else {})
    lacking = [name for name, value in wanted.items() if value not in headers.get(name, "")]
    if lacking:
        raise Wrong(f"missing or changed: {', '.join(lacking)}")


def script(server: Server) -> None:
    answer = server.ask("GET", "/li.js")
    kind = answer.headers.get("content-type", "nothing")
    if answer.status != 200:
        raise Wrong(str(answer))
    if not kind.startswith(("text/javascript", "application/javascript")):
        raise Wrong(f"served as {kind}, which browsers do not run")
    if b"liveinsight" not in answer.body:
        raise Wrong("it is not the tracker")


def no_token(server: Server) -> None:
    answer = server.ask("POST", "/api/v2/query", b"{}", {"Content-Type": "application/json"})
    if answer.status != 401 or not isinstance(answer.data, dict) or "error" not in answer.data:
        raise Wrong(str(answer))


def collector_health(server: Server) -> None:
    answer = server.ask("GET", "/health")
    if answer.status != 200 or answer.data != {"status": "ok"}:
        raise Wrong(str(answer))


def refused_beacon(server: Server) -> None:
    sent = {"Content-Type": "text/plain", "Origin": ORIGIN}
    answer = server.ask("POST", "/events", b'{"test": "data"}', sent)
    error = answer.data.get("error") if isinstance(answer.data, dict) else None
    if answer.status != 400 or not isinstance(error, dict) or not {"code", "message"} <= error.keys():
        raise Wrong(str(answer))
    if answer.headers.get("access-control-allow-origin") not in ("*", ORIGIN):
        raise Wrong("400, but no CORS header: pages cannot read it")


def preflight(server: Server) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = server.ask("OPTIONS", "/events", headers=asked)
    if answer.status not in (200, 204):
        raise Wrong(str(answer))
    if answer.headers.get("access-control-allow-origin") not in ("*", ORIGIN):
        raise Wrong("no Access-Control-Allow-Origin: browsers will not send")
    allowed = answer.headers.get("access-control-allow-methods", "")
    if "POST" not in allowed:
        raise Wrong(f"POST is not among the allowed methods ({allowed or 'none'})")


SCRIPT = Check("GET /li.js is JavaScript", script)
VERSION = (
    Check("GET /health/ answers ok", health),
    Check("GET /health/?deep=1 reaches tables and archive", deep_health),
    Check("GET /login has a form", log_in_page),
    Check("security headers are set", security_headers),
    Check("POST /api/v2/query without a token is 401", no_token),
)
"""What every version of the dashboard answers itself; where there is CloudFront, scripts come from a bucket."""

DASHBOARD = (*VERSION, SCRIPT)

BEACONS = (
    Check('POST /events {"test": "data"} is 400 with the error and CORS headers', refused_beacon),
    Check("OPTIONS /events answers the preflight", preflight),
)
COLLECTOR = (Check("collector: GET /health answers ok", collector_health), *BEACONS)
"""Behind CloudFront the collector has no /health of its own: the dashboard's name leads only beacons there."""
