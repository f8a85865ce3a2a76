"""SQL for the value that a row has for a dimension. An empty text means: none."""

import re
from typing import Literal

from liveinsight.query.buckets import bucket
from liveinsight.query.context import Context
from liveinsight.query.dimensions import NONE, column, is_time, prop

Row = Literal["event", "visit"]
"""What a row of the relation is: an event, or a visit (which stands for its entry where an event is meant)."""

_AT = {"event": 'epoch_ms("at")', "visit": "epoch_ms(started_at)"}
_EVENT_NAME = "CASE type WHEN 'event' THEN name ELSE type END"
_PLAIN_KEY = re.compile(r"^[\w .:-]+$")


def value(dimension: str, row: Row, context: Context) -> str:
    """The value without the text that stands for none."""
    name = prop(dimension)
    if name is not None:
        return _prop(name, context)
    if dimension == "event:name":
        return _EVENT_NAME
    if dimension == "event:goal":
        return "goal_name"
    if dimension == "event:page" and row == "visit":
        return "entry_page"
    return column(dimension).name


def group(dimension: str, row: Row, context: Context, at: str | None = None) -> str:
    """What rows are grouped by. `at` is SQL for the UTC ms that count instead of the row's own."""
    if is_time(dimension):
        return bucket(dimension, at or _AT[row], context.span)
    plain = value(dimension, row, context)
    blank = NONE if prop(dimension) is not None else column(dimension).blank
    return f"CASE WHEN {plain} = '' THEN {context.bind(blank)} ELSE {plain} END" if blank else plain


def _prop(name: str, context: Context) -> str:
    if _PLAIN_KEY.match(name):
        path = context.bind(f'$."{name}"')
        return f"coalesce(json_extract_string(nullif(props, ''), {path}), '')"
    key = context.bind(name)  # JSON paths have no way to write a quotation mark; a map takes any key
    return f"coalesce(CAST(CAST(nullif(props, '') AS JSON) AS MAP(VARCHAR, VARCHAR))[{key}], '')"
