"""Basket, checkout and thanks."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as BaseResponse

from demo.site.cart import MOST, Cart
from demo.site.catalogue import CURRENCY, PRODUCTS

blueprint = Blueprint("basket", __name__)


def _quantity(default: int) -> int:
    """Read the posted quantity, kept between 0 and the most one may hold."""
    wanted = request.form.get("quantity", default, type=int)
    return max(0, min(wanted, MOST))


def _slug() -> str:
    """Read the posted product; 400 when the shop does not sell it."""
    slug = request.form.get("product", "")
    if slug not in PRODUCTS:
        abort(400)
    return slug


@blueprint.get("/cart/")
def cart() -> str:
    """Show the basket."""
    return render_template("cart.html")


@blueprint.get("/cart/count/")
def count() -> Response:
    """Say how much is in the basket, for pages that the browser brings back from its cache."""
    response = make_response({"count": Cart(session).count})
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/cart/add/")
def add() -> BaseResponse:
    """Put a product into the basket; the script gets the new count, a plain form the basket."""
    held = Cart(session)
    held.add(_slug(), _quantity(1))
    if request.accept_mimetypes.best == "application/json":
        return make_response({"count": held.count})
    return redirect("/cart/", 303)


@blueprint.post("/cart/change/")
def change() -> BaseResponse:
    """Change how many of a product are wanted."""
    Cart(session).put(_slug(), _quantity(0))
    return redirect("/cart/", 303)


@blueprint.get("/checkout/")
def checkout() -> str:
    """Ask for the name and address."""
    return render_template("checkout.html")


@blueprint.post("/checkout/")
def order() -> BaseResponse:
    """Make the order; what was typed is not kept."""
    held = Cart(session)
    if not held.lines:
        return redirect("/cart/", 303)
    held.order()
    return redirect("/thanks/", 303)


@blueprint.get("/thanks/")
def thanks() -> Response:
    """Thank for an order, and announce it to the tracker the first time only."""
    made = Cart(session).take_order()
    response = make_response(render_template("thanks.html", order=made, currency=CURRENCY))
    response.headers["Cache-Control"] = "no-store"  # "back" must not announce the purchase again
    return response
