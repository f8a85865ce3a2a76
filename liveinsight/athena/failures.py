"""What goes wrong at Athena, as the errors that a caller of the API sees. The log has Athena's own words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from liveinsight.errors import InvalidRequest, LiveInsightError
from liveinsight.query.engine import QueryRefused

logger = logging.getLogger(__name__)

_BUSY = ("TooManyRequestsException", "ThrottlingException", "Throttling")


class Retryable(Exception):
    """Athena says that the same query may succeed when it is started again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal(reason: str) -> LiveInsightError:
    """The error for a query that Athena gave up, by the reason that it gives."""
    logger.error("Athena: %s", reason)
    if "INVALID_FUNCTION_ARGUMENT" in reason:
        return InvalidRequest("invalid_filters", "Invalid filters: bad regular expression for Athena.")
    if "EXCEEDED" in reason or "exhausted resources" in reason.lower() or "bytes scanned limit" in reason.lower():
        return QueryRefused("query_memory", "The query needs more than Athena may use for it; ask about less.")
    return QueryRefused("query_failed", "Athena could not run the query; the dashboard's log has its reason.")


@contextmanager
def translated() -> Iterator[None]:
    """Turns what botocore raises into `QueryRefused`."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _BUSY:
            raise QueryRefused("query_busy", "Athena has too many queries now; try again in a minute.") from error
        raise refusal(str(error)) from error
    except BotoCoreError as error:
        logger.exception("Athena cannot be reached")
        raise QueryRefused("athena_unavailable", "Athena cannot be reached; try again later.") from error
