"""The processes that make up the local system, as a table: name, command, what it waits for."""

import os
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local import aws
from local.credentials import Credentials
from local.layout import Layout
from local.ports import LOOPBACK

PYTHON = (sys.executable, "-m")
COLLECTOR_THREADS = 16


@dataclass(frozen=True)
class Member:
    """A process; it starts when the file `after` is there."""

    name: str
    command: tuple[str, ...]
    after: Path | None = None

    @property
    def shell(self) -> str:
        """The command for honcho, which runs shells: replaced by the process, so that signals reach it."""
        waiting = (*PYTHON, "local.waiting", str(self.after)) if self.after else ()
        return "exec " + shlex.join((*waiting, *self.command))


def members(layout: Layout, demo: bool) -> list[Member]:
    """Everything that runs; the simulated visitors only in the demo."""
    collector = f"{LOOPBACK}:{layout.ports['COLLECTOR_PORT']}"
    site = ("--dashboard-url", layout.url("DASHBOARD_PORT"), "--port", str(layout.ports["DEMO_PORT"]))
    table = [
        Member("aws", aws.COMMAND),
        Member("stack", (*PYTHON, "local.ready", *(("--demo",) if demo else ()))),
        Member("collector", (*PYTHON, "gunicorn", "local.gateway:app", *_gunicorn(collector)), layout.prepared),
        Member("schedules", (*PYTHON, "local.schedules"), layout.prepared),
        Member(
            "dashboard",
            (*PYTHON, "gunicorn", "dashboard:create_app()", "-c", "dashboard/gunicorn.conf.py", "--no-control-socket"),
            layout.prepared,
        ),
        Member("demo-site", (*PYTHON, "demo.site", *site)),
    ]
    if demo:
        table.append(Member("visitors", (*PYTHON, "local.sample"), layout.env_file))
    return table


def environment(layout: Layout, credentials: Credentials) -> dict[str, str]:
    """What every process is told. Nothing of a real AWS account of the person at the keyboard is passed on."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {
        **inherited,
        **aws.environment(layout.var, layout.ports["AWS_PORT"]),
        **layout_variables(layout),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": f"{LOOPBACK},localhost",
        "no_proxy": f"{LOOPBACK},localhost",
        "PYTHONUNBUFFERED": "1",
        "SITE": credentials.site,
        "LIVEINSIGHT_SECRET_KEY": credentials.secret_key,
        "LIVEINSIGHT_TRUSTED_PROXIES": LOOPBACK,
    }


def layout_variables(layout: Layout) -> Mapping[str, str]:
    """Folders, ports and addresses, by the names that the processes know."""
    return {
        **{name: str(port) for name, port in layout.ports.items()},
        "LIVEINSIGHT_VAR": str(layout.var),
        "AWS_ENDPOINT_URL": layout.url("AWS_PORT"),
        "DASHBOARD_URL": layout.url("DASHBOARD_PORT"),
        "COLLECTOR_URL": layout.url("COLLECTOR_PORT"),
        "DEMO_URL": layout.url("DEMO_PORT"),
        "LIVEINSIGHT_COLLECTOR_URL": layout.url("COLLECTOR_PORT"),
        "LIVEINSIGHT_DASHBOARD_URL": layout.url("DASHBOARD_PORT"),
    }


def _gunicorn(bind: str) -> tuple[str, ...]:
    threads = str(COLLECTOR_THREADS)
    return ("--bind", bind, "--worker-class", "gthread", "--workers", "1", "--threads", threads,
            "--keep-alive", "75", "--log-level", "warning", "--no-control-socket")  # fmt: skip
