"""A collector and a dashboard as processes of their own, with the settings that first-party delivery asks for."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from liveinsight.settings import Settings
from local.aws import answers
from local.ports import LOOPBACK, free_port

ROOT = Path(__file__).parents[3]
START_S = 60.0
GUNICORN = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--worker-class", "gthread", "--threads", "4",
            "--keep-alive", "75", "--log-level", "warning")  # fmt: skip


@contextmanager
def collector(settings: Settings, log: Path, variables: Mapping[str, str]) -> Iterator[int]:
    """The real collector behind the local API Gateway; gives its port."""
    with _serving("local.gateway:app", "/health", settings, log, variables) as port:
        yield port


@contextmanager
def dashboard(settings: Settings, log: Path, variables: Mapping[str, str]) -> Iterator[int]:
    """The real dashboard; gives its port."""
    with _serving("dashboard:create_app()", "/health/", settings, log, variables) as port:
        yield port


@contextmanager
def _serving(app: str, health: str, settings: Settings, log: Path, variables: Mapping[str, str]) -> Iterator[int]:
    assert settings.endpoint_url is not None
    port = free_port()
    env = {
        **os.environ,
        "AWS_ENDPOINT_URL": settings.endpoint_url,
        "LIVEINSIGHT_PROJECT_NAME": settings.project_name,
        "LIVEINSIGHT_SECRET_KEY": "0123456789abcdef",
        **variables,
    }
    with log.open("wb") as output:
        command = (*GUNICORN, "--bind", f"{LOOPBACK}:{port}", app)
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + START_S
        while not answers(f"http://{LOOPBACK}:{port}{health}"):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)
