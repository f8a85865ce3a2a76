"""Texts of the overview."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return {
        "overview.nothing": gettext("No visits in this time."),
        "metric.visitors": gettext("Visitors"),
    }
