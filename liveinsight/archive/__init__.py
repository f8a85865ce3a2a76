"""Archive: the event log and the visits in it become Parquet files on S3. See `docs/archive.md`."""

from liveinsight.archive.run import Report, day, run

__all__ = ["Report", "day", "run"]
