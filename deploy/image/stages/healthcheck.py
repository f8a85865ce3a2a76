"""The image's health check: exit code 0 when the dashboard in this container answers, with no program but Python."""

import os
import sys
from http.client import HTTPConnection, HTTPException

PATIENCE_S = 4.0


def answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(int(os.environ.get("PORT") or 8000)) else 1)
