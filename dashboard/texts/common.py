"""Texts of every page."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return {
        "source.direct": gettext("Direct"),
        "place.unknown": gettext("Unknown"),
        "page.unknown": gettext("(no page)"),
        "device.desktop": gettext("Desktop"),
        "device.mobile": gettext("Mobile"),
        "device.tablet": gettext("Tablet"),
        "device.tv": gettext("TV"),
        "device.unknown": gettext("Unknown device"),
        "copy.done": gettext("Copied"),
        "copy.failed": gettext("Select the text and copy it"),
        "theme.light": gettext("Theme: light"),
        "theme.dark": gettext("Theme: dark"),
        "theme.system": gettext("Theme: as the system"),
    }


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "visitors": lambda n: ngettext("{n} visitor", "{n} visitors", n),
        "current": lambda n: ngettext("current visitor", "current visitors", n),
        "pageviews": lambda n: ngettext("{n} pageview", "{n} pageviews", n),
    }
