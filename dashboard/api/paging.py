"""Lists come in pages, all in the same way: `limit` and `offset` in, `results` and `next` out."""

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

Row = TypeVar("Row")
MOST = 1000


class Paging(Struct, kw_only=True, forbid_unknown_fields=True):
    """Which page of a list is wanted."""

    limit: Annotated[int, Meta(ge=1, le=MOST, description=f"How many results, {MOST} at most.")] = 100
    offset: Annotated[int, Meta(ge=0, le=1_000_000_000, description="How many results to pass over.")] = 0


class Page(Struct, Generic[Row], kw_only=True):
    """A page of a list. Beyond the end it is empty."""

    results: list[Row]
    total: Annotated[int, Meta(description="How many there are on all pages.")]
    limit: int
    offset: int
    next: Annotated[int | None, Meta(description="The `offset` of the next page; null on the last one.")] = None


def page(rows: Sequence[Row], wanted: Paging) -> Page[Row]:
    """The wanted page of these rows."""
    end = wanted.offset + wanted.limit
    return Page(
        results=list(rows[wanted.offset : end]),
        total=len(rows),
        limit=wanted.limit,
        offset=wanted.offset,
        next=end if end < len(rows) else None,
    )
