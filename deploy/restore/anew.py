"""Copies made anew from the archive: the tables, then everything that the archive can fill them with."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore import items
from deploy.restore.binding import settings_of
from deploy.restore.copies import Copy, describe, is_restored
from liveinsight import tables
from liveinsight.restore import rebuild
from liveinsight.restore.rebuild import DONE, Report
from liveinsight.tables import SiteItem

LOST = (
    "Not in the archive: people, API tokens, share links, visits of bots, titles of pages, the secret of identified "
    "visitors; make people and tokens anew (liveinsight user add, liveinsight token create)"
)
BEGUN = {"kind": {"S": DONE}, "id": {"S": "begun"}}


def make(env: Environment, copies: Sequence[Copy], prefix: str, now_ms: int) -> Report:
    """Make the tables under the prefix and fill them; repeated, it goes on where it was.

    Raises Refused when tables of these names are there and not made by this.
    """
    settings = settings_of(env, prefix)
    client = env.client("dynamodb")
    there = [copy for copy in copies if describe(env, copy.name) is not None]
    if not all(items.is_empty(client, copy.name) for copy in there):
        check_made_here(env, copies)
    tables.bind(settings)
    if not SiteItem.exists():
        SiteItem.create_table(wait=True)
    client.put_item(TableName=SiteItem.Meta.table_name, Item=BEGUN)
    tables.create()
    report = rebuild.run(settings, now_ms, lambda text: say(f"  {text}"))
    for line in summary(report):
        say(line)
    return report


def check_made_here(env: Environment, copies: Sequence[Copy]) -> None:
    """Raises Refused unless each of the tables that are there is a copy: restored, or made from the archive."""
    client = env.client("dynamodb")
    settings = next((copy.name for copy in copies if copy.kind == "Settings" and describe(env, copy.name)), None)
    if settings and "Item" in client.get_item(TableName=settings, Key=BEGUN, ConsistentRead=True):
        return
    for copy in copies:
        described = describe(env, copy.name)
        if described is not None and not is_restored(described, copy):
            raise Refused(f"{copy.name} is there, and no copy that a restore has made; give another TO=…")


def summary(report: Report) -> Iterator[str]:
    """What came back and what did not, in words for the operator."""
    yield f"{len(report.sites)} sites; put by this run: {report.events:,} events, {report.sessions:,} visits"
    for site in report.sites:
        if site.guessed:
            yield f"  {site.key}: name and domain are guessed, the time zone is UTC; correct them in its settings"
        elif site.guessed is None:
            yield f"  {site.key}: nothing tells what it was called, and it had no events; it is left out"
        if site.key in report.to:
            until = datetime.fromtimestamp(report.to[site.key] / 1000, UTC)
            yield f"  {site.key}: events up to {until:%Y-%m-%d %H:%M} UTC"
    yield LOST
