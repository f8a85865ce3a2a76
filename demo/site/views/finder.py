"""The coffee finder: one document, several addresses; the script moves between them."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from demo.site.catalogue import BREWERS, COFFEES, FLAVOURS, matches
from demo.site.pages import PAGES, VIRTUAL

blueprint = Blueprint("finder", __name__)


def _titles() -> dict[str, str]:
    """Titles by path, for the script to set as it moves."""
    return {path: page.title for path, page in PAGES.items() if path.startswith("/finder/")}


def _ranking() -> dict[str, dict[str, list[str]]]:
    """Matching coffees for every pair of answers, best first."""
    return {
        brewer: {flavour: [coffee.slug for coffee in matches(brewer, flavour)] for flavour in FLAVOURS}
        for brewer in BREWERS
    }


@blueprint.get("/finder/")
@blueprint.get("/finder/<path:step>")
def finder(step: str = "") -> str:
    """Serve the finder at any of its addresses, so that reload and bookmarks work."""
    if step and (request.path not in PAGES or PAGES[request.path].kind not in VIRTUAL):
        abort(404)
    return render_template(
        "finder.html",
        brewers=BREWERS.values(),
        flavours=FLAVOURS.values(),
        coffees=COFFEES,
        script={"titles": _titles(), "ranking": _ranking()},
    )
