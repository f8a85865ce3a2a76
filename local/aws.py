"""The local AWS: ministack as a process of its own, with its state in a folder."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from local.ports import LOOPBACK, free_port, is_free

START_S = 60.0
STOP_S = 60.0
COMMAND = (sys.executable, "-m", "local.aws_server")
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
}
"""What AWS clients need to be told; the local AWS takes any key."""


class NotStarted(Exception):
    """A server of the local system did not come up; the message says where to look."""


def environment(var: Path, port: int) -> dict[str, str]:
    """What makes ministack listen on the loopback address only and keep everything under `var`."""
    for folder in ("aws/state", "aws/s3", "tmp"):
        (var / folder).mkdir(parents=True, exist_ok=True)
    return {
        **CREDENTIALS,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": LOOPBACK,
        "MINISTACK_HOST": LOOPBACK,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(var / "aws/state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(var / "aws/s3"),
        "TMPDIR": str(var / "tmp"),
        "LOG_LEVEL": "WARNING",
        # It would clean up containers of its own in a Docker engine; here it has none, and must touch nobody's.
        "DOCKER_HOST": f"unix://{var / 'tmp/no-docker.sock'}",
        # Servers for other protocols, on ports of their own.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def answers(url: str, timeout_s: float = 2.0) -> bool:
    """Whether a GET of this URL is answered with 200. Asks no proxy."""
    with suppress(URLError, OSError), build_opener(ProxyHandler({})).open(url, timeout=timeout_s) as response:
        return bool(response.status == 200)
    return False


def is_ready(endpoint: str) -> bool:
    """Whether the local AWS at this endpoint takes requests."""
    return answers(f"{endpoint}/_ministack/ready")


@contextmanager
def local_aws(var: Path, port: int | None = None, command: Sequence[str] = COMMAND) -> Iterator[str]:
    """A running local AWS with its state under `var`; gives its endpoint URL and ends it afterwards.

    Raises `NotStarted` with the end of its log when it does not come up.
    """
    port = port or free_port()
    if not is_free(port):
        raise NotStarted(f"port {port} is taken")
    var = var.resolve()
    endpoint = f"http://{LOOPBACK}:{port}"
    env = {**os.environ, **environment(var, port)}
    log = var / "aws.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait(process, endpoint, log)
        yield endpoint
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not is_ready(endpoint):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(f"the local AWS did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)
