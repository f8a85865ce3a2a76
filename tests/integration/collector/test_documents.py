"""The examples of the documents are run as they stand there, but for the site's key."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from liveinsight import sites, tables
from liveinsight.settings import Settings
from liveinsight.sites import Site
from tests.integration.collector.gateway import FIREFOX
from tests.integration.collector.served import Served, serving

DOCS = Path(__file__).parents[3] / "docs"
LIMIT_S = 30


def block(document: str, language: str, containing: str) -> str:
    """The only block of code in this language that contains a text."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", (DOCS / document).read_text(), re.DOTALL | re.MULTILINE)
    (found,) = (each for each in blocks if containing in each)
    return str(found)


@pytest.fixture(scope="module")
def collector(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(settings, tmp_path_factory.mktemp("collector")) as served:
        yield served


@pytest.fixture
def site(settings: Settings) -> Site:
    tables.bind(settings)
    return sites.add("Shop", "shop.example")


def run(command: list[str], collector: Served) -> str:
    env = {**os.environ, "COLLECTOR_URL": collector.url, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=LIMIT_S, check=True)
    return done.stdout


def test_the_beacon_sent_with_curl(collector: Served, site: Site) -> None:
    assert shutil.which("curl"), "install curl"
    example = block("events.md", "sh", "/events").replace("SITE_KEY", site.key)
    for _ in range(2):
        assert json.loads(run(["bash", "-c", example], collector)) == {"accepted": 3, "dropped": []}
    stored = collector.stored(site).events()
    assert [(event.id, event.type) for event in stored] == [
        ("5f1c-1", "pageview"),
        ("5f1c-2", "engagement"),
        ("5f1c-3", "event"),
    ]
    assert stored[2].revenue_amount == "19.9"


def test_the_event_sent_by_a_python_program(collector: Served, site: Site, tmp_path: Path) -> None:
    program = tmp_path / "send.py"
    program.write_text(block("events.md", "python", "urllib").replace("SITE_KEY", site.key))
    assert run([sys.executable, "-I", str(program)], collector) == "{'accepted': 1, 'dropped': []}\n"
    (paid,) = collector.stored(site).events()
    assert (paid.name, paid.props, paid.interactive) == ("Order paid", '{"plan":"pro"}', False)
    assert (paid.revenue_amount, paid.client.browser) == ("19.9", "Firefox")


def test_the_plausible_event_sent_with_curl(collector: Served, site: Site) -> None:
    example = block("existing-trackers.md", "sh", "/api/event").replace("SITE_KEY", site.key)
    head, _, body = run(["bash", "-c", example], collector).partition("\n\n")
    assert " 202 " in head.splitlines()[0]
    assert not re.search(r"^x-(plausible|liveinsight)-dropped:", head, re.IGNORECASE | re.MULTILINE)
    assert body == "ok"
    (view,) = collector.stored(site).events()
    assert (view.type, view.path) == ("pageview", "/p")


class Images(HTMLParser):
    """Addresses of the images in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs)["src"] or "")


@pytest.mark.parametrize(
    ("containing", "path", "name"),
    [("<noscript>", "/page", ""), ("Mail%20opened", "/mail/2026-11", "Mail opened")],
    ids=["page", "mail"],
)
def test_the_pixels(containing: str, path: str, name: str, collector: Served, site: Site) -> None:
    images = Images()
    images.feed(block("events.md", "html", containing))
    (address,) = images.found
    url = address.replace("https://COLLECTOR", collector.url).replace("SITE_KEY", site.key)
    headers = {"User-Agent": FIREFOX, "Referer": "https://shop.example/page", "Accept": "image/avif,*/*;q=0.8"}
    with urlopen(Request(url, headers=headers), timeout=LIMIT_S) as answer:
        assert (answer.status, answer.headers["Content-Type"], len(answer.read())) == (200, "image/gif", 43)
    (event,) = collector.stored(site).events()
    assert (event.path, event.name, event.hostname) == (path, name, "shop.example")
