"""Answers about the past, kept for a moment: the same question from many pages is worked out once."""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dashboard.extensions import cache
from liveinsight.query.answer import QueriedSite

TODAY_S = 1
"""Nobody sees today's numbers later because of the cache than a page asks for them."""
PAST_S = 60
SETTLED_MS = 26 * 3_600_000
"""After this nothing changes a day any more: events come up to a day late."""
MOST_BYTES = 64 * 1024
"""Larger answers are not kept."""


def kept(kind: str, site: QueriedSite, question: bytes, work_out: Callable[[], tuple[bytes, int]]) -> bytes:
    """The answer to a question about a site as its settings are now.

    `work_out` gives the answer as JSON, and for how many seconds it may be kept.
    """
    key = hashlib.sha256(b"\0".join((kind.encode(), repr(site).encode(), question))).hexdigest()
    known: bytes | None = cache.get(key)
    if known is not None:
        return known
    fresh, seconds = work_out()
    if len(fresh) <= MOST_BYTES:
        cache.set(key, fresh, timeout=seconds)
    return fresh


def good_for_s(answer: dict[str, Any]) -> int:
    """How long an answer of the Stats API may be kept."""
    until = datetime.fromisoformat(answer["query"]["date_range"][1]).timestamp() * 1000
    settled = until + SETTLED_MS < time.time() * 1000
    return PAST_S if settled and "warnings" not in answer["meta"] else TODAY_S
