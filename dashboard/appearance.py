"""Light or dark: the reader's choice from its cookie, written into the page so that nothing flashes."""

from flask import Flask, request

COOKIE = "li_theme"
THEMES = ("system", "light", "dark")


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"theme": chosen()})


def chosen() -> str:
    """`system`, `light` or `dark`."""
    theme = request.cookies.get(COOKIE, "")
    return theme if theme in THEMES else "system"
