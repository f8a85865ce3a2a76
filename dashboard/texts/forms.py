"""Texts of dialogs and forms: their buttons, what is refused, and taking back what was done."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return _refusals() | {
        "dialog.close": gettext("Close"),
        "dialog.cancel": gettext("Cancel"),
        "dialog.apply": gettext("Apply"),
        "dialog.save": gettext("Save"),
        "undo": gettext("Undo"),
    }


def _refusals() -> dict[str, str]:
    """What people meet most, in their language; everything else the API says in English."""
    taken = gettext("This name is taken. Choose another one.")
    return {
        "refused.goal_exists": taken,
        "refused.segment_exists": taken,
        "refused.funnel_exists": taken,
        "refused.journey_exists": taken,
        "refused.invalid_password": gettext("A password has 4 to 1024 characters."),
        "refused.invalid_page": gettext("A path begins with / or *, for example /thanks or /blog/*."),
        "refused.invalid_address": gettext("One of these is no address or network. Give them like 203.0.113.0/24."),
        "refused.invalid_path": gettext("One of these is no path. Give them like /admin/*."),
        "refused.invalid_domain": gettext("One of these is no domain. Give them like shop.example."),
        "refused.invalid_sites": gettext("Choose at least one site."),
    }
