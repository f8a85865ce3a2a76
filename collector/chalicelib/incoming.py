"""What a request says, whatever the route: who sends it, what is in it, and when it came."""

import time
from collections.abc import Mapping

from chalice.app import Request

from liveinsight.errors import InvalidRequest
from liveinsight.ingest import sender
from liveinsight.ingest.sender import Sender
from liveinsight.settings import settings


def now_ms() -> int:
    return int(time.time() * 1000)


def who(request: Request) -> Sender:
    """The visitor as the request shows it."""
    connection = str(request.context.get("identity", {}).get("sourceIp") or "")
    return sender.from_request(connection, request.headers, settings())


def body(request: Request) -> bytes:
    """The body's bytes. Raises `InvalidRequest` when API Gateway could not make out what they are."""
    try:
        raw = request.raw_body
    except ValueError:  # wrong base64, or text that is no Unicode
        raise InvalidRequest("invalid_json", "the body is not UTF-8") from None
    return raw.encode() if isinstance(raw, str) else raw


def params(request: Request) -> Mapping[str, str]:
    """The parameters of the query; of one that is repeated, the last."""
    return dict(request.query_params or {})
