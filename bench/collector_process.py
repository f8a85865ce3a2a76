"""The process that `bench.collector` measures. Prints its numbers as one JSON line on stderr."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "collector"))

VISITORS = 200
ROUNDS = 12
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"


def imported() -> float:
    """CPU ms that a cold start spends on importing the app."""
    started = time.process_time()
    import app

    assert app.app
    return (time.process_time() - started) * 1000


def beacons() -> dict[str, float]:
    from app import app

    from liveinsight import sites, tables
    from liveinsight.settings import settings

    tables.bind(settings())
    tables.create()
    site = sites.add("Bench", "shop.example").key
    number = 0

    def round_of(events: int) -> float:
        """CPU ms per beacon of `events` events; one beacon a visitor."""
        nonlocal number
        requests = []
        for visitor in range(VISITORS):
            requests.append(_request(site, visitor, [_event(number + n, n > 0) for n in range(events)]))
            number += events
        started = time.process_time()
        for request in requests:
            answer = app(request, None)
            assert answer["statusCode"] == 202, answer
        return (time.process_time() - started) / VISITORS * 1000

    app(_request(site, 9999, [_event(-1, False)]), None)  # connections, salts and parser tables

    def bare_request() -> float:
        """CPU ms of one DynamoDB write without any of our code: what a beacon needs twice at the least."""
        item = {"kind": {"S": "bench"}, "id": {"S": "bench"}, "value": {"S": "x" * 500}}
        name = tables.SiteItem.Meta.table_name
        started = time.process_time()
        for _ in range(VISITORS):
            tables.client().put_item(TableName=name, Item=item)
        return (time.process_time() - started) / VISITORS * 1000

    new = round_of(1)
    # Other programs on the machine make every figure larger, never smaller; rounds take turns to be fair.
    rounds = [(round_of(1), round_of(10), bare_request()) for _ in range(ROUNDS)]
    known, of_ten, bare = (min(column) for column in zip(*rounds, strict=True))
    return {
        "bare_ms": round(bare, 2),
        "new_ms": round(new, 2),
        "known_ms": round(known, 2),
        "event_of_ten_ms": round(of_ten / 10, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _event(number: int, custom: bool) -> dict[str, Any]:
    event: dict[str, Any] = {
        "id": f"bench-{time.time_ns()}-{number}",
        "type": "event" if custom else "pageview",
        "at": int(time.time() * 1000),
        "url": f"https://shop.example/products/{number % 97}?utm_source=newsletter&utm_medium=email",
        "referrer": "https://www.google.com/",
        "title": "A product – Shop",
        "screen": [1440, 900],
        "language": "en-GB",
    }
    return {**event, "name": "add_to_cart", "props": {"product": "p"}} if custom else event


def _request(site: str, visitor: int, events: list[dict[str, Any]]) -> dict[str, Any]:
    """What API Gateway hands to Lambda."""
    return {
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": "/events",
            "path": "/events",
            "identity": {"sourceIp": f"203.0.{visitor // 250}.{visitor % 250}"},
        },
        "headers": {
            "content-type": "text/plain;charset=UTF-8",
            "origin": "https://shop.example",
            "user-agent": AGENT.format(100 + visitor % 40),
            "accept-language": "en-GB,en;q=0.9",
            "cloudfront-viewer-country": "GB",
        },
        "pathParameters": None,
        "multiValueQueryStringParameters": None,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps({"site": site, "sent_at": int(time.time() * 1000), "events": events}),
    }


if __name__ == "__main__":
    import_ms = imported()
    numbers = {"import_ms": import_ms} if sys.argv[1] == "import" else beacons()
    sys.stderr.write(json.dumps(numbers) + "\n")
