"""Imports: events of the past out of files, beside what the archive writes. See `docs/import.md`.

A run is `run.run`: every line is read into spools, one a day; then days are put together and worked out anew.
"""
