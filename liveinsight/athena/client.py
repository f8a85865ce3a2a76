"""Running a text on Athena: started, waited for with growing pauses, stopped when it takes too long, and read."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from liveinsight.athena import local
from liveinsight.athena.failures import Retryable, refusal, translated
from liveinsight.athena.values import parsed
from liveinsight.query.engine import QueryRefused
from liveinsight.settings import Settings

logger = logging.getLogger(__name__)

RESULTS = "query-results/"
"""Where in the archive's bucket Athena leaves its answers, unless the workgroup says otherwise."""
ATTEMPTS = 6
"""Of one call; botocore waits longer each time, also when Athena says that there were too many calls."""
PAGE = 1_000
Row = tuple[object, ...]


@dataclass(slots=True, frozen=True)
class Patience:
    """`seconds` is all that a question may take, waiting for its turn included.

    `concurrent` is how many a process has running at Athena at a time. Pauses between looks grow from `first_pause`
    to `longest_pause` (s).
    """

    seconds: float
    concurrent: int = 16
    first_pause: float = 0.1
    longest_pause: float = 1.0


class Athena:
    """Athena in the workgroup that the settings name. Safe to use from many threads.

    Without `patience`, a question may take as long as `LIVEINSIGHT_QUERY_SECONDS` says.
    """

    def __init__(self, settings: Settings, patience: Patience | None = None) -> None:
        self._patience = patience or Patience(settings.query_seconds)
        self._local = local.is_local(settings.endpoint_url)
        self._turns = threading.BoundedSemaphore(self._patience.concurrent)
        self._where = {
            "WorkGroup": settings.athena_workgroup,
            "QueryExecutionContext": {"Database": settings.athena_database},
            "ResultConfiguration": {"OutputLocation": f"s3://{settings.archive_bucket}/{RESULTS}"},
        }
        retries = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        config = Config(connect_timeout=2, read_timeout=10, retries=retries)
        self._client: Any = boto3.client(
            "athena", region_name=settings.region, endpoint_url=settings.endpoint_url, config=config
        )

    def rows(self, text: str) -> list[Row]:
        """All rows of a query in Trino's SQL, in Python's types.

        Raises `QueryRefused` (503) for a query that takes too long or that Athena cannot run now, and
        `InvalidRequest` for a regular expression that Trino does not take.
        """
        until = time.monotonic() + self._patience.seconds
        spelled = local.spelled(text) if self._local else text
        with self._turn(until):
            try:
                return self._run(spelled, until)
            except Retryable as failure:
                logger.warning("Athena failed and is asked once more: %s", failure.reason)
            try:
                return self._run(spelled, until)
            except Retryable as failure:
                raise refusal(failure.reason) from None

    def _run(self, text: str, until: float) -> list[Row]:
        with translated():
            execution: str = self._client.start_query_execution(QueryString=text, **self._where)["QueryExecutionId"]
            self._wait(execution, until)
            return list(self._read(execution))

    def _wait(self, execution: str, until: float) -> None:
        pause = self._patience.first_pause
        while True:
            status = self._client.get_query_execution(QueryExecutionId=execution)["QueryExecution"]["Status"]
            if status["State"] == "SUCCEEDED":
                return
            if status["State"] in ("FAILED", "CANCELLED"):
                reason = status.get("StateChangeReason") or status["State"]
                if status.get("AthenaError", {}).get("Retryable"):
                    raise Retryable(reason)
                raise refusal(reason)
            left = until - time.monotonic()
            if left <= 0:
                self._stop(execution)
                raise self._timeout()
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, self._patience.longest_pause)

    def _stop(self, execution: str) -> None:
        """So that nothing more is scanned, and paid for. What cannot be stopped ends by the workgroup's limits."""
        try:
            self._client.stop_query_execution(QueryExecutionId=execution)
        except (BotoCoreError, ClientError) as error:
            logger.warning("Athena did not stop query %s: %s", execution, error)

    def _read(self, execution: str) -> Iterator[Row]:
        """The rows of all pages; the first row of the first page has the names of the columns."""
        pages = self._client.get_paginator("get_query_results").paginate(
            QueryExecutionId=execution, PaginationConfig={"PageSize": PAGE}
        )
        for number, page in enumerate(pages):
            found = page["ResultSet"]
            kinds = [column["Type"] for column in found["ResultSetMetadata"]["ColumnInfo"]]
            for row in found["Rows"][0 if number else 1 :]:
                cells = zip(row["Data"], kinds, strict=True)
                yield tuple(parsed(cell.get("VarCharValue"), kind) for cell, kind in cells)

    @contextmanager
    def _turn(self, until: float) -> Iterator[None]:
        if not self._turns.acquire(timeout=max(until - time.monotonic(), 0)):
            raise self._timeout()
        try:
            yield
        finally:
            self._turns.release()

    def _timeout(self) -> QueryRefused:
        return QueryRefused(
            "query_timeout", f"The query took longer than {self._patience.seconds:g} s; ask about less."
        )
