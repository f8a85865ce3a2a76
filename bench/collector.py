"""CPU, import time and memory of the collector, as Lambda would run it: one process, API Gateway's events.

The numbers come from a fresh process (`bench.collector_process`), so that nothing of the benchmark counts. CPU
time of all its threads is counted, the database's own process is not.
"""

import json
import os
import statistics
import subprocess
import sys
from typing import Any

from bench.figures import Figure

IMPORTS = 7


def measure(endpoint: str) -> list[Figure]:
    env = {
        **os.environ,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_DEFAULT_REGION": "us-east-1",
        "LIVEINSIGHT_PROJECT_NAME": "Bench",
        "LIVEINSIGHT_TRUSTED_PROXIES": "127.0.0.1",
    }
    imports = [_run("import", env)["import_ms"] for _ in range(IMPORTS)]
    beacons = _run("beacons", env)
    return [
        Figure("collector: import of the app (CPU, median)", round(statistics.median(imports), 1), "ms", 300),
        Figure("collector: CPU per one-pageview beacon, known session", beacons["known_ms"], "ms", 3),
        Figure("collector: the same, in bare DynamoDB writes", round(beacons["known_ms"] / beacons["bare_ms"], 2), "×"),
        Figure("collector: CPU per one-pageview beacon, new session", beacons["new_ms"], "ms"),
        Figure("collector: CPU per event in beacons of ten", beacons["event_of_ten_ms"], "ms", 1),
        Figure("collector: peak memory", beacons["peak_mb"], "MB", 120),
    ]


def _run(what: str, env: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.collector_process", what]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stderr.splitlines()[-1])
    return answer
