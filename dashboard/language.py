"""Which language a page is in: the reader's choice, else what the browser asks for, else English."""

from typing import Any

from flask import Flask, request
from flask_babel import get_locale

from dashboard import texts

LANGUAGES = {"en": "English", "ko": "한국어"}
COOKIE = "li_language"


def init_app(app: Flask) -> None:
    app.context_processor(_in_templates)


def choose() -> str:
    """`en` or `ko`."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "en"


def _in_templates() -> dict[str, Any]:
    return {"languages": LANGUAGES, "language": str(get_locale() or "en"), "client_messages": texts.of}
