"""Texts of the list of sites and the install page."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return {
        "waiting.seen": gettext("Events are arriving"),
        "waiting.waiting": gettext("Waiting for the first event…"),
    }
