"""The texts that scripts put on the page, in the page's language: one module a room, sent with the pages of that room.

Templates take theirs from gettext directly.
"""

from collections.abc import Callable
from importlib import import_module

from flask_babel import get_locale

Text = str | dict[str, str]


def of(*rooms: str) -> dict[str, Text]:
    """Message name → text, or for counted messages plural category → text with `{n}` for the number.

    `rooms` are names of modules here; the texts of `common` are always among them.
    """
    found: dict[str, Text] = {}
    for room in ("common", *rooms):
        texts = import_module(f"{__name__}.{room}")
        found |= texts.plain()
        if hasattr(texts, "counted"):
            found |= {name: _forms(count) for name, count in texts.counted().items()}
    return found


def _forms(count: Callable[[int], str]) -> dict[str, str]:
    """The text of each plural category that the language has, found by trying numbers."""
    locale = get_locale()
    forms: dict[str, str] = {}
    for n in (1, 2, 0, *range(3, 112)):
        forms.setdefault(locale.plural_form(n) if locale else "other", count(n))
    return {"other": count(2), **forms}
