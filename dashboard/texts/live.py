"""Texts of the live page."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return {
        "state.live": gettext("Live"),
        "state.connecting": gettext("Connecting…"),
        "state.reconnecting": gettext("Reconnecting…"),
        "state.polling": gettext("Live, every few seconds"),
        "state.trouble": gettext("Data source unreachable"),
        "state.lost": gettext("Connection lost"),
        "state.updated": gettext("last update {time}"),
        "event.pageview": gettext("Viewed"),
        "event.engagement": gettext("Reading"),
        "event.scrolled": gettext("{percent} scrolled"),
        "event.now": gettext("now"),
        "sessions.fewer": gettext("Show fewer"),
    }


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "sessions.show": lambda n: ngettext("Show {n} more session", "Show {n} more sessions", n),
        "sessions.more": lambda n: ngettext("and {n} more session", "and {n} more sessions", n),
    }
