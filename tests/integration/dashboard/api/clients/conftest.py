"""A dashboard that listens on this machine, with imported history, for clients that others have written."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from liveinsight import goals, sites, tables, tokens
from liveinsight.goals import Wanted
from liveinsight.imports.run import run
from liveinsight.settings import Settings
from liveinsight.sites import Site
from local.ports import LOOPBACK, free_port
from tests.integration.archive.shelf import Shelf
from tests.integration.dashboard.api.clients.invented import Visit, as_file, visits
from tests.integration.dashboard.conftest import environment, gunicorn
from tests.own_tables import own_tables


@dataclass(frozen=True)
class Installation:
    """A dashboard, a site with history, and a token of this site."""

    settings: Settings
    url: str
    site: Site
    token: str
    visits: list[Visit]


@pytest.fixture(scope="package")
def settings(aws: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Tables and a bucket of their own."""
    with own_tables(aws) as made:
        kept = replace(made, history_folder=tmp_path_factory.mktemp("history"))
        shelf = Shelf(kept)
        yield kept
    shelf.clear()


@pytest.fixture(scope="package")
def installation(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    assert settings.endpoint_url is not None
    tables.bind(settings)
    site = sites.add("Shop", "shop.example")
    sites.add("Another", "another.example")
    goals.add(site.key, Wanted(name="Sign-up", event="signup"))
    made = visits(datetime.now(UTC).date())
    report = run(io.BytesIO(as_file(made)), site, settings, int(time.time() * 1000))
    assert report.new == sum(visit.events for visit in made)
    port = free_port()
    environ = environment(settings, port, settings.endpoint_url)
    environ["LIVEINSIGHT_HISTORY_FOLDER"] = str(settings.history_folder)
    with gunicorn(environ, tmp_path_factory.mktemp("dashboard") / "log"):
        yield Installation(settings, f"http://{LOOPBACK}:{port}", site, tokens.create(site.key), made)
