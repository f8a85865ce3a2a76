"""Home, the two shelves and the product pages."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from demo.site.catalogue import COFFEES, GEAR, PRODUCTS, STORIES, featured

blueprint = Blueprint("shelves", __name__)


@blueprint.get("/")
def home() -> str:
    """Show what is new, the finder, some stories and the example arrivals."""
    return render_template("home.html", featured=featured(), stories=list(STORIES.values())[:3])


@blueprint.get("/coffee/")
def coffees() -> str:
    """Show all coffees."""
    return render_template("shelf.html", shelf="coffee", products=COFFEES)


@blueprint.get("/gear/")
def gear() -> str:
    """Show everything for brewing."""
    return render_template("shelf.html", shelf="gear", products=GEAR)


@blueprint.get("/<any(coffee, gear):shelf>/<slug>/")
def product(shelf: str, slug: str) -> str:
    """Show one product; 404 when the shelf does not hold it."""
    found = PRODUCTS.get(slug)
    if found is None or found.shelf != shelf:
        abort(404)
    others = [PRODUCTS[other] for other in found.goes_with]
    return render_template("product.html", product=found, others=others)
