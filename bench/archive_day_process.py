"""What `bench.archive_day` has done in processes of their own: a site with a day in its log.

Prints how many events it wrote and how large their items are, as one JSON line on stdout.
"""

import hashlib
import json
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from typing import Any

from bench.history_data import Plan, write_day
from bench.history_process import SITE
from liveinsight import events, sites, tables
from liveinsight.archive import progress
from liveinsight.archive.objects import Bucket, s3_client
from liveinsight.archive.progress import Progress
from liveinsight.domain.address import page
from liveinsight.domain.event import Attribution, Client, Event
from liveinsight.enrich.attribution import attribution
from liveinsight.settings import settings
from liveinsight.timing import parse_hour

WRITERS = 3
VISITS_AT_ONCE = 300
PROBE = 0.1
"""The share of the day after which it is known how long the whole would take."""
LONGEST_S = 360.0
SMALLER = 200_000
DOMAIN = "shop.example"
_TEXTS = ("device", "browser", "browser_version", "os", "os_version", "country", "language")
Visit = list[dict[str, Any]]


def write(day: date, wanted: int) -> dict[str, Any]:
    """A new site whose log has `wanted` events on this day, or fewer when the local AWS takes them too slowly."""
    tables.create()
    s3_client(settings()).create_bucket(Bucket=settings().archive_bucket)
    sites.add("Bench", DOMAIN, key=SITE)
    start = parse_hour(f"{day}T00")
    progress.save(Bucket(settings()), SITE, Progress(start, start, start, start))
    visits = list(_visits(day, wanted))
    with get_context("spawn").Pool(WRITERS) as pool:
        return _write(visits, wanted, pool)


def _write(visits: list[Visit], wanted: int, pool: Any) -> dict[str, Any]:
    portions = (visits[start : start + VISITS_AT_ONCE] for start in range(0, len(visits), VISITS_AT_ONCE))
    started, written, sizes = time.perf_counter(), 0, []
    for count, size in pool.imap(store, portions):
        written += count
        sizes.append(size)
        took = time.perf_counter() - started
        if written >= max(SMALLER, wanted * PROBE) and took / written * wanted > LONGEST_S:
            pool.terminate()
            break
    return {"written": written, "item_bytes": statistics.mean(sizes), "seconds": time.perf_counter() - started}


def _visits(day: date, wanted: int) -> Iterable[Visit]:
    """The events of each visit that lie on this day."""
    found: dict[str, Visit] = {}
    end = parse_hour(f"{day}T00") + 86_400_000
    for text in write_day(Plan(day, wanted), "log").splitlines():
        line = json.loads(text)
        if line["at"] < end:
            found.setdefault(line["id"].rpartition("-")[0], []).append(line)
    return found.values()


def store(visits: list[Visit]) -> tuple[int, float]:
    """Writes these visits. Returns the number of events, and the mean size of their items in bytes."""
    tables.bind(settings())
    site = sites.get(SITE)
    made = [event for visit in visits for event in _events(visit)]
    events.write(made, site, settings().event_retention_days)
    sampled = made[::20]
    return len(made), statistics.mean(
        item_bytes(events.to_item(event, site, settings().event_retention_days).serialize()) for event in sampled
    )


def item_bytes(item: dict[str, dict[str, Any]]) -> int:
    """The size by which DynamoDB charges: names and values in UTF-8, two digits of a number a byte and one more."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: dict[str, Any]) -> int:
    if "S" in value:
        return len(value["S"].encode())
    if "N" in value:
        return (len(value["N"].strip("-").replace(".", "")) + 1) // 2 + 1
    return 1


def _events(visit: Visit) -> Iterator[Event]:
    """The visit as ingest would have stored it."""
    came = _attribution(visit[0]["url"], visit[0].get("referrer", ""))
    landing = page(visit[0]["url"])
    assert landing is not None
    for line in visit:
        where = page(line["url"])
        assert where is not None
        revenue = line.get("revenue", {"amount": "", "currency": ""})
        width, height = line["screen"]
        yield Event(
            site=SITE,
            id=line["id"],
            type=line["type"],
            at=line["at"],
            visitor=_hash(line["visitor"]),
            hostname=where.hostname,
            path=where.path,
            client=Client(**{name: line[name] for name in _TEXTS}, screen=f"{width}x{height}"),
            own=_attribution(line["url"], line.get("referrer", "")),
            visit=came,
            session=_hash(line["id"].rpartition("-")[0]),
            entry_page=landing.path,
            name=line.get("name", ""),
            title=line.get("title", ""),
            props=json.dumps(line["props"]) if "props" in line else "",
            revenue_amount=str(float(revenue["amount"])) if revenue["amount"] else "",
            revenue_currency=revenue["currency"],
            visible_ms=line.get("visible_ms", 0),
            scroll_pct=line.get("scroll_pct", 0),
            interactive=line.get("interactive", True),
        )


@lru_cache(maxsize=50_000)
def _attribution(url: str, referrer: str) -> Attribution:
    found = page(url)
    assert found is not None
    return attribution(found, referrer, DOMAIN)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


if __name__ == "__main__":
    tables.bind(settings())
    print(json.dumps(write(date.fromisoformat(sys.argv[1]), int(sys.argv[2]))))
