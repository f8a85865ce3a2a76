"""Rollup: finished visits, worked out from the event log, become items of the Sessions table."""

from liveinsight.rollup.run import Report, run

__all__ = ["Report", "run"]
