"""Answers of the collector, and the one place where domain errors become HTTP."""

import json
from typing import Any

from chalice.app import CORSConfig, Response

from liveinsight.errors import LiveInsightError, StoreUnavailable

CONTENT_TYPES = ["text/plain", "application/json", "application/x-www-form-urlencoded"]
"""The last one is what command line tools send when they are not told otherwise; the body is JSON all the same."""

CORS = CORSConfig(allow_origin="*", allow_headers=["Content-Type"], max_age=86_400, expose_headers=["Retry-After"])


def answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=status,
        headers={"Content-Type": "application/json", "Cache-Control": "no-store", **(headers or {})},
    )


def refusal(error: LiveInsightError) -> Response:
    """`{"error": {"code": …, "message": …}}` with the error's status."""
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, StoreUnavailable) else None
    return answer(error.status, {"error": {"code": error.code, "message": error.message}}, headers)
