"""How much one process does at once."""

THREADS = 48
"""Threads of one gunicorn worker. An open stream holds one; it sleeps nearly always."""
STREAMS = 36
"""Open live streams of one process. The threads above that stay free for pages."""
STREAM_LIFE_S = 600.0
"""A stream ends after this and the browser asks again: what was allowed then may not be any more."""
HEARTBEAT_S = 15.0
"""A proxy closes a connection on which nothing moves, often after 60 s."""
POLLER_IDLE_S = 30.0
"""A site's poller goes on this long without a viewer, so that a reload finds it warm."""
