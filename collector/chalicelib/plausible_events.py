"""`POST /api/event`: Plausible's Events API, answered as Plausible answers."""

import time

from chalice.app import Request, Response

from chalicelib import beacons, http, incoming, metrics, process
from liveinsight.errors import Forbidden, InvalidRequest, LiveInsightError, StoreUnavailable
from liveinsight.ingest import named_request, plausible
from liveinsight.ingest.plausible import InvalidEvent, Sent
from liveinsight.ingest.sender import Sender

COUNT = "X-Plausible-Dropped"
"""For how many of the sites that it named the event was dropped."""


def take(request: Request | None) -> Response:
    """202 `ok`, dropped or not; 400 with what is wrong in which field. 503 when the tables cannot be reached."""
    assert request is not None  # Chalice sets it before it calls a view
    started = time.perf_counter()
    sender = incoming.who(request)
    if request.headers.get("x-debug-request") == "true":
        return http.text(200, sender.address)
    now_ms = incoming.now_ms()
    try:
        body = incoming.body(request)
        sent = plausible.parse(body, named_request.stamp(request.headers, body, now_ms))
        reasons = _count(sent, sender, now_ms, started)
    except LiveInsightError as error:
        beacons.report_refusal(error, started)
        return http.refusal(error) if isinstance(error, StoreUnavailable) else _errors(error)
    return http.text(202, "ok", {COUNT: str(len(reasons)), **http.dropped(reasons)} if reasons else None)


def _count(sent: Sent, sender: Sender, now_ms: int, started: float) -> list[str]:
    """Give the event to every site that it names; the reasons of those for which it was dropped."""
    reasons: list[str] = []
    keys: dict[str, None] = {}
    for domain in sent.domains:
        try:
            keys[process.ingest().site_named(domain)] = None
        except Forbidden as error:
            reasons.append(error.code)
            beacons.report_refusal(error, started)
    for key in keys:
        try:
            outcome = process.ingest().take(sent.beacon(key), sender, now_ms)
        except Forbidden as error:
            reasons.append(error.code)
            beacons.report_refusal(error, started)
        else:
            reasons += [reason.value for _, reason in outcome.dropped]
            metrics.beacon(outcome, (time.perf_counter() - started) * 1000)
    return reasons


def _errors(error: LiveInsightError) -> Response:
    field = error.field if isinstance(error, InvalidEvent) else "request"
    status = InvalidRequest.status if isinstance(error, InvalidRequest) else error.status
    return http.answer(status, {"errors": {field: [error.message]}})
