"""Bots: whether a User-Agent belongs to a program instead of a person, to which one, and of what kind.

Bots are known by texts in their agents, 1,600 of them. Every text is filed under one piece of four letters, one that
browsers' agents do not have if there is such a one; an agent is cut into its pieces, and only the texts filed under
one of these are looked for. A browser's agent meets next to none of them.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from liveinsight.enrich import lists

CACHE_SIZE = 4096
PIECE = 4
"""Letters of a piece: no text that a bot is known by may be shorter."""
_LEAST_LENGTH = 12
_USUAL = (
    "mozilla/5.0 (windows nt 10.0; win64; x64) applewebkit/537.36 (khtml, like gecko) chrome/ safari/ edg/ mobile "
    "(linux; android 10; k) (macintosh; intel mac os x 10_15_7) (iphone; cpu iphone os 18_7 like mac os x) version/ "
    "compatible; gecko/20100101 firefox/"
)


class BotKind(StrEnum):
    """What a bot is there for. Of the kinds that an agent could be, the first one here is taken.

    AI crawlers read for training and for AI search, AI assistants fetch a page because a person asked for it.
    """

    AI_ASSISTANT = "ai_assistant"
    AI_CRAWLER = "ai_crawler"
    SEARCH_ENGINE = "search_engine"
    PREVIEW = "preview"
    MONITOR = "monitor"
    SEO = "seo"
    OTHER = "other"
    HEADLESS = "headless"
    TOOL = "tool"


@dataclass(slots=True, frozen=True)
class Bot:
    """A bot's name as owners know it, and its kind. The name is empty when no list knows the bot.

    Names come from the lists, never from the agent, so there are no more of them than the lists have.
    """

    name: str
    kind: BotKind


_UNNAMED = Bot("", BotKind.OTHER)
_ORDER = {kind: number for number, kind in enumerate(BotKind)}
_Entry = tuple[str, Bot]


@lru_cache(maxsize=CACHE_SIZE)
def classify(user_agent: str) -> Bot | None:
    """The bot that the agent names, or None for a person's browser.

    An agent too short to be a browser's, or with a word that only programs use, is a bot without a name.
    """
    known = _known(user_agent)
    if known is not None:
        return known
    nothing = len(user_agent) < _LEAST_LENGTH or "/" not in user_agent
    return _UNNAMED if nothing or _has_a_word(user_agent.lower()) else None


def _known(user_agent: str) -> Bot | None:
    """The bot on the lists: by the order of kinds first, then by the longest text."""
    index = _index()
    pieces = {user_agent[start : start + PIECE] for start in range(len(user_agent) - PIECE + 1)}
    found = [
        (_ORDER[bot.kind], -len(text), bot.name, bot)
        for piece in pieces & index.keys()
        for text, bot in index[piece]
        if (user_agent.startswith(text[1:]) if text[0] == "^" else text in user_agent)
    ]
    return min(found)[3] if found else None


@cache
def _index() -> dict[str, list[_Entry]]:
    """Piece → the texts that have it (with `^` before those that begin the agent) and their bots."""
    index: dict[str, list[_Entry]] = {}
    for kind, names in lists.read("bots")["bots"].items():
        for name, texts in names.items():
            bot = Bot(name, BotKind(kind))
            for text in texts:
                index.setdefault(_rare_piece(text.lstrip("^")), []).append((text, bot))
    return index


def _rare_piece(text: str) -> str:
    pieces = [text[start : start + PIECE] for start in range(len(text) - PIECE + 1)]
    return next((piece for piece in pieces if piece.lower() not in _USUAL), pieces[0])


def _has_a_word(agent: str) -> bool:
    for harmless in _words("not_words"):
        agent = agent.replace(harmless, "")
    agent = f" {agent} "
    return any(word in agent for word in _words("words"))


@cache
def _words(which: str) -> list[str]:
    words: list[str] = lists.read("bots")[which]
    return words
