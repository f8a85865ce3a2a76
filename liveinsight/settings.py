"""Settings: read from the environment once, typed, checked at start. The only place that reads variables."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Self

from liveinsight.errors import LiveInsightError

ANY_PROXY = "*"
LEAST_PROXY_SECRET = 32


class InvalidSetting(LiveInsightError):
    """An environment variable has a value that LiveInsight cannot use."""

    def __init__(self, name: str, value: str, remedy: str) -> None:
        super().__init__("invalid_setting", f"{name}={value!r}: {remedy}")


@dataclass(frozen=True)
class Settings:
    """Everything that an installation can choose.

    `client_ip_header` names the header that carries the visitor's address; it is believed only when the
    connection comes from one of `trusted_proxies`; `*` among them trusts every connection, for a collector that
    nobody can reach but through its own CDN. A connection that carries `proxy_secret` is trusted from anywhere, and
    once there is one, only such a connection may name a country (see `liveinsight.ingest.sender`).

    `proxy_hops` says how many proxies, one behind the other, stand in front of the dashboard and add to
    `X-Forwarded-For`; what is further left in it was written by the visitor.
    """

    project_name: str = "LiveInsight"
    region: str = "us-east-1"
    endpoint_url: str | None = None
    archive_bucket: str = "liveinsight-archive"
    query_engine: str = "duckdb"
    athena_workgroup: str = "primary"
    athena_database: str = "liveinsight"
    event_retention_days: int = 35
    client_ip_header: str = "x-forwarded-for"
    trusted_proxies: tuple[str, ...] = ()
    proxy_secret: str = field(default="", repr=False)
    proxy_hops: int = 0
    country_mmdb: Path | None = None
    cache_enabled: bool = True
    collector_url: str = "http://127.0.0.1:8001"
    dashboard_url: str = "http://127.0.0.1:8000"
    secret_key: str = ""
    live_poll_ms: int = 500
    api_rate_limit: int = 3000
    metrics_namespace: str = "LiveInsight"
    history_folder: Path | None = None
    history_cache_mb: int = 10_240
    query_memory_mb: int = 1024
    query_seconds: int = 10

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Settings of this process.

        Raises `InvalidSetting` naming the variable and what it should be.
        """
        env = _Variables(os.environ if environ is None else environ)
        project = env.text("PROJECT_NAME", cls.project_name)
        dashboard_url = env.text("DASHBOARD_URL", cls.dashboard_url).rstrip("/")
        return cls(
            project_name=project,
            region=env.plain("AWS_REGION", env.plain("AWS_DEFAULT_REGION", cls.region)),
            endpoint_url=env.plain("AWS_ENDPOINT_URL", "") or None,
            archive_bucket=env.text("ARCHIVE_BUCKET", f"{project.lower()}-archive"),
            query_engine=env.choice("QUERY_ENGINE", cls.query_engine, ("duckdb", "athena")),
            athena_workgroup=env.name("ATHENA_WORKGROUP", cls.athena_workgroup, r"[A-Za-z0-9._-]{1,128}"),
            athena_database=env.name("ATHENA_DATABASE", re.sub("[^a-z0-9]", "_", project.lower()), "[a-z0-9_]{1,255}"),
            event_retention_days=env.integer("EVENT_RETENTION_DAYS", cls.event_retention_days, 2, 3650),
            client_ip_header=env.text("CLIENT_IP_HEADER", cls.client_ip_header).lower(),
            trusted_proxies=env.addresses("TRUSTED_PROXIES"),
            proxy_secret=env.secret("PROXY_SECRET", LEAST_PROXY_SECRET),
            country_mmdb=env.file("COUNTRY_MMDB"),
            cache_enabled=env.switch("CACHE_ENABLED", cls.cache_enabled),
            collector_url=env.text("COLLECTOR_URL", cls.collector_url).rstrip("/"),
            dashboard_url=dashboard_url,
            # gunicorn speaks plain HTTP, so at least whoever ends TLS stands in front of it.
            proxy_hops=env.integer("PROXY_HOPS", int(dashboard_url.startswith("https://")), 0, 10),
            secret_key=env.text("SECRET_KEY", ""),
            live_poll_ms=env.integer("LIVE_POLL_MS", cls.live_poll_ms, 50, 60_000),
            api_rate_limit=env.integer("API_RATE_LIMIT", cls.api_rate_limit, 0, 1_000_000),
            metrics_namespace=env.text("METRICS_NAMESPACE", cls.metrics_namespace),
            history_folder=env.folder("HISTORY_FOLDER"),
            history_cache_mb=env.integer("HISTORY_CACHE_MB", cls.history_cache_mb, 16, 10_000_000),
            query_memory_mb=env.integer("QUERY_MEMORY_MB", cls.query_memory_mb, 128, 1_000_000),
            query_seconds=env.integer("QUERY_SECONDS", cls.query_seconds, 1, 600),
        )


class _Variables:
    """The environment, read by type. Names are given without their `LIVEINSIGHT_` prefix."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def plain(self, name: str, default: str) -> str:
        return self._environ.get(name, "").strip() or default

    def text(self, name: str, default: str) -> str:
        return self.plain(f"LIVEINSIGHT_{name}", default)

    def integer(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal() or not least <= int(value) <= most:
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, f"give a whole number from {least} to {most}")
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default).lower()
        if value not in choices:
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, f"give {' or '.join(choices)}")
        return value

    def name(self, name: str, default: str, pattern: str) -> str:
        value = self.text(name, default)
        if not re.fullmatch(pattern, value):
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, f"give a name of this form: {pattern}")
        return value

    def switch(self, name: str, default: bool) -> bool:
        value = self.text(name, str(default)).lower()
        if value not in ("true", "false", "1", "0"):
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, "give true or false")
        return value in ("true", "1")

    def secret(self, name: str, least: int) -> str:
        value = self.text(name, "")
        if value and len(value) < least:
            remedy = f"give at least {least} random characters, for example from `openssl rand -hex 32`"
            raise InvalidSetting(f"LIVEINSIGHT_{name}", "*" * len(value), remedy)
        return value

    def addresses(self, name: str) -> tuple[str, ...]:
        values = tuple(part.strip() for part in self.text(name, "").split(",") if part.strip())
        for value in values:
            if value == ANY_PROXY:
                continue
            try:
                ipaddress.ip_address(value)
            except ValueError:
                raise InvalidSetting(f"LIVEINSIGHT_{name}", value, "give IP addresses, comma-separated, or *") from None
        return values

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        if value and Path(value).exists() and not Path(value).is_dir():
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, "name a folder; it is made when it is missing")
        return Path(value) if value else None

    def file(self, name: str) -> Path | None:
        value = self.text(name, "")
        if value and not Path(value).is_file():
            raise InvalidSetting(f"LIVEINSIGHT_{name}", value, "name an existing .mmdb file, or unset it")
        return Path(value) if value else None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read on first use."""
    return Settings.from_env()
