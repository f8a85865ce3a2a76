"""Annotations of a site: notes on a day or a moment."""

from typing import Annotated

from msgspec import Meta, Struct, convert

from dashboard.api.noun import Noun
from dashboard.api.paging import Page, Paging, page
from liveinsight import annotations
from liveinsight.annotations import MOST_TEXT, Annotation
from liveinsight.sites import Site

noun = Noun("annotations", "Annotations", "Notes on a day or a moment, to explain what a chart shows.")
At = Annotated[
    str,
    Meta(
        max_length=40,
        description="A day of the site's time zone, or a time with an offset.",
        examples=["2026-11-22", "2026-11-22T10:00:00+09:00"],
    ),
]
Text = Annotated[str, Meta(min_length=1, max_length=MOST_TEXT)]


class AnnotationAnswer(Struct, kw_only=True):
    """A note. Times of `at` are in UTC; `created_at` is UTC milliseconds."""

    id: str
    at: str
    text: str
    created_at: int


class NewAnnotation(Struct, kw_only=True, forbid_unknown_fields=True):
    """A note to make."""

    at: At
    text: Text


class AnnotationChanges(Struct, kw_only=True, forbid_unknown_fields=True):
    """What to set. What is left out stays as it is."""

    at: At | None = None
    text: Text | None = None


class AnnotationList(Paging, kw_only=True, forbid_unknown_fields=True):
    since: Annotated[str, Meta(max_length=40, description="Only from this date or time on.")] = ""
    until: Annotated[str, Meta(max_length=40, description="Only up to this date or time, included.")] = ""
    deleted: Annotated[bool, Meta(description="Those that were deleted and can be restored.")] = False


@noun.endpoint("GET", "/api/v2/sites/{site}/annotations", summary="List the annotations")
def every(site: Site, query: AnnotationList) -> Page[AnnotationAnswer]:
    """Oldest first."""
    since = annotations.valid_time(query.since, "since") if query.since else ""
    # A day includes every moment that begins with it; "~" sorts behind all that can follow.
    until = annotations.valid_time(query.until, "until") + "~" if query.until else "~"
    found = annotations.every(site.key, query.deleted)
    return page([_answer(note) for note in found if since <= note.at <= until], query)


@noun.endpoint(
    "POST",
    "/api/v2/sites/{site}/annotations",
    access="admin",
    summary="Make an annotation",
    status=201,
    errors=(409,),
    example={"at": "2026-11-22", "text": "New checkout"},
)
def create(site: Site, body: NewAnnotation) -> AnnotationAnswer:
    return _answer(annotations.add(site.key, body.at, body.text))


@noun.endpoint("GET", "/api/v2/sites/{site}/annotations/{annotation}", summary="Look at an annotation")
def get(site: Site, annotation: str) -> AnnotationAnswer:
    return _answer(annotations.get(site.key, annotation))


@noun.endpoint(
    "PATCH",
    "/api/v2/sites/{site}/annotations/{annotation}",
    access="admin",
    summary="Change an annotation",
    example={"text": "New checkout, first version"},
)
def change(site: Site, annotation: str, body: AnnotationChanges) -> AnnotationAnswer:
    return _answer(annotations.change(site.key, annotation, body.at, body.text))


@noun.endpoint(
    "DELETE", "/api/v2/sites/{site}/annotations/{annotation}", access="admin", summary="Delete an annotation"
)
def delete(site: Site, annotation: str) -> None:
    """It can be restored within 30 days."""
    annotations.delete(site.key, annotation)


@noun.endpoint(
    "POST",
    "/api/v2/sites/{site}/annotations/{annotation}/restore",
    access="admin",
    summary="Restore a deleted annotation",
)
def restore(site: Site, annotation: str) -> AnnotationAnswer:
    return _answer(annotations.restore(site.key, annotation))


def _answer(note: Annotation) -> AnnotationAnswer:
    return convert(note, AnnotationAnswer, from_attributes=True)
