"""Requests in the log, one JSON object a line: no addresses, no filters, no secret of a share link."""

import json
import time
from typing import Any

from gunicorn.glogging import Logger

SHARED = "/share/"


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's logger, with lines that CloudWatch Logs Insights reads; paths are what visitors wrote, so hostile."""

    def access(self, resp: Any, _req: Any, environ: dict[str, Any], request_time: Any) -> None:
        if self.access_log_enabled:
            self.access_log.info("%s", line(str(resp.status), environ, request_time.total_seconds(), resp.sent))


def line(status: str, environ: dict[str, Any], seconds: float, size: int) -> str:
    """One request: time (UTC), method, path without its query, status, milliseconds, bytes of the answer."""
    path = str(environ.get("PATH_INFO", ""))
    told = {
        "level": "INFO",
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "logger": "access",
        "method": environ.get("REQUEST_METHOD", ""),
        "path": f"{SHARED}…" if path.startswith(SHARED) else path,
        "status": int(status.split()[0]),
        "ms": round(seconds * 1000),
        "bytes": size,
    }
    return json.dumps(told, ensure_ascii=False)
