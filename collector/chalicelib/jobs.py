"""The scheduled jobs, as Lambda starts them."""

import logging
import time

from chalicelib import process
from liveinsight import rollup as rollup_jobs
from liveinsight.errors import Conflict
from liveinsight.settings import settings

log = logging.getLogger(__name__)


def rollup() -> None:
    """Store the visits that finished since the last run."""
    process.start()
    try:
        rollup_jobs.run(int(time.time() * 1000))
    except Conflict as error:
        log.info("%s", error.message)


def archive() -> None:
    """Write hours and days that are closed to the bucket, and take in late events."""
    # DuckDB and boto3 take long to load, and no other function needs them.
    from liveinsight.archive.run import run

    process.start()
    try:
        run(int(time.time() * 1000), settings())
    except Conflict as error:
        log.info("%s", error.message)
