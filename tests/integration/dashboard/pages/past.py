"""Lines of an import, for tests that need a past of their own."""

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from liveinsight import sites
from liveinsight.imports.run import run
from liveinsight.settings import Settings

SHOP = "https://shop.example"


def noon(days_ago: int) -> int:
    """UTC ms of noon of that day."""
    day = (datetime.now(UTC) - timedelta(days=days_ago)).date()
    return int(datetime.combine(day, time(12), UTC).timestamp() * 1000)


def pageview(visitor: str, at: int, path: str = "/", **values: Any) -> dict[str, Any]:
    return {"type": "pageview", "at": at, "visitor": visitor, "url": SHOP + path, **values}


def vital(visitor: str, at: int, name: str, value: float, path: str = "/", **values: Any) -> dict[str, Any]:
    measured = {"name": name, "value": str(value)}
    event = {"type": "event", "name": "web-vital", "interactive": False, "props": measured}
    return {**pageview(visitor, at, path, **values), **event}


def load(settings: Settings, site: str, lines: Iterable[dict[str, Any]]) -> None:
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    report = run(io.BytesIO(content), sites.get(site), settings, int(datetime.now(UTC).timestamp() * 1000))
    assert not report.damaged, report
