"""The real Chalice app on a local AWS, with a site of the test's own and a clock that the test moves."""

import importlib
import logging
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from liveinsight import late, sites
from liveinsight import settings as settings_module
from liveinsight.ingest import pipeline
from liveinsight.settings import Settings
from liveinsight.timing import DAY_MS, HOUR_MS, midnight
from tests.integration.collector.gateway import Clock, Collector
from tests.own_tables import own_tables

COLLECTOR = Path(__file__).parents[3] / "collector"


@pytest.fixture(scope="package")
def settings(aws: str) -> Iterator[Settings]:
    """Settings of tables that these tests share; each test has a site of its own in them."""
    with own_tables(aws) as made:
        yield made


@pytest.fixture
def process(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """`chalicelib.process` in the state of a cold start, with an environment that names these tables."""
    assert settings.endpoint_url is not None
    late.forget()
    monkeypatch.setenv("LIVEINSIGHT_PROJECT_NAME", settings.project_name)
    monkeypatch.setenv("AWS_ENDPOINT_URL", settings.endpoint_url)
    monkeypatch.setenv("LIVEINSIGHT_TRUSTED_PROXIES", "127.0.0.1")
    monkeypatch.setattr(sys, "path", [str(COLLECTOR), *sys.path])
    module = importlib.import_module("chalicelib.process")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    _forget(module)
    module.start()
    yield module
    _forget(module)
    root.handlers[:], root.level = handlers, level


def _forget(process: ModuleType) -> None:
    settings_module.settings.cache_clear()
    process.forget()


@pytest.fixture
def collector(process: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Collector:
    """The collector with a new site (shop.example).

    It is noon of tomorrow there: far from midnight, and no item expires before the test has ended.
    """
    assert process.__name__ == "chalicelib.process"
    clock = Clock(midnight(int(time.time() * 1000)) + DAY_MS + 12 * HOUR_MS)
    monkeypatch.setattr(pipeline, "time", clock)
    monkeypatch.setattr(importlib.import_module("chalicelib.incoming"), "time", clock)
    return Collector(importlib.import_module("app").app, clock, sites.add("Shop", "shop.example"))


@pytest.fixture
def closed_port() -> Iterator[str]:
    """The URL of a port that is taken and on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
