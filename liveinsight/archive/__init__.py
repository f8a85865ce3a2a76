"""Archive: the event log and the visits in it become Parquet files on S3. See `docs/archive.md`.

The jobs are `run.run` and `run.day`. They are not imported here, for rollup needs `again` without DuckDB.
"""
