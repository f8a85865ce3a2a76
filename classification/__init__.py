"""Compiles the lists by which LiveInsight classifies: sources of visits, click ids, bots, referrer spam.

`python -m classification` reads pinned packages and `additions.toml`, and writes `liveinsight/enrich/lists/*.json`,
which are committed. Nothing in this room runs in an installation. See docs/classification.md.
"""
