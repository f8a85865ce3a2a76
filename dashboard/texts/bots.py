"""Texts of the page about bots."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return _kinds() | _page() | _table()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "bots.names": lambda n: ngettext("{n} bot", "{n} bots", n),
        "bots.exceeded": lambda n: ngettext(
            "In {n} hour there were more hits than are kept: these numbers are the least.",
            "In {n} hours there were more hits than are kept: these numbers are the least.",
            n,
        ),
    }


def _kinds() -> dict[str, str]:
    return {
        "bots.kind.ai_crawler": gettext("AI crawler"),
        "bots.kind.ai_assistant": gettext("AI assistant"),
        "bots.kind.search_engine": gettext("Search engine"),
        "bots.kind.preview": gettext("Link preview or feed"),
        "bots.kind.monitor": gettext("Monitoring"),
        "bots.kind.headless": gettext("Automated browser"),
        "bots.kind.seo": gettext("SEO tool"),
        "bots.kind.tool": gettext("Program or scanner"),
        "bots.kind.other": gettext("Other"),
        "bots.group.all": gettext("All bots"),
        "bots.group.ai_crawler": gettext("AI crawlers"),
        "bots.group.ai_assistant": gettext("AI assistants"),
        "bots.group.search_engine": gettext("Search engines"),
        "bots.group.rest": gettext("All others"),
        "bots.group.ai_crawler.hint": gettext("They collect pages for AI companies: for training, or for an index."),
        "bots.group.ai_assistant.hint": gettext("They look at a page because somebody asked an assistant about it."),
    }


def _page() -> dict[str, str]:
    return {
        "bots.none": gettext("No bots in this time."),
        "bots.noneOfAi": gettext("None in this time that runs the page's script or fetches its pixel."),
        "bots.noneOther": gettext("None in this time."),
        "bots.noPaths": gettext("No pages for this choice."),
        "bots.course": gettext("Hits of bots over time"),
        "bots.ai": gettext("AI crawlers and assistants"),
        "bots.others": gettext("Other bots"),
    }


def _table() -> dict[str, str]:
    return {
        "bots.time": gettext("Time"),
        "bots.name": gettext("Bot"),
        "bots.nameless": gettext("(without a known name)"),
        "bots.kind": gettext("Kind"),
        "bots.count": gettext("Hits"),
        "bots.share": gettext("Share"),
        "bots.shareHint": gettext("Of the hits of all bots"),
        "bots.seen": gettext("Last seen"),
        "bots.page": gettext("Page"),
    }
