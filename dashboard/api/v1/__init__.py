"""The Plausible Stats API v1, for clients that have not moved on to v2: each request is put as a question of v2."""
