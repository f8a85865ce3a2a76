"""Flask's configuration, out of LiveInsight's settings."""

import ipaddress
import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from liveinsight.json_body import MAX_BYTES
from liveinsight.settings import InvalidSetting, Settings
from liveinsight.users import LOG_IN_LIFE_S

ROOT = Path(__file__).resolve().parent.parent
LEAST_SECRET = 16


def flask_config(settings: Settings) -> dict[str, Any]:
    """Raises `InvalidSetting` when there is no secret key and this is not the local AWS."""
    return {
        "SECRET_KEY": secret_key(settings),
        "SESSION_COOKIE_NAME": "li_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.dashboard_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": timedelta(seconds=LOG_IN_LIFE_S),
        "MAX_CONTENT_LENGTH": MAX_BYTES,
        "CACHE_TYPE": "SimpleCache" if settings.cache_enabled else "NullCache",
        "CACHE_NO_NULL_WARNING": True,
        "CACHE_DEFAULT_TIMEOUT": 1,
        # `dashboard.security` asks for the token, because requests with an API token need none.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "TRACKER_FILE": Path(os.environ.get("LIVEINSIGHT_TRACKER_FILE") or ROOT / "tracker-js/dist/li.js"),
        "ASSETS_FOLDER": Path(__file__).resolve().parent / "static" / "dist",
    }


def secret_key(settings: Settings) -> str:
    """The key that signs sessions. On the local AWS one is made and kept; elsewhere it must be set."""
    if len(settings.secret_key) >= LEAST_SECRET:
        return settings.secret_key
    if not settings.secret_key and is_local(settings.endpoint_url):
        return _kept_key(Path(os.environ.get("LIVEINSIGHT_VAR") or ROOT / "var") / "dashboard-secret")
    remedy = f"give at least {LEAST_SECRET} random characters, for example from `openssl rand -hex 32`"
    raise InvalidSetting("LIVEINSIGHT_SECRET_KEY", "*" * len(settings.secret_key), remedy)


def is_local(endpoint: str | None) -> bool:
    host = urlsplit(endpoint or "").hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_key(path: Path) -> str:
    """The key in this file; the first process to come makes it, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()
