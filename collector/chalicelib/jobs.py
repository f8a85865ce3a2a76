"""The scheduled jobs, as Lambda starts them."""

import logging
import time

from chalicelib import process
from liveinsight import rollup as rollup_jobs
from liveinsight.errors import Conflict

log = logging.getLogger(__name__)


def rollup() -> None:
    """Store the visits that finished since the last run."""
    process.start()
    try:
        rollup_jobs.run(int(time.time() * 1000))
    except Conflict as error:
        log.info("%s", error.message)
