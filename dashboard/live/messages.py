"""What live answers look like, as plain values ready for JSON. Times are UTC ms."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from liveinsight.domain.event import Event
from liveinsight.domain.session import Session
from liveinsight.live import Snapshot, current, current_visitors

MOST_SESSIONS = 100
"""Rows in a snapshot; it is sent to every browser about once a second. `active_sessions` counts all."""
MOST_ROWS = 50

Message = dict[str, Any]


def session_row(session: Session) -> Message:
    """An active session as the contract of `/api/sessions/active/` names its fields."""
    return {
        "id": session.id,
        "started_at": session.started_at,
        "last_seen": session.ended_at,
        "pageviews": session.pageviews,
        "entry_page": session.entry_page,
        "page": session.exit_page,
        "source": session.origin.attribution.source,
        "country": session.client.country,
        "device": session.client.device,
        "browser": session.client.browser,
        "os": session.client.os,
    }


def active_sessions(site: str, sessions: Sequence[Session], now_ms: int) -> Message:
    """The answer of `/api/sessions/active/`; `sessions` has the newest activity first."""
    return {
        "site": site,
        "count": len(sessions),
        "current_visitors": current_visitors(sessions, now_ms),
        "sessions": [session_row(session) for session in sessions],
    }


def event_row(event: Event) -> Message:
    return {
        "id": f"{event.at}-{event.id}",
        "at": event.at,
        "type": event.type,
        "name": event.name,
        "page": event.path,
        "title": event.title,
        "source": event.visit.source,
        "country": event.client.country,
        "device": event.client.device,
        "scroll_pct": event.scroll_pct,
        "visible_ms": event.visible_ms,
    }


def snapshot(seen: Snapshot) -> Message:
    """Everything that the live page shows. Pages, sources and countries count current visitors."""
    now = current(seen.sessions, seen.at)
    return {
        "site": seen.site,
        "at": seen.at,
        "current_visitors": seen.current_visitors,
        "active_sessions": len(seen.sessions),
        "minutes": [{"at": m.at, "visitors": m.visitors, "pageviews": m.pageviews} for m in seen.minutes],
        "sessions": [session_row(session) for session in seen.sessions[:MOST_SESSIONS]],
        "pages": _ranked((session.exit_page, session.visitor) for session in now),
        "sources": _ranked((session.origin.attribution.source, session.visitor) for session in now),
        "countries": _ranked((session.client.country, session.visitor) for session in seen.sessions),
        "feed": [event_row(event) for event in seen.feed],
    }


def _ranked(pairs: Iterable[tuple[str, str]]) -> list[Message]:
    """Distinct visitors by value, most first."""
    counts = Counter(value for value, _ in set(pairs))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "visitors": visitors} for value, visitors in ranked[:MOST_ROWS]]
