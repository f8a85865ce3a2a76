"""Athena's reasons, as errors of the API."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from liveinsight.athena.failures import refusal, translated
from liveinsight.query.engine import QueryRefused


@pytest.mark.parametrize(
    ("reason", "status", "code"),
    [
        ("INVALID_FUNCTION_ARGUMENT: Invalid pattern", 400, "invalid_filters"),
        ("Query exhausted resources at this scale factor", 503, "query_memory"),
        ("EXCEEDED_GLOBAL_MEMORY_LIMIT: Query exceeded", 503, "query_memory"),
        ("Bytes scanned limit was exceeded", 503, "query_memory"),
        ("GENERIC_INTERNAL_ERROR: s3://secret-bucket/key", 503, "query_failed"),
    ],
)
def test_reasons(reason: str, status: int, code: str) -> None:
    error = refusal(reason)
    assert (error.status, error.code) == (status, code)
    assert "secret-bucket" not in error.message


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (ClientError({"Error": {"Code": "TooManyRequestsException"}}, "StartQueryExecution"), "query_busy"),
        (ClientError({"Error": {"Code": "InvalidRequestException"}}, "StartQueryExecution"), "query_failed"),
        (EndpointConnectionError(endpoint_url="https://athena.example"), "athena_unavailable"),
    ],
)
def test_calls_that_fail(raised: Exception, code: str) -> None:
    with pytest.raises(QueryRefused) as refused, translated():
        raise raised
    assert (refused.value.status, refused.value.code) == (503, code)
