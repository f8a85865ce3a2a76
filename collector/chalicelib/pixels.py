"""`GET /events/pixel`: an image is the answer whatever happens, for whoever shows it can do nothing about it."""

import time

from chalice.app import Request, Response

from chalicelib import beacons, http, incoming, metrics, process
from liveinsight.errors import LiveInsightError
from liveinsight.ingest import named_request, pixel

GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"  # 1×1, transparent
)


def show(request: Request | None) -> Response:
    """The image; when the event was not counted, `X-LiveInsight-Dropped` says why."""
    assert request is not None  # Chalice sets it before it calls a view
    return http.image(GIF, http.dropped(_count(request)))


def _count(request: Request) -> list[str]:
    """Count the event; the reason for which it was not counted, if there is one."""
    started = time.perf_counter()
    params, now_ms = incoming.params(request), incoming.now_ms()
    if pixel.objects(params, request.headers):
        return ["do_not_track"]
    try:
        content = repr(sorted(params.items())).encode(errors="surrogatepass")
        stamp = named_request.stamp(request.headers, content, now_ms)
        beacon = pixel.beacon(params, request.headers.get("referer", ""), stamp)
        outcome = process.ingest().take(beacon, incoming.who(request), now_ms)
    except LiveInsightError as error:
        beacons.report_refusal(error, started)
        return [error.code]
    metrics.beacon(outcome, (time.perf_counter() - started) * 1000)
    return [reason.value for _, reason in outcome.dropped]
