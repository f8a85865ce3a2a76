"""The demo site's application factory."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, render_template, request, session

from demo.site.cart import Cart
from demo.site.pages import PAGES, SHOP
from demo.site.settings import SiteSettings
from demo.site.views import basket, finder, reading, shelves


def create_site(settings: SiteSettings) -> Flask:
    """Build the shop; baskets live as long as the process, as its signing key does."""
    site = Flask("demo.site")
    site.secret_key = secrets.token_bytes(32)
    # The session cookie of another service on the same host must not be overwritten.
    site.config.update(SESSION_COOKIE_NAME="hanok_basket", SESSION_COOKIE_SAMESITE="Lax")
    site.config.update(MAX_CONTENT_LENGTH=64 * 1024)
    site.jinja_env.trim_blocks = site.jinja_env.lstrip_blocks = True
    for room in (shelves, basket, reading, finder):
        site.register_blueprint(room.blueprint)
    site.register_error_handler(404, _not_found)

    @site.context_processor
    def every_page() -> dict[str, Any]:
        return {"page": PAGES.get(request.path), "shop": SHOP, "cart": Cart(session), "tracker": settings}

    return site


def _not_found(_error: Exception) -> tuple[str, int]:
    return render_template("missing.html"), 404
