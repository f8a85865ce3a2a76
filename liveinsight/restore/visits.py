# ruff: noqa: S608  # only our own column names and file names are written into statements
"""The archive's visits of closed days as items of Sessions."""

from collections.abc import Iterator

import msgspec

from liveinsight import tables
from liveinsight.archive.columns import SESSIONS, names
from liveinsight.archive.layout import EVENTS as EVENTS_FOLDER
from liveinsight.archive.layout import SESSIONS as SESSIONS_FOLDER
from liveinsight.archive.layout import day_key
from liveinsight.archive.log import unsigned
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.domain.session import MAX_PAGES
from liveinsight.restore.events import Row, client, described, rows
from liveinsight.restore.files import downloaded
from liveinsight.sites import Site
from liveinsight.tables import SessionItem
from liveinsight.timing import DAY_MS, day_of

_COPIED = ("duration_ms", "engaged_ms", "pageviews", "events", "bounce", "hostname", "entry_page", "exit_page")


def of_day(bucket: Bucket, space: Workspace, site: Site, day_ms: int) -> Iterator[SessionItem]:
    """The visits that began on this closed day, with their ways through the site from the events.

    Which daily id a visit had whose visitor was identified, the archive does not know.
    """
    with downloaded(bucket, space, day_key(SESSIONS_FOLDER, site.key, day_ms)) as (visits,):
        (last,) = space.one(f"SELECT epoch_ms(max(ended_at)) FROM read_parquet({literal(visits)})")
        assert isinstance(last, int)
        days = (day_key(EVENTS_FOLDER, site.key, day) for day in range(day_ms, last + 1, DAY_MS))
        stored = set(bucket.keys(f"{EVENTS_FOLDER}/site={site.key}/"))
        with downloaded(bucket, space, *(key for key in days if key in stored)) as events:
            found = space.run(
                f"""SELECT {names(SESSIONS, "s.")}, epoch_ms(s.started_at) AS started, epoch_ms(s.ended_at) AS ended,
                way.pages FROM read_parquet({literal(visits)}, file_row_number = true) s LEFT JOIN (
                    SELECT session_id, list(path ORDER BY "at", file_row_number)[:{MAX_PAGES:d}] AS pages
                    FROM read_parquet([{", ".join(map(literal, events))}], file_row_number = true)
                    WHERE type = 'pageview' GROUP BY session_id) way USING (session_id)
                ORDER BY s.file_row_number"""
            )
            for row in rows(found):
                yield _item(site, row)


def _item(site: Site, row: Row) -> SessionItem:
    keep_s = None if site.retention_days is None else site.retention_days * 86_400
    started, own_id = row["started"], unsigned(row["session_id"])
    return SessionItem(
        f"{site.key}#{day_of(started)}",
        f"{started:013d}#{own_id}",
        expires=None if keep_s is None else tables.expiry(started, keep_s),
        id=own_id,
        visitor=unsigned(row["visitor_id"]),
        started_at=started,
        ended_at=row["ended"],
        pages=msgspec.json.encode(row["pages"] or []).decode(),
        **{name: row[name] for name in _COPIED},
        **tables.described(described(row), client(row)),
    )
