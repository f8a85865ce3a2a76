# ruff: noqa: S608  # only our own column names, file names and integers are written into statements
"""The raw days of a site: everything that was ever imported, each event once, with its id.

A day is one object, so that it is replaced at once. What is stored stays: of two events with the same visitor, id
and time, the one that was imported first counts, and within a file the one in the first line.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from liveinsight.archive.columns import RAW, names
from liveinsight.archive.objects import Bucket
from liveinsight.archive.workspace import Workspace, literal
from liveinsight.imports import spool
from liveinsight.imports.layout import raw_day, raw_key, raw_prefix
from liveinsight.timing import DAY_MS

PARALLEL = 2
"""Days are written side by side: one alone is too small to keep two cores busy."""

_ROW = ", ".join(
    {"at": 'make_timestamp_ms(ms)::TIMESTAMP_MS AS "at"', "bridge": "NULL::BIGINT AS bridge"}.get(name, f'"{name}"')
    for name in RAW
)
_SAME = 's.visitor_id = f.visitor_id AND s.id = f.id AND epoch_ms(s."at") = f.ms'


class RawDays:
    """Raw days on their way between spools, this machine and the bucket. `size` counts the events of those at hand."""

    def __init__(self, space: Workspace, bucket: Bucket, site: str) -> None:
        self._space = space
        self._bucket = bucket
        self._site = site
        found = bucket.keys(f"{raw_prefix(site)}date=")
        self._stored = {raw_day(key) for key in found}
        self._at_hand: dict[int, Path] = {}
        self.size: dict[int, int] = {}

    def read_dictionaries(self) -> None:
        """Make the tables `page` and `client` of what the spools say of them. Call before `take`."""
        for name, columns in (("page", spool.PAGE), ("client", spool.CLIENT)):
            files = spool.dictionary_files(self._space.folder, f"{name}s")
            self._space.run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {spool.table(files, columns)}")

    def take(self, days: list[int]) -> dict[int, int]:
        """Unite the spools of these days with what is stored, and store it. Returns days that changed → new events.

        The spools are deleted.
        """
        files = [file for day in days for file in spool.event_files(self._space.folder, day)]
        self._space.run(
            f"""CREATE OR REPLACE TABLE fresh AS SELECT * FROM {spool.table(files, spool.EVENT)}
            QUALIFY row_number() OVER (PARTITION BY ms, visitor_id, id ORDER BY line) = 1"""
        )
        with ThreadPoolExecutor(PARALLEL, thread_name_prefix="raw-days") as pool:
            added = dict(zip(days, pool.map(self._take_day, days), strict=True))
        for file in files:
            file.unlink()
        return {day: events for day, events in added.items() if events}

    def file(self, day_ms: int) -> Path | None:
        """The raw day as a file on this machine, with the columns RAW; None when nothing was imported into it."""
        if day_ms in self._stored and day_ms not in self._at_hand:
            path = self._path(day_ms)
            if not self._bucket.get_file(raw_key(self._site, day_ms), path):
                return None
            self._at_hand[day_ms] = path
            self.size[day_ms] = self._space.beside().number(f"SELECT count(*) FROM read_parquet({literal(path)})")
        return self._at_hand.get(day_ms)

    def _take_day(self, day_ms: int) -> int:
        """Returns how many events are new."""
        space = self._space.beside()
        of_day = f"SELECT * FROM fresh WHERE ms >= {day_ms:d} AND ms < {day_ms + DAY_MS:d}"
        stored = self.file(day_ms)
        if stored is None:
            before, select = 0, f"SELECT {_ROW} FROM ({of_day}) JOIN page USING (page) JOIN client USING (client)"
        else:
            before, kept = self.size[day_ms], f"SELECT {names(RAW)} FROM read_parquet({literal(stored)})"
            select = f"""{kept} UNION ALL SELECT {_ROW} FROM ({of_day}) f JOIN page USING (page)
                JOIN client USING (client) WHERE NOT EXISTS (FROM read_parquet({literal(stored)}) s WHERE {_SAME})"""
        made = self._path(day_ms, "made")
        after = space.write_parquet(f'{select} ORDER BY "at", id, visitor_id', RAW, made)
        if after == before:
            made.unlink()
            return 0
        self._bucket.put_file(raw_key(self._site, day_ms), made)
        self._at_hand[day_ms] = made.replace(self._path(day_ms))
        self.size[day_ms] = after
        return after - before

    def _path(self, day_ms: int, state: str = "raw") -> Path:
        return self._space.folder / f"{state}-{day_ms}.parquet"


def in_portions(days: Iterable[int], size: dict[int, int], most: int) -> list[list[int]]:
    """These days in order, split where `most` events would be exceeded and where days are missing between them."""
    portions: list[list[int]] = []
    events = 0
    for day in sorted(days):
        if portions and day == portions[-1][-1] + DAY_MS and events + size.get(day, 0) <= most:
            portions[-1].append(day)
            events += size.get(day, 0)
        else:
            portions.append([day])
            events = size.get(day, 0)
    return portions
