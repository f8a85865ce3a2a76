"""CloudFront on this machine: the distribution that Terraform made, obeyed.

The local AWS keeps a distribution without anybody behind its name. Here each request goes to the origin of the first
behaviour that fits its path, with the headers that this origin's policy lets through and those that the distribution
adds; the origins are the local AWS's bucket, API and load balancer.
"""

import http.client
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from local.ports import LOOPBACK
from tests.e2e.stack import Stack
from tests.integration.first_party.certificate import Certificate

ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"
"""Id of AWS's policy that lets every header of the viewer through, the same in every account."""
VIEWER = "203.0.113.77"
COUNTRY = "KR"
OF_A_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "upgrade", "host", "server", "date"}
PIECE = 65536


@dataclass(frozen=True)
class Front:
    """Where it listens: `url` in plain text, for programs; at `tls_port` under `domain`, for browsers."""

    domain: str
    url: str
    tls_port: int


@dataclass(frozen=True)
class Leading:
    """Where a request goes on: address, host, path there, and the headers that go along."""

    address: str
    path: str
    headers: dict[str, str]


class Distribution:
    """The distribution's configuration, read once."""

    def __init__(self, stack: Stack, identifier: str) -> None:
        client = stack.client("cloudfront")
        self.config: dict[str, Any] = client.get_distribution(Id=identifier)["Distribution"]["DistributionConfig"]
        self._endpoint = urlsplit(stack.endpoint).netloc
        self._origins = {each["Id"]: each for each in self.config["Origins"]["Items"]}
        balancers = stack.client("elbv2").describe_load_balancers()["LoadBalancers"]
        (self._balancer,) = (each["LoadBalancerName"] for each in balancers)
        self._policies = {
            named: self._let_through(client, named)
            for behaviour in self._behaviours()
            if (named := behaviour.get("OriginRequestPolicyId"))
        }

    @property
    def domain(self) -> str:
        (domain,) = self.config["Aliases"]["Items"]
        return str(domain)

    def lead(self, path: str, viewer: Mapping[str, str]) -> Leading:
        """Where a viewer's request for this path (with its query) goes."""
        behaviour = next(
            each for each in self._behaviours() if fnmatchcase(urlsplit(path).path, each.get("PathPattern", "*"))
        )
        origin = self._origins[behaviour["TargetOriginId"]]
        host, before = self._place(origin)
        own = {"x-forwarded-for": VIEWER, "cloudfront-viewer-address": f"{VIEWER}:4711",
               "cloudfront-viewer-country": COUNTRY}  # fmt: skip
        let = self._policies.get(behaviour.get("OriginRequestPolicyId", ""), set())
        asked = {name.lower(): value for name, value in viewer.items() if name.lower() not in OF_A_CONNECTION} | own
        always = {"content-type", "content-length", "x-forwarded-for"}
        sent = {name: value for name, value in asked.items() if let is None or name in let | always}
        custom = {each["HeaderName"].lower(): each["HeaderValue"] for each in origin["CustomHeaders"].get("Items", [])}
        return Leading(self._endpoint, before + path, {**sent, **custom, "host": host})

    def _behaviours(self) -> list[dict[str, Any]]:
        return [*self.config["CacheBehaviors"].get("Items", []), self.config["DefaultCacheBehavior"]]

    def _place(self, origin: Mapping[str, Any]) -> tuple[str, str]:
        """Host and beginning of the path by which the local AWS knows an origin."""
        name, _, rest = str(origin["DomainName"]).partition(".")
        if origin["Id"] == "static":
            return self._endpoint, f"/{name}"
        if rest.startswith("execute-api."):
            return self._endpoint, f"/restapis/{name}{origin['OriginPath']}/_user_request_"
        # Its listener for TLS; where TLS ends is nothing that the local AWS would know.
        return f"{self.domain}:443", f"/_alb/{self._balancer}"

    @staticmethod
    def _let_through(client: Any, policy: str) -> set[str] | None:
        """Names of headers in lower case; None for all."""
        if policy == ALL_VIEWER:
            return None
        found = client.get_origin_request_policy(Id=policy)["OriginRequestPolicy"]["OriginRequestPolicyConfig"]
        return {name.lower() for name in found["HeadersConfig"]["Headers"]["Items"]}


@contextmanager
def front(distribution: Distribution, folder: Path) -> Iterator[Front]:
    """Serve the distribution for as long as the context lasts."""
    certificate = Certificate.make(folder, distribution.domain)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate.file, certificate.key)
    with ExitStack() as stack:
        plain, secure = (stack.enter_context(_serving(distribution, context)) for context in (None, tls))
        yield Front(distribution.domain, f"http://{LOOPBACK}:{plain}", secure)


@contextmanager
def _serving(distribution: Distribution, tls: ssl.SSLContext | None) -> Iterator[int]:
    class Handler(_Handler):
        leading = distribution

    with ThreadingHTTPServer((LOOPBACK, 0), Handler) as server:
        server.daemon_threads = True
        if tls:
            # A handshake while accepting would let one silent connection stop all others.
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    """Passes a request on, and the answer back as it comes: the live page listens to one without an end."""

    leading: Distribution
    timeout = 120

    def answer(self) -> None:
        to = self.leading.lead(self.path, dict(self.headers.items()))
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection = http.client.HTTPConnection(to.address, timeout=120)
        try:
            connection.request(self.command, to.path, body or None, to.headers)
            got = connection.getresponse()
            self.send_response(got.status)
            for name, value in got.getheaders():
                if name.lower() not in OF_A_CONNECTION:
                    self.send_header(name, value)
            self.end_headers()
            while piece := got.read1(PIECE):
                self.wfile.write(piece)
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError, TimeoutError):
            self.close_connection = True  # the viewer has gone
        finally:
            connection.close()

    do_GET = do_HEAD = do_POST = do_OPTIONS = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  # names that http.server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""
