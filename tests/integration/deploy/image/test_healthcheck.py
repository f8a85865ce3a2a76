"""The image's health check: 0 for a dashboard that answers, 1 for anything else."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy.image.stages import healthcheck
from local.ports import LOOPBACK, free_port


@contextmanager
def server(status: int) -> Iterator[tuple[int, list[str]]]:
    """Answers everything with this status, and keeps what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing is printed."""

    with HTTPServer((LOOPBACK, 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_port, asked
        listening.shutdown()


def checked(port: int) -> int:
    command = [sys.executable, str(healthcheck.__file__)]
    return subprocess.run(command, env={"PORT": str(port)}, check=False).returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (302, 1)])
def test_only_a_whole_answer_is_healthy(status: int, code: int) -> None:
    with server(status) as (port, asked):
        assert checked(port) == code
        assert asked == ["/health/"]


def test_nobody_there_is_unhealthy() -> None:
    assert checked(free_port()) == 1
