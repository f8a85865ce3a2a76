"""Stories, the house, and the newsletter."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from demo.site.catalogue import COFFEES, STORIES, beside

blueprint = Blueprint("reading", __name__)


@blueprint.get("/stories/")
def stories() -> str:
    """List the blog posts."""
    return render_template("stories.html", stories=list(STORIES.values()))


@blueprint.get("/stories/<slug>/")
def story(slug: str) -> str:
    """Show one blog post."""
    found = STORIES.get(slug)
    if found is None:
        abort(404)
    return render_template(f"stories/{found.slug}.html", story=found, others=beside(found), coffees=COFFEES[:2])


@blueprint.get("/about/")
def about() -> str:
    """Tell about the house."""
    return render_template("about.html")


@blueprint.post("/newsletter/")
def newsletter() -> BaseResponse:
    """Thank for the sign-up; the address is not kept."""
    if request.accept_mimetypes.best == "application/json":
        return make_response({"ok": True})
    flash("You are on the list. The next letter leaves on Sunday.")
    return redirect("/", 303)
