"""The little markup that docstrings of endpoints use: paragraphs, `code` and [links](https://…)."""

import re

from markupsafe import Markup, escape

_PIECE = re.compile(r"`([^`]+)`|\[([^\]]+)\]\((https://[^)\s]+)\)")


def paragraphs(text: str) -> Markup:
    """HTML for a text of ours. Everything but the markup is escaped."""
    return Markup("").join(Markup("<p>{}</p>").format(_line(part)) for part in text.split("\n\n") if part.strip())


def _line(text: str) -> Markup:
    html, end = Markup(""), 0
    for match in _PIECE.finditer(text):
        html += escape(text[end : match.start()])
        html += _piece(match)
        end = match.end()
    return html + escape(text[end:])


def _piece(match: re.Match[str]) -> Markup:
    if match[1] is not None:
        return Markup("<code>{}</code>").format(match[1])
    return Markup('<a href="{}" rel="noreferrer">{}</a>').format(match[3], match[2])
