"""Hours of a made-up log as files, without any AWS."""

from collections.abc import Iterable
from pathlib import Path

from liveinsight.archive.log import line, logged, to_parquet
from liveinsight.archive.workspace import Workspace
from liveinsight.domain.event import Event
from liveinsight.timing import HOUR_MS


class RecordedHours:
    """The hours in which these events lie; nothing is known from `end` on. `asked` are the hours that were read."""

    def __init__(self, space: Workspace, events: list[Event], end: int) -> None:
        self.end = end
        self.asked: set[int] = set()
        self._files: dict[int, Path] = {}
        for hour in sorted({event.at - event.at % HOUR_MS for event in events if event.at < end}):
            spool, path = space.folder / f"{hour}.ndjson", space.folder / f"{hour}.parquet"
            spool.write_bytes(b"".join(line(event) for event in events if event.at - event.at % HOUR_MS == hour))
            to_parquet(space, [spool], path)
            self._files[hour] = path

    def relations(self, hours: Iterable[int]) -> dict[int, str]:
        wanted = list(hours)
        self.asked.update(wanted)
        return {hour: logged(self._files[hour]) for hour in wanted if hour in self._files}
