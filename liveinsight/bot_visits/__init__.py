"""Bots, counted apart: which of them looked at which pages. None of it is in any number about visitors.

Ingest drops the events of bots, and notes the pages they looked at (`recorder`) as items that live for a week (`hits`),
at most so many an hour (`budget`). Rollup sums up each day that is over (`condense`) in one item (`summary`, `days`).
`report` answers questions from the days, and from the hits of days that are not summed up yet.
"""
