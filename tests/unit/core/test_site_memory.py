"""Which site a name means, and how seldom the table is read for it."""

from dataclasses import dataclass, field

import pytest

from liveinsight import sites
from liveinsight.errors import NotFound
from liveinsight.ingest import site_memory
from liveinsight.ingest.site_memory import KNOWN_S, UNKNOWN_S, SiteMemory
from liveinsight.sites import Site


@dataclass
class Table:
    """The table of sites, and a clock that stands still until a test moves it."""

    sites: list[Site] = field(default_factory=list)
    now: float = 1000.0
    reads: int = 0

    def every(self) -> list[Site]:
        self.reads += 1
        return self.sites

    def get(self, key: str) -> Site:
        found = next((site for site in self.sites if site.key == key), None)
        if found is None:
            raise NotFound("unknown_site", "there is none")
        return found

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table:
    table = Table()
    monkeypatch.setattr(sites, "every", table.every)
    monkeypatch.setattr(sites, "get", table.get)
    monkeypatch.setattr(site_memory, "time", table)
    return table


def site(key: str, domain: str, created_at: int = 0, *further: str) -> Site:
    return Site(key, key.upper(), domain, created_at=created_at, allowed_origins=further)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("abc", "abc"),
        ("shop.example", "abc"),
        ("www.Shop.example", "abc"),
        ("https://shop.example/", "abc"),
        ("partner.example", "abc"),
        ("xn--oi2b42rrkdpqbqz1b.example", "def"),
        ("온라인쇼핑.example", "def"),
    ],
)
def test_names_of_a_site(name: str, key: str, table: Table) -> None:
    table.sites = [site("abc", "shop.example", 0, "partner.example"), site("def", "xn--oi2b42rrkdpqbqz1b.example")]
    assert "온라인쇼핑".encode("idna") == b"xn--oi2b42rrkdpqbqz1b"
    assert SiteMemory().key_of(name) == key


@pytest.mark.parametrize("name", ["", "blog.shop.example", "shop example", "a" * 300, "..", "\u0000"])
def test_names_of_none(name: str, table: Table) -> None:
    table.sites = [site("abc", "shop.example")]
    with pytest.raises(NotFound):
        SiteMemory().key_of(name)


def test_of_several_sites_with_a_domain_it_is_the_oldest(table: Table) -> None:
    table.sites = [site("new", "shop.example", 3), site("old", "shop.example", 1), site("middle", "shop.example", 2)]
    assert SiteMemory().key_of("shop.example") == "old"


def test_an_own_domain_goes_before_a_further_one_and_a_key_before_both(table: Table) -> None:
    table.sites = [
        site("first", "a.example", 1, "b.example", "localhost"),
        site("second", "b.example", 2),
        site("localhost", "c.example"),
    ]
    memory = SiteMemory()
    assert [memory.key_of(name) for name in ("b.example", "localhost")] == ["second", "localhost"]


def test_a_new_key_is_known_at_once(table: Table) -> None:
    table.sites = [site("abc", "shop.example")]
    memory = SiteMemory()
    assert memory.key_of("abc") == "abc"
    table.sites.append(site("def", "new.example"))
    assert memory.key_of("def") == "def"
    assert table.reads == 0


def test_known_names_are_read_twice_a_minute_and_unknown_ones_every_five_seconds(table: Table) -> None:
    table.sites = [site("abc", "shop.example")]
    memory = SiteMemory()
    for _ in range(3):
        assert memory.key_of("shop.example") == "abc"
        with pytest.raises(NotFound):
            memory.key_of("new.example")
    assert table.reads == 1

    table.sites.append(site("new", "new.example"))
    table.now += UNKNOWN_S + 1
    assert memory.key_of("new.example") == "new"
    assert table.reads == 2

    table.sites.clear()
    table.now += KNOWN_S + 1
    with pytest.raises(NotFound):
        memory.key_of("shop.example")
    assert table.reads == 3
