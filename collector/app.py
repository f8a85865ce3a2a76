"""The collector: what it answers and what it does on a schedule. Everything else lies in `liveinsight`."""

from chalice.app import Chalice, CloudWatchEvent, Rate, Response
from chalicelib import beacons, http, jobs, pixels, plausible_events

# Its own handler would sit on the logger "liveinsight" and keep our records from becoming JSON lines.
app = Chalice(app_name="liveinsight", configure_logs=False)
app.debug = False
app.api.binary_types = http.BINARY_TYPES
app.register_middleware(http.negotiate, "http")


@app.route("/events", methods=["POST"], content_types=http.CONTENT_TYPES, cors=http.CORS)
def events() -> Response:
    return beacons.take(app.current_request)


@app.route("/events/pixel", methods=["GET"], cors=http.CORS)
def pixel() -> Response:
    return pixels.show(app.current_request)


@app.route("/api/event", methods=["POST"], content_types=http.CONTENT_TYPES, cors=http.CORS)
def plausible_event() -> Response:
    return plausible_events.take(app.current_request)


@app.route("/health", methods=["GET"])
def health() -> Response:
    return http.answer(200, {"status": "ok"})


@app.schedule(Rate(5, unit=Rate.MINUTES))
def rollup(_event: CloudWatchEvent) -> None:
    jobs.rollup()


@app.schedule(Rate(1, unit=Rate.HOURS))
def archive(_event: CloudWatchEvent) -> None:
    jobs.archive()
