"""`python -m local.ready`: prepares the local AWS, waits for all servers, and tells the person where to look.

It is the process that speaks to the terminal, and stays until the system is stopped.
"""

import argparse
import signal
import sys
import time
from pathlib import Path

from liveinsight.errors import LiveInsightError
from liveinsight.settings import settings
from local import aws, examples, sample
from local.credentials import Credentials, write_private
from local.layout import Layout
from local.prepare import prepare

START_S = 90.0
CREDENTIALS = "credentials.json"


class NotReady(Exception):
    """A server does not answer; the message names it and its log."""


def main() -> None:
    """Bring the system up, then wait for its end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load sample visits first")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    layout = Layout.from_env()
    try:
        _bring_up(layout, arguments.demo)
    except (NotReady, LiveInsightError) as problem:
        sys.exit(f"LiveInsight did not start: {problem}")
    while True:
        signal.pause()


def _bring_up(layout: Layout, demo: bool) -> None:
    _await(layout, "aws", f"{layout.url('AWS_PORT')}/_ministack/ready")
    credentials = _prepare(layout)
    for name, url in _servers(layout):
        _await(layout, name, url)
    first = demo and not sample.is_loaded(layout, credentials.site)
    if first:
        print("Loading the sample visits of the last 30 days …", flush=True)
        if not (sample.load_past(layout, credentials.site) and sample.load(layout, credentials.site)):
            print("The sample visits could not be loaded; everything else works.", flush=True)
        _set_examples(layout, credentials)
    write_private(layout.env_file, _env_text(layout, credentials))
    print(_welcome(layout, credentials), flush=True)
    if first:
        sample.settle()


def _prepare(layout: Layout) -> Credentials:
    file = layout.var / CREDENTIALS
    known = Credentials.keep(file)
    credentials = prepare(settings(), known)
    if credentials != known:
        credentials.write(file)
    layout.prepared.touch()
    return credentials


def _set_examples(layout: Layout, credentials: Credentials) -> None:
    try:
        examples.set_up(layout.url("DASHBOARD_PORT"), credentials.api_token, credentials.site)
    except OSError as problem:
        print(f"The demo's goals and funnels could not be set ({problem}); everything else works.", flush=True)


def _servers(layout: Layout) -> tuple[tuple[str, str], ...]:
    return (
        ("collector", f"{layout.url('COLLECTOR_PORT')}/health"),
        ("dashboard", f"{layout.url('DASHBOARD_PORT')}/health/"),
        ("demo-site", f"{layout.url('DEMO_PORT')}/"),
    )


def _await(layout: Layout, name: str, url: str) -> None:
    deadline = time.monotonic() + START_S
    while not aws.answers(url):
        if time.monotonic() > deadline:
            raise NotReady(f"{name} does not answer at {url}; its log is {_short(layout.log(name))}")
        time.sleep(0.1)


def _env_text(layout: Layout, credentials: Credentials) -> str:
    values = {
        "DASHBOARD_URL": layout.url("DASHBOARD_PORT"),
        "COLLECTOR_URL": layout.url("COLLECTOR_PORT"),
        "DEMO_URL": layout.url("DEMO_PORT"),
        "AWS_ENDPOINT_URL": layout.url("AWS_PORT"),
        "SITE": credentials.site,
        "API_TOKEN": credentials.api_token,
        "ADMIN_EMAIL": credentials.admin_email,
        "ADMIN_PASSWORD": credentials.admin_password,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def _welcome(layout: Layout, credentials: Credentials) -> str:
    return f"""
LiveInsight is ready

  Dashboard     {layout.url("DASHBOARD_PORT")}
  Log in with   {credentials.admin_email}
  Password      {credentials.admin_password}
  Demo shop     {layout.url("DEMO_PORT")}   (walk through it and watch yourself on the live page)
  Collector     {layout.url("COLLECTOR_PORT")}/events

  All of this is in {_short(layout.env_file)}; logs are in {_short(layout.logs)}/
  Stop with Ctrl-C. Your data stays.
"""


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    main()
