"""`POST /events`: a request becomes a beacon, its outcome becomes an answer and metrics."""

import logging
import time

from chalice.app import Request, Response

from chalicelib import http, metrics, process
from liveinsight.errors import InvalidRequest, LiveInsightError
from liveinsight.ingest import sender
from liveinsight.ingest.pipeline import Outcome
from liveinsight.settings import settings

log = logging.getLogger(__name__)


def take(request: Request | None) -> Response:
    """202 with what was accepted and dropped, or a refusal. Never a stack trace, never a 500."""
    assert request is not None  # Chalice sets it before it calls a view
    started = time.perf_counter()
    try:
        outcome = _ingest(request)
    except LiveInsightError as error:
        _report_refusal(error, started)
        return http.refusal(error)
    metrics.beacon(outcome, (time.perf_counter() - started) * 1000)
    dropped = [{"id": event_id, "reason": reason.value} for event_id, reason in outcome.dropped]
    return http.answer(202, {"accepted": outcome.accepted, "dropped": dropped})


def _ingest(request: Request) -> Outcome:
    connection = str(request.context.get("identity", {}).get("sourceIp") or "")
    who = sender.from_request(connection, request.headers, settings())
    return process.ingest().beacon(_body(request), who)


def _body(request: Request) -> bytes:
    try:
        body = request.raw_body
    except ValueError:  # wrong base64, or text that is no Unicode
        raise InvalidRequest("invalid_json", "the body is not UTF-8") from None
    return body.encode() if isinstance(body, str) else body


def _report_refusal(error: LiveInsightError, started: float) -> None:
    metrics.refusal(error.code, (time.perf_counter() - started) * 1000)
    if error.status >= 500:
        log.error("beacon not stored: %s", error.message, exc_info=error.__cause__)
