"""Copies of closed hours of the log: made once, taken from the bucket after that."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from liveinsight.archive.layout import hour_key
from liveinsight.archive.log import LogReader, logged
from liveinsight.archive.objects import Bucket
from liveinsight.archive.progress import Progress
from liveinsight.archive.workspace import Workspace
from liveinsight.sites import Site


class Hours(Protocol):
    """Gives the events of single hours of a site."""

    @property
    def end(self) -> int:
        """Nothing is known of this time (UTC ms, a whole hour) and later."""

    def relations(self, hours: Iterable[int]) -> dict[int, str]:
        """The hours that have events → what SQL reads them from, with the columns LOGGED."""


class LoggedHours:
    """Hours as the log has them now."""

    def __init__(self, site: Site, log: LogReader, end: int) -> None:
        self._end = end
        self._site = site
        self._log = log
        self._known: dict[int, Path | None] = {}

    @property
    def end(self) -> int:
        return self._end

    def relations(self, hours: Iterable[int]) -> dict[int, str]:
        return {hour: logged(path) for hour, path in self.files(hours).items()}

    def files(self, hours: Iterable[int]) -> dict[int, Path]:
        """The hours that have events → their file."""
        wanted = [hour for hour in hours if hour < self.end]
        new = [hour for hour in wanted if hour not in self._known]
        copies = self._log.copy(self._site, new)
        self._known.update((hour, copies.get(hour)) for hour in new)
        return {hour: path for hour in wanted if (path := self._known[hour]) is not None}


class ArchivedHours:
    """Hours that have been archived; the ones whose copies are gone already are read from the log again."""

    def __init__(self, site: Site, bucket: Bucket, space: Workspace, log: LogReader, progress: Progress) -> None:
        self._site = site
        self._bucket = bucket
        self._space = space
        self._progress = progress
        self._log = log
        self._logged = LoggedHours(site, log, progress.hours_to)
        self._known: dict[int, Path | None] = {}

    @property
    def end(self) -> int:
        return self._progress.hours_to

    def archive(self, hours: list[int]) -> int:
        """Make the bucket's copies of these hours say what the log says. Returns how many objects changed."""
        copies = self._log.copy(self._site, hours)
        changed = 0
        for hour in hours:
            key, path = hour_key(self._site.key, hour), copies.get(hour)
            changed += self._bucket.delete(key) if path is None else self._bucket.put_file(key, path)
            self._known[hour] = path
        return changed

    def forget(self) -> None:
        """Give the disk space of this site's copies back."""
        self._known.clear()
        self._logged = LoggedHours(self._site, self._log, self._progress.hours_to)
        self._space.clear()

    def relations(self, hours: Iterable[int]) -> dict[int, str]:
        return {hour: logged(path) for hour, path in self._files(hours).items()}

    def _files(self, hours: Iterable[int]) -> dict[int, Path]:
        wanted = [hour for hour in hours if hour < self.end]
        found = self._logged.files(hour for hour in wanted if hour < self._progress.kept_from)
        for hour in wanted:
            if hour >= self._progress.kept_from and (path := self._copy(hour)) is not None:
                found[hour] = path
        return found

    def _copy(self, hour: int) -> Path | None:
        if hour not in self._known:
            path = self._space.folder / f"{self._site.key}-{hour}.parquet"
            self._known[hour] = path if self._bucket.get_file(hour_key(self._site.key, hour), path) else None
        return self._known[hour]
