"""Logs as one JSON object a line, as CloudWatch Logs Insights reads them best."""

import json
import logging
import sys
from typing import Any


class JsonLines(logging.Formatter):
    """Level, time (UTC), logger, message, and the stack of an exception. Never a request's body or address."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "level": record.levelname,
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(level: int = logging.INFO) -> None:
    """Send everything from `liveinsight` and above warnings from libraries to stdout."""
    import time

    handler = logging.StreamHandler(sys.stdout)
    formatter = JsonLines()
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in ("liveinsight", "chalicelib"):
        logging.getLogger(name).setLevel(level)
