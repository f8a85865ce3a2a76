"""Shared core of LiveInsight: ingest, sessions, storage and reading. Knows neither Chalice nor Flask."""

__version__ = "0.1.0"
