"""A client made for Plausible, as its users have it from PyPI, against the collector."""

import time
from collections.abc import Callable, Iterator

import pytest
from plausible_events import PlausibleEvents  # type: ignore[import-untyped]  # it says nothing of its types

from liveinsight import sites, tables
from liveinsight.settings import Settings
from liveinsight.sites import Site
from tests.integration.collector.gateway import FIREFOX, VISITOR, Collector
from tests.integration.collector.served import Served, serving

LIMIT_S = 15
OTHER = "203.0.113.99"


@pytest.fixture(scope="module")
def collector(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings, tmp_path_factory.mktemp("collector")) as served:
        yield served


@pytest.fixture
def site(settings: Settings) -> Site:
    """A site for an app, whose domain no other test has."""
    tables.bind(settings)
    added = sites.add("App", "app.example")
    return sites.change(added.key, sites.Changes(allowed_origins=[f"{added.key}.example"]))


@pytest.fixture
def client(collector: Served, site: Site, monkeypatch: pytest.MonkeyPatch) -> PlausibleEvents:
    """The client would ask a service on the internet for its own address."""
    monkeypatch.setattr(PlausibleEvents, "_get_ip", lambda _: VISITOR)
    made = PlausibleEvents(
        f"{site.key}.example", {"User-Agent": FIREFOX}, api=f"{collector.url}/api/event", timeout=0.2
    )
    made.worker.daemon = True
    return made


def wait(stored: Collector, condition: Callable[[Collector], bool]) -> None:
    deadline = time.monotonic() + LIMIT_S
    while not condition(stored):
        assert time.monotonic() < deadline, stored.events()
        time.sleep(0.05)


def test_a_program_counts_screens_and_events(client: PlausibleEvents, collector: Served, site: Site) -> None:
    client.pageview("/start", utm={"source": "store", "campaign": "launch"})
    client.event("Export", {"format": "pdf", "pages": 12}, path="/export")
    client.pageview("/start", headers={"X-Forwarded-For": OTHER})
    stored = collector.stored(site)
    wait(stored, lambda found: len(found.events()) == 3)

    start, export, other = sorted(stored.events(), key=lambda event: event.key)
    assert [event.type for event in (start, export, other)] == ["pageview", "event", "pageview"]
    assert (start.hostname, start.path) == ("localhost", "/start")
    assert (start.visit.source, start.visit.utm_campaign) == ("store", "launch")
    assert (export.name, export.path, export.props) == ("Export", "/export", '{"format":"pdf","pages":"12"}')
    assert start.visitor == export.visitor != other.visitor
    assert start.session == export.session != other.session
