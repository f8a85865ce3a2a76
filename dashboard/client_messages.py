"""The texts that scripts put on the page, in the page's language. Templates take theirs from gettext directly."""

from collections.abc import Callable

from flask_babel import get_locale, gettext, ngettext

Text = str | dict[str, str]


def every() -> dict[str, Text]:
    """Message name → text, or for counted messages plural category → text with `{n}` for the number."""
    return _plain() | {name: _forms(count) for name, count in _counted().items()}


def _plain() -> dict[str, Text]:
    return {
        "state.live": gettext("Live"),
        "state.connecting": gettext("Connecting…"),
        "state.reconnecting": gettext("Reconnecting…"),
        "state.polling": gettext("Live, every few seconds"),
        "state.trouble": gettext("Data source unreachable"),
        "state.lost": gettext("Connection lost"),
        "state.updated": gettext("last update {time}"),
        "source.direct": gettext("Direct"),
        "place.unknown": gettext("Unknown"),
        "page.unknown": gettext("(no page)"),
        "event.pageview": gettext("Viewed"),
        "event.engagement": gettext("Reading"),
        "event.scrolled": gettext("{percent} scrolled"),
        "event.now": gettext("now"),
        "device.desktop": gettext("Desktop"),
        "device.mobile": gettext("Mobile"),
        "device.tablet": gettext("Tablet"),
        "device.tv": gettext("TV"),
        "device.unknown": gettext("Unknown device"),
        "sessions.fewer": gettext("Show fewer"),
        "copy.done": gettext("Copied"),
        "copy.failed": gettext("Select the text and copy it"),
        "waiting.seen": gettext("Events are arriving"),
        "waiting.waiting": gettext("Waiting for the first event…"),
        "theme.light": gettext("Theme: light"),
        "theme.dark": gettext("Theme: dark"),
        "theme.system": gettext("Theme: as the system"),
    }


def _counted() -> dict[str, Callable[[int], str]]:
    return {
        "visitors": lambda n: ngettext("{n} visitor", "{n} visitors", n),
        "current": lambda n: ngettext("current visitor", "current visitors", n),
        "pageviews": lambda n: ngettext("{n} pageview", "{n} pageviews", n),
        "sessions.show": lambda n: ngettext("Show {n} more session", "Show {n} more sessions", n),
        "sessions.more": lambda n: ngettext("and {n} more session", "and {n} more sessions", n),
    }


def _forms(count: Callable[[int], str]) -> dict[str, str]:
    """The text of each plural category that the language has, found by trying numbers."""
    locale = get_locale()
    forms: dict[str, str] = {}
    for n in (1, 2, 0, *range(3, 112)):
        forms.setdefault(locale.plural_form(n) if locale else "other", count(n))
    return {"other": count(2), **forms}
