"""Answers of the collector, and the one place where domain errors become HTTP.

**Text and images behind API Gateway.** It turns an image back into bytes only when the first type in the request's
`Accept` is among the API's binary types. Browsers ask for images with `image/avif` or `image/webp` first, others with
`*/*`, so the API says `*/*`: everything is binary. That holds for the way in (bodies come as base64, Chalice undoes
it), but not for our text: `negotiate` hands it over as text, so that even a client without `Accept` can read it.
https://docs.aws.amazon.com/apigateway/latest/developerguide/lambda-proxy-binary-media.html
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from chalice.app import CaseInsensitiveMapping, CORSConfig, Request, Response

from liveinsight.errors import LiveInsightError, StoreUnavailable

CONTENT_TYPES = ["text/plain", "application/json", "application/x-www-form-urlencoded"]
"""The last one is what command line tools send when they are not told otherwise; the body is JSON all the same."""

BINARY_TYPES = ["*/*"]
DROPPED = "X-LiveInsight-Dropped"
CORS = CORSConfig(
    allow_origin="*",
    allow_headers=["Content-Type"],
    max_age=86_400,
    expose_headers=["Retry-After", DROPPED, "X-Plausible-Dropped"],
)
IMAGE = "image/gif"


class Text(Response):
    """An answer that is no base64 on its way, whatever the API's binary types are."""

    def to_dict(self, _: list[str] | None = None) -> dict[str, Any]:
        return super().to_dict(None)


def negotiate(request: Request, respond: Callable[[Request], Response]) -> Response:
    """Middleware: requests without `Accept` take anything, and only images are binary."""
    request.headers = CaseInsensitiveMapping({"accept": "*/*", **request.headers})
    response = respond(request)
    if response.headers.get("Content-Type") == IMAGE:
        return response
    return Text(response.body, response.headers, response.status_code)


def answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """JSON."""
    return _response(status, json.dumps(body, ensure_ascii=False), "application/json", headers)


def text(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    return _response(status, body, "text/plain; charset=utf-8", headers)


def image(body: bytes, headers: dict[str, str]) -> Response:
    """200 with a GIF that pages of every origin may show."""
    return _response(200, body, IMAGE, {"Cross-Origin-Resource-Policy": "cross-origin", **headers})


def _response(status: int, body: str | bytes, content_type: str, headers: dict[str, str] | None) -> Response:
    return Response(
        body,
        status_code=status,
        headers={"Content-Type": content_type, "Cache-Control": "no-store", **(headers or {})},
    )


def dropped(reasons: Sequence[str]) -> dict[str, str]:
    """The header that says why an event was not counted; none when it was."""
    return {DROPPED: ", ".join(reasons)} if reasons else {}


def refusal(error: LiveInsightError) -> Response:
    """`{"error": {"code": …, "message": …}}` with the error's status."""
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, StoreUnavailable) else None
    return answer(error.status, {"error": {"code": error.code, "message": error.message}}, headers)
