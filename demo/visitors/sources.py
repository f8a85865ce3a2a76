"""How visitors find the shop: referrers, tagged links and click ids, with the pages they land on."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from demo.site.pages import Kind, Page, of_kind
from demo.visitors.chance import pick


@dataclass(frozen=True, slots=True)
class Source:
    """A way to the shop. `bounce` is the share that leaves from the first page; `only` limits countries."""

    name: str
    weight: float
    bounce: float
    landings: tuple[tuple[Kind, float], ...]
    referrer: str = ""
    query: str = ""
    only: frozenset[str] = frozenset()
    path: str = ""


_FRONT = ((Kind.HOME, 7.0), (Kind.COFFEES, 2.0), (Kind.COFFEE, 1.0))
_SEARCH = ((Kind.HOME, 3.0), (Kind.COFFEE, 3.0), (Kind.STORY, 3.0), (Kind.COFFEES, 2.0), (Kind.GEAR, 1.0))
_READ = ((Kind.STORY, 8.0), (Kind.HOME, 1.0), (Kind.STORIES, 1.0))
_SHOP = ((Kind.COFFEES, 4.0), (Kind.COFFEE, 4.0), (Kind.GEAR, 1.0), (Kind.FINDER, 2.0))
_ASKED = ((Kind.COFFEE, 4.0), (Kind.STORY, 3.0), (Kind.FINDER, 1.0), (Kind.GEAR, 1.0))

_NEWS = "utm_source=newsletter&utm_medium=email&utm_campaign="

SOURCES: tuple[Source, ...] = (
    Source("direct", 26, 0.42, _FRONT),
    Source("google", 24, 0.45, _SEARCH, "https://www.google.com/"),
    Source("naver", 14, 0.44, _SEARCH, "https://search.naver.com/", only=frozenset({"KR"})),
    Source("daum", 2, 0.48, _SEARCH, "https://search.daum.net/", only=frozenset({"KR"})),
    Source("bing", 4, 0.47, _SEARCH, "https://www.bing.com/"),
    Source("duckduckgo", 2.5, 0.45, _SEARCH, "https://duckduckgo.com/"),
    Source("yahoo japan", 6, 0.46, _SEARCH, "https://search.yahoo.co.jp/", only=frozenset({"JP"})),
    Source("baidu", 30, 0.55, _SEARCH, "https://www.baidu.com/", only=frozenset({"CN"})),
    Source("instagram", 6, 0.58, _SHOP, "https://l.instagram.com/"),
    Source("instagram story", 2, 0.6, _READ, "https://l.instagram.com/", "utm_source=instagram&utm_medium=social&utm_campaign=pour-over-week"),
    Source("facebook", 3, 0.6, _READ, "https://l.facebook.com/", "fbclid={id}"),
    Source("x", 2, 0.64, _READ, "https://t.co/{id}"),
    Source("reddit", 3, 0.55, _READ, "https://www.reddit.com/"),
    Source("youtube", 2.5, 0.5, ((Kind.GEAR, 3.0), (Kind.STORY, 2.0)), "https://www.youtube.com/"),
    Source("threads", 1, 0.6, _READ, "https://l.threads.net/"),
    Source("chatgpt", 4, 0.36, _ASKED, "https://chatgpt.com/", "utm_source=chatgpt.com"),
    Source("perplexity", 2, 0.38, _ASKED, "https://www.perplexity.ai/"),
    Source("gemini", 1.5, 0.4, _ASKED, "https://gemini.google.com/"),
    Source("claude", 1, 0.38, _ASKED, "https://claude.ai/"),
    Source("newsletter winter", 5, 0.26, _SHOP, "", _NEWS + "winter-blend"),
    Source("newsletter new lots", 3, 0.28, _SHOP, "https://mail.google.com/", _NEWS + "new-lots"),
    Source("google ads", 5, 0.5, _SHOP, "https://www.google.com/", "gclid={id}&utm_source=google&utm_medium=cpc&utm_campaign=specialty-coffee&utm_term=single+origin"),
    Source("meta ads", 2.5, 0.58, _SHOP, "https://m.facebook.com/", "fbclid={id}&utm_source=facebook&utm_medium=paid_social&utm_campaign=finder"),
    Source("roast guide", 2.5, 0.35, _SHOP, "https://roast-guide.example/best-roasters-in-seoul"),
    Source("seoul blog", 2, 0.4, _FRONT, "https://seoul-weekends.example/seochon-in-an-afternoon"),
    Source("café table", 1, 0.3, ((Kind.FINDER, 1.0),), "", "utm_source=cafe-table&utm_medium=qr&utm_campaign=seochon", frozenset({"KR"})),
    Source("hacker news", 1, 0.7, ((Kind.STORY, 1.0),), "https://news.ycombinator.com/", path="/stories/a-roof-of-black-tiles/"),
)  # fmt: skip


def draw_source(random: Random, country: str) -> Source:
    """Draw how somebody from this country found the shop."""
    return pick(random, [(s, s.weight) for s in SOURCES if not s.only or country in s.only])


def draw_landing(random: Random, source: Source) -> Page:
    """Draw the first page."""
    kind = pick(random, source.landings)
    pages = [page for page in of_kind(kind) if source.path in {"", page.path}]
    return pick(random, [(page, float(page.weight)) for page in pages])


def filled(template: str, random: Random) -> str:
    """Put a made-up click id into a query or referrer that asks for one."""
    return template.replace("{id}", f"{random.getrandbits(96):024x}") if "{id}" in template else template
