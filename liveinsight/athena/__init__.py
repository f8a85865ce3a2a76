"""The same questions on Amazon Athena, over the same files, for history that one machine cannot hold.

A statement for DuckDB is turned into Trino's SQL (`dialect.py`), runs over Glue tables (`tables.py`, `source.py`),
and its answer becomes the values that DuckDB would have given (`results.py`). See docs/decisions and docs/scale.md.
"""
