"""The list of bots: the package's patterns as plain texts with our kinds, and our own additions, which win."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from liveinsight.enrich.bots import PIECE, BotKind

Texts = dict[str, tuple[str, str]]
"""Text in a user agent → (kind, name)."""

_KINDS = {
    "ai-crawler": BotKind.AI_CRAWLER,
    "search-engine": BotKind.SEARCH_ENGINE,
    "social-preview": BotKind.PREVIEW,
    "feed-reader": BotKind.PREVIEW,
    "monitoring": BotKind.MONITOR,
    "browser-automation": BotKind.HEADLESS,
    "http-library": BotKind.TOOL,
    "scanner": BotKind.TOOL,
}
"""Kinds of the package's tags; advertising, archives and research are `other`. Its tag `seo` is on everything else as
well, so it is believed only where a bot's name says the same."""
_SEO = re.compile("audit|link|rank|seo|serp|site(?:audit|bulb|check|map|score)", re.IGNORECASE)
_TOKEN = re.compile(r"\\(?P<escaped>\W)|\[(?P<either>[A-Za-z]+)\]|(?P<bar>\|)|(?P<plain>[^\\\[\](){}*+?$])|(?P<end>\$)")


class NotPlain(ValueError):
    """A pattern that stands for more than a few plain texts."""


def compiled(packaged: Path, additions: dict[str, Any], people: Iterable[str]) -> tuple[Texts, list[str]]:
    """The texts by which bots are known, and a line for every pattern of the package that was left out."""
    own = dict(_own(additions))
    texts, left_out = _packaged(json.loads(packaged.read_text()), additions)
    texts = {text: entry for text, entry in texts.items() if not _decided(text, entry[0], own)}
    texts = _with_one_spelling(own | texts)
    agents = "\n".join(people)
    for text in [text for text in texts if text.lstrip("^") in agents]:
        left_out.append(f"{text!r}: people's browsers have it")
        del texts[text]
    return texts, left_out


def _own(additions: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    for kind in BotKind:
        for name, texts in additions.get(kind, {}).items():
            yield from ((text, (str(kind), name)) for text in texts)


def _decided(text: str, kind: str, own: Texts) -> bool:
    """Whether the additions say something else about the agents that have this text."""
    kinds = {entry[0] for known, entry in own.items() if known.lstrip("^") in text}
    return text in own or bool(kinds and kind not in kinds)


def _packaged(entries: list[dict[str, Any]], additions: dict[str, Any]) -> tuple[Texts, list[str]]:
    texts: Texts = {}
    left_out = []
    for entry in entries:
        try:
            found = plain_texts(entry["pattern"])
        except NotPlain as reason:
            left_out.append(f"{entry['pattern']!r}: {reason}")
            continue
        for text in found:
            if text in additions["not_bots"]:
                continue
            placed = f"^{text}" if text in additions["at_start"] else text
            texts[placed] = (str(_kind(entry["tags"][0], text)), name_of(text))
    return texts, left_out


def _with_one_spelling(texts: Texts) -> Texts:
    """Names that differ in case only become one, the first."""
    spelling: dict[str, str] = {}
    return {text: (kind, spelling.setdefault(name.casefold(), name)) for text, (kind, name) in texts.items()}


def _kind(tag: str, text: str) -> BotKind:
    if tag == "seo":
        return BotKind.SEO if _SEO.search(text) else BotKind.OTHER
    return _KINDS.get(tag, BotKind.OTHER)


def name_of(text: str) -> str:
    """A bot's name out of the text that it is known by."""
    name = text.partition(" (")[0].removeprefix("https://")
    return name.strip(" ^/();:+@") or text


def plain_texts(pattern: str) -> list[str]:
    """The texts that a simple regular expression stands for; `^` stays where the text must begin the agent.

    Raises `NotPlain` for repetition, classes of more than letters, and texts too short to be looked up.
    """
    pattern = pattern.replace("(^| )", "(^|\\ )")
    while group := re.search(r"(?<!\\)\(([^()]*)\)", pattern):
        whole = [pattern[: group.start()] + choice + pattern[group.end() :] for choice in group[1].split("|")]
        return [text for choice in whole for text in plain_texts(choice)]
    found = [text for part in _alternatives(pattern) for text in part]
    if any(len(text.lstrip("^")) < PIECE for text in found):
        raise NotPlain("too short")
    return found


def _alternatives(pattern: str) -> Iterator[list[str]]:
    texts = [""]
    position = 0
    while position < len(pattern):
        token = _TOKEN.match(pattern, position)
        if token is None:
            raise NotPlain("a regular expression")
        position = token.end()
        if token["bar"]:
            yield texts
            texts = [""]
        else:
            choices = token["either"] or [token["escaped"] or token["plain"] or ""]
            texts = [text + choice for text in texts for choice in choices]
    yield texts
