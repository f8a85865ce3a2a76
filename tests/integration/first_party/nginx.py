"""A real nginx, with the configuration of the documentation, before stand-ins for what lies in AWS."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.ports import LOOPBACK, free_port
from tests.integration.first_party.certificate import AWS_NAME, Certificate

EXAMPLES = Path(__file__).parents[3] / "docs" / "first-party" / "nginx"
PROGRAM = shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if Path(path).exists()), None)
REMEDY = "nginx is not installed; on Debian and Ubuntu: apt install nginx-light"
STAGE = "/api"
PLACEHOLDER = re.compile(r"\$\{(LI_[A-Z_]+)\}")
START_S = 15.0
WRITTEN_S = 5.0

MAIN = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log info;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; text/javascript js; }}
{http}
}}
"""

AWS = """
    log_format seen escape=json '{{"uri": "$request_uri", "method": "$request_method", "status": "$status", '
        '"cookie": "$http_cookie", "authorization": "$http_authorization", '
        '"country": "$http_cloudfront_viewer_country", "forwarded": "$http_x_forwarded_for", '
        '"agent": "$http_user_agent", "server_name": "$ssl_server_name", "nth": "$connection_requests", '
        '"secret": "$http_x_liveinsight_origin"}}';
    access_log {folder}/seen.log seen;
    keepalive_timeout 75s;
    client_max_body_size 10m;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    server {{
        listen {host}:{collector_front} ssl;
        if ($host != {name}) {{ return 403 '{{"message": "Forbidden"}}'; }}
        location {stage}/ {{
            proxy_pass http://{host}:{collector}/;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        }}
        location / {{ return 403 '{{"message": "Missing Authentication Token"}}'; }}
    }}
    server {{
        listen {host}:{dashboard_front} ssl;
        if ($host != {name}) {{ return 404; }}
        location / {{
            proxy_pass http://{host}:{dashboard};
            add_header Set-Cookie "balancer=1" always;
        }}
    }}
"""

SITE = """
    access_log {folder}/access.log;
{first_half}
    server {{
        listen {host}:{port};
        root {root};
{second_half}
    }}
"""


@dataclass
class Nginx:
    """An nginx with its files in `folder` and its content of the `http` block; start it, stop it, start it again."""

    folder: Path
    http: str
    ports: tuple[int, ...]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> "Nginx":
        assert PROGRAM is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "nginx.conf"
        # Started by root, it would give its work to a user who may not read the folder of a test.
        user = "user root;" if os.geteuid() == 0 else ""
        config.write_text(MAIN.format(folder=self.folder, user=user, http=self.http))
        command = (PROGRAM, "-p", str(self.folder), "-c", str(config), "-e", str(self.folder / "error.log"))
        with (self.folder / "start.log").open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + START_S
        while not all(listens(port) for port in self.ports):
            assert self.process.poll() is None, (self.folder / "start.log").read_text()
            assert time.monotonic() < deadline, (self.folder / "error.log").read_text()
            time.sleep(0.02)
        return self

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.process = None

    def lines(self, log: str, about: str = "", at_least: int = 0) -> list[str]:
        """Lines of a log that contain `about`. nginx writes a line after the answer: waits until there are enough."""
        deadline = time.monotonic() + WRITTEN_S
        while True:
            found = [line for line in (self.folder / log).read_text().splitlines() if about in line]
            if len(found) >= at_least or time.monotonic() > deadline:
                return found
            time.sleep(0.02)


@dataclass
class Aws:
    """What API Gateway and a load balancer do, before a collector and a dashboard: TLS, names, the stage's path."""

    nginx: Nginx
    certificate: Certificate
    collector_port: int
    dashboard_port: int

    @classmethod
    def before(cls, collector: int, dashboard: int, folder: Path, certificate: Certificate) -> "Aws":
        """Stand-ins for AWS before the servers on these two ports."""
        fronts = free_port(), free_port()
        http = AWS.format(folder=folder, certificate=certificate.file, key=certificate.key, host=LOOPBACK,
                          name=AWS_NAME, stage=STAGE, collector=collector, dashboard=dashboard,
                          collector_front=fronts[0], dashboard_front=fronts[1])  # fmt: skip
        return cls(Nginx(folder, http, fronts).start(), certificate, *fronts)

    def seen(self, text: str, at_least: int = 0) -> list[dict[str, Any]]:
        """Requests whose line in the log has this text in it, as they arrived here."""
        return [json.loads(line) for line in self.nginx.lines("seen.log", text, at_least)]


def listens(port: int) -> bool:
    """Whether a server takes connections at this port."""
    try:
        socket.create_connection((LOOPBACK, port), 2).close()
    except OSError:
        return False
    return True


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders filled in. Raises `KeyError` for one without a value."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def values(aws: Aws, folder: Path, prefix: str = "/li") -> dict[str, str]:
    return {
        "LI_PREFIX": prefix,
        "LI_DASHBOARD_HOST": AWS_NAME,
        "LI_DASHBOARD_PORT": str(aws.dashboard_port),
        "LI_COLLECTOR_HOST": AWS_NAME,
        "LI_COLLECTOR_PORT": str(aws.collector_port),
        "LI_COLLECTOR_PATH": STAGE,
        "LI_CA_FILE": str(aws.certificate.file),
        "LI_CACHE_DIR": str(folder / "cache"),
    }


def site(filled: Mapping[str, str], folder: Path, port: int | None = None) -> Nginx:
    """The nginx of a website with its files in `folder`/www and the configuration of the documentation; not started."""
    root = folder / "www"
    root.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    halves = [fill((EXAMPLES / f"liveinsight-{half}.conf").read_text(), filled) for half in ("http", "server")]
    http = SITE.format(folder=folder, first_half=halves[0], second_half=halves[1], host=LOOPBACK, port=port, root=root)
    return Nginx(folder, http, (port,))
