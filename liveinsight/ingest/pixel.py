"""The pixel: an image whose address is a beacon of one event, for mails and for pages without scripts."""

from collections.abc import Mapping
from typing import Any

import msgspec

from liveinsight.ingest import payload
from liveinsight.ingest.named_request import Stamp
from liveinsight.ingest.payload import Beacon

PROP = "prop."
"""What the parameters of properties begin with: `prop.plan=pro`."""


def beacon(params: Mapping[str, str], referer: str, stamp: Stamp) -> Beacon:
    """The beacon that the parameters of a pixel's address make; without `url` the page is the one that shows it.

    A named event is not interactive: nobody does anything to have an image loaded. Raises `InvalidRequest`, naming
    the field, as for the same beacon in JSON.
    """
    event: dict[str, Any] = {
        "id": stamp.id,
        "type": "event" if "name" in params else "pageview",
        "at": stamp.at,
        "url": params.get("url") or referer,
        "interactive": "name" not in params,
        "props": {name.removeprefix(PROP): value for name, value in params.items() if name.startswith(PROP)} or None,
        **{name: params[name] for name in ("name", "referrer", "title") if name in params},
    }
    sent = {"site": params.get("site", ""), "sent_at": stamp.sent_at, "events": [event]}
    return payload.parse(msgspec.json.encode(sent))


def objects(params: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether the browser asks not to be counted (GPC, DNT), and the page goes by it, as the script does."""
    asks = headers.get("sec-gpc") == "1" or headers.get("dnt") == "1"
    return asks and params.get("respect-dnt") != "false"
