"""`POST /events`: a request becomes a beacon, its outcome becomes an answer and metrics."""

import logging
import time

from chalice.app import Request, Response

from chalicelib import http, incoming, metrics, process
from liveinsight.errors import LiveInsightError

log = logging.getLogger(__name__)


def take(request: Request | None) -> Response:
    """202 with what was accepted and dropped, or a refusal. Never a stack trace, never a 500."""
    assert request is not None  # Chalice sets it before it calls a view
    started = time.perf_counter()
    try:
        outcome = process.ingest().beacon(incoming.body(request), incoming.who(request))
    except LiveInsightError as error:
        report_refusal(error, started)
        return http.refusal(error)
    metrics.beacon(outcome, (time.perf_counter() - started) * 1000)
    dropped = [{"id": event_id, "reason": reason.value} for event_id, reason in outcome.dropped]
    dropped += [{"id": event_id, "reason": metrics.INVALID, "message": message} for event_id, message in outcome.wrong]
    return http.answer(202, {"accepted": outcome.accepted, "dropped": dropped})


def report_refusal(error: LiveInsightError, started: float) -> None:
    """Count a refusal; `started` is what `time.perf_counter` said when the request came."""
    metrics.refusal(error.code, (time.perf_counter() - started) * 1000)
    if error.status >= 500:
        log.error("beacon not stored: %s", error.message, exc_info=error.__cause__)
