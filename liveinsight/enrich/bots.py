"""Bots: whether a User-Agent belongs to a program instead of a person, to which one, and of what kind.

A pattern can only match an agent that has all four-letter pieces of the pattern's text, so each pattern is filed under
one rare piece of it; of 1,500 patterns a browser's agent meets none or one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

CACHE_SIZE = 4096
_PIECE = 4
_LEAST_LENGTH = 12
_REGEX = re.compile(r"(?<!\\)[\[\](){}*+?|^$]|\\[a-zA-Z]")


class BotKind(StrEnum):
    """What a bot is there for. Owners ask about the first two, so they are told apart from all others."""

    AI_CRAWLER = "ai_crawler"
    AI_ASSISTANT = "ai_assistant"
    SEARCH_ENGINE = "search_engine"
    PREVIEW = "preview"
    MONITOR = "monitor"
    SEO = "seo"
    HEADLESS = "headless"
    TOOL = "tool"
    OTHER = "other"


@dataclass(slots=True, frozen=True)
class Bot:
    """A bot's name as owners know it, and its kind."""

    name: str
    kind: BotKind


_KINDS = {
    "ai-crawler": BotKind.AI_CRAWLER,
    "search-engine": BotKind.SEARCH_ENGINE,
    "social-preview": BotKind.PREVIEW,
    "feed-reader": BotKind.PREVIEW,
    "monitoring": BotKind.MONITOR,
    "seo": BotKind.SEO,
    "browser-automation": BotKind.HEADLESS,
    "http-library": BotKind.TOOL,
    "scanner": BotKind.TOOL,
}
_ASSISTANTS = ("ChatGPT-User", "Claude-User", "Perplexity-User", "MistralAI-User", "DuckAssistBot")
_HEADLESS = ("HeadlessChrome", "PhantomJS", "Electron/", "Puppeteer", "Playwright", "Chrome-Lighthouse", "jsdom")
_TOOLS = ("PostmanRuntime", "kube-probe", "insomnia/")


@lru_cache(maxsize=CACHE_SIZE)
def classify(user_agent: str) -> Bot | None:
    """The bot that the agent names, or None for a person's browser.

    An agent that is too short to be a browser's is a bot without a name.
    """
    if len(user_agent) < _LEAST_LENGTH or "/" not in user_agent:
        return Bot("", BotKind.OTHER)
    lowered = user_agent.lower()
    pieces = {lowered[start : start + _PIECE] for start in range(len(lowered) - _PIECE + 1)}
    index = _index()
    found = [
        (list(BotKind).index(bot.kind), -len(text), bot)
        for piece in pieces & index.keys()
        for text, pattern, bot in index[piece]
        if text in lowered and (pattern is None or re.search(pattern, user_agent))
    ]
    if found:
        return min(found, key=lambda entry: entry[:2])[2]
    import crawleruseragents

    return Bot("", BotKind.OTHER) if crawleruseragents.is_crawler(user_agent) else None


@lru_cache(maxsize=1)
def _index() -> dict[str, list[tuple[str, str | None, Bot]]]:
    """Piece → (text in lower case, pattern if the text alone is not enough, bot)."""
    index: dict[str, list[tuple[str, str | None, Bot]]] = {}
    for text, pattern, bot in _entries():
        index.setdefault(text[:_PIECE], []).append((text, pattern, bot))
    return index


def _entries() -> Iterator[tuple[str, str | None, Bot]]:
    import crawleruseragents  # loads 1,500 patterns: not before the first beacon

    for name in _ASSISTANTS:
        yield name.lower(), None, Bot(name, BotKind.AI_ASSISTANT)
    for names, kind in ((_HEADLESS, BotKind.HEADLESS), (_TOOLS, BotKind.TOOL)):
        for name in names:
            yield name.lower(), None, Bot(name.strip("/"), kind)
    for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA:
        pattern: str = entry["pattern"]
        kind = _KINDS.get(entry["tags"][0], BotKind.OTHER)
        literal = re.sub(r"\\([^a-zA-Z])", r"\1", pattern)
        plain = not _REGEX.search(pattern)
        text = literal if plain else max(re.split(r"\[.*?\]|\\.|\W", pattern), key=len)
        if len(text) >= _PIECE:
            yield text.lower(), None if plain else pattern, Bot(text.strip(" /().;+"), kind)
