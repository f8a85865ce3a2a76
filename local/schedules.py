"""`python -m local.schedules`: runs the collector's scheduled functions when they are due, as EventBridge would.

What runs and how often is read from the Chalice app. Each function also runs once shortly after the start: a laptop
is often off when something is due, and the jobs may be run at any time.
"""

import logging
import os
import signal
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalice.app import Chalice, ScheduledEventConfig

from liveinsight import logs
from local import chalice_app, cron
from local.aws import CREDENTIALS

FIRST_RUN_S = 5.0

log = logging.getLogger("liveinsight.local.schedules")


@dataclass(frozen=True)
class Schedule:
    """A function of the app and when it is due."""

    name: str
    when: cron.Every | cron.Calendar
    function: Callable[[dict[str, Any], None], object]

    def run(self, due: datetime) -> None:
        """Call the function as EventBridge does. What goes wrong is logged and ends nothing."""
        try:
            self.function(_event(self.name, due), None)
        except Exception:
            log.exception("%s failed; it runs again when it is due", self.name)

    def follow(self, stop: threading.Event) -> None:
        """Run at every due time until told to stop; a run that takes long delays the next one."""
        due = datetime.now(UTC) + timedelta(seconds=FIRST_RUN_S)
        while not stop.wait(max(0.0, (due - datetime.now(UTC)).total_seconds())):
            self.run(due)
            due = max(self.when.after(due), datetime.now(UTC))


def read(app: Chalice) -> list[Schedule]:
    """The scheduled functions of the app. Raises `cron.UnknownSchedule`."""
    return [
        Schedule(source.name, cron.parse(_expression(source)), app.handler_map[source.name])
        for source in app.event_sources
        if isinstance(source, ScheduledEventConfig)
    ]


def _expression(source: ScheduledEventConfig) -> str:
    expression = source.schedule_expression
    return expression if isinstance(expression, str) else expression.to_string()


def _event(name: str, due: datetime) -> dict[str, Any]:
    region, account = CREDENTIALS["AWS_REGION"], "000000000000"
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account,
        "time": due.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{account}:rule/{name}"],
        "detail": {},
    }


def main() -> None:
    """Follow all schedules until SIGTERM or SIGINT; a run that is going on is not waited for."""
    logs.set_up()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    for schedule in read(chalice_app.load()):
        log.info("%s runs %s", schedule.name, schedule.when)
        threading.Thread(target=schedule.follow, args=(stop,), name=schedule.name, daemon=True).start()
    stop.wait()
    logging.shutdown()
    os._exit(0)  # the threads of a run would be waited for, and it may take minutes


if __name__ == "__main__":
    main()
