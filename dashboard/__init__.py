"""The dashboard: what site owners see. `create_app` is what gunicorn starts."""

from dashboard.app import create_app

__all__ = ["create_app"]
