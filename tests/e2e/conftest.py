"""One installation for all tests of this folder: made from nothing by the first, taken down by the last.

It takes minutes, so these tests are collected only when they are named: `make e2e`, or `pytest tests/e2e`. Where
Terraform or the aws command line is missing they fail, for nothing of what they show would be shown.
"""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local.aws import CREDENTIALS, local_aws
from tests.e2e import lacking, leftovers, schedules, switches, tasks, visitor
from tests.e2e.front import Distribution, Front
from tests.e2e.front import front as serving
from tests.e2e.stack import Counts, Stack

COMMAND = (sys.executable, "-m", "local.terraform_aws")
NEEDED = {
    "terraform": "https://developer.hashicorp.com/terraform/install (1.11 or newer)",
    "aws": "https://docs.aws.amazon.com/cli/ or the package awscli",
}
FOLDER = Path(__file__).parent
IN_USE = ("collector", "switch", "doctor", "unchanged", "schedules", "dashboard", "restore", "zz_destroyed")
"""Files about the installation in use, in this order; all others come first. Jobs work in the background meanwhile."""
DASHBOARDS = ("v1.2.0", "v1.3.0")
"""Versions of the dashboard, the older first."""
LATE_MS = 23 * 3_600_000
"""Events may be a day late."""


@dataclass
class Made:
    """What Terraform made, and how it came about."""

    stack: Stack
    record: Path
    before: set[str]
    bootstrapped: list[str]
    locked: tuple[int, str]
    api_id: str
    first: Counts
    with_api: Counts
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    running: ExitStack = field(default_factory=ExitStack)
    """What runs beside it, and has to end before it is taken down."""

    @property
    def api(self) -> str:
        """Where the collector's API answers, past CloudFront."""
        return f"{self.stack.endpoint}/restapis/{self.api_id}/api/_user_request_"

    @property
    def proxy_secret(self) -> str:
        """What CloudFront proves itself with; `infra` has made it."""
        found = self.stack.client("ssm").get_parameter(Name="/LiveInsight/proxy-secret", WithDecryption=True)
        return str(found["Parameter"]["Value"])

    def of(self, kind: str) -> dict[str, dict[str, Any]]:
        """All resources of this kind, by address."""
        return {address: values for address, values in self.resources.items() if f".{kind}." in f".{address}"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    named = any(FOLDER in (path := Path(argument.split("::")[0]).resolve()).parents or path == FOLDER
                for argument in config.args)  # fmt: skip
    return None if named or collection_path.name == "conftest.py" else True


_durations: dict[str, float] = {}


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Prints a line at once, past what pytest captures."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def line(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"\n[e2e] {text}", end="", flush=True)

    return line


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]) -> Iterator[Made]:
    """The installation, made by the operator's own commands: state, infrastructure, the collector, nothing more."""
    missing = [f"{name} is not installed: {remedy}" for name, remedy in NEEDED.items() if shutil.which(name) is None]
    assert not missing, "; ".join(missing)
    folder = tmp_path_factory.mktemp("e2e")
    record = folder / "calls.jsonl"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LIVEINSIGHT_AWS_CALLS", str(record))
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        # Functions, which are processes of the local AWS, then find it by themselves.
        environment.delenv("AWS_ENDPOINT_URL", raising=False)
        with local_aws(folder / "aws", command=COMMAND) as endpoint:
            stack = Stack(folder, endpoint, say)
            started = time.monotonic()
            found = _made(stack, record)
            with found.running:
                yield found
            _durations.update(stack.durations, total=time.monotonic() - started)


def _made(stack: Stack, record: Path) -> Made:
    bootstrapped = [_bootstrap(stack), _bootstrap(stack)]
    before = leftovers.everything(stack)
    locked = _while_locked(stack)
    first = stack.apply("infra", "infra")
    with_api = stack.apply("ingest", "ingest")
    found = Made(stack, record, before, bootstrapped, locked, _api(stack), first, with_api)
    found.resources, found.outputs = stack.resources(), stack.outputs()
    return found


def _bootstrap(stack: Stack) -> str:
    done = stack.bootstrap()
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _while_locked(stack: Stack) -> tuple[int, str]:
    """What a plan says while somebody else holds the state."""
    lock = {"Bucket": state_bucket(stack), "Key": "local/terraform.tfstate.tflock"}
    s3 = stack.client("s3")
    s3.put_object(Body=b'{"ID": "7c2f", "Operation": "OperationTypeApply", "Who": "somebody@else"}', **lock)
    found = stack.deploy("plan")
    s3.delete_object(**lock)
    return found


def state_bucket(stack: Stack) -> str:
    (bucket,) = (each["Name"] for each in stack.client("s3").list_buckets()["Buckets"] if "state" in each["Name"])
    return str(bucket)


def _api(stack: Stack) -> str:
    """The API that Chalice has made, as the record of the collector names it."""
    kept = stack.client("s3").get_object(Bucket=state_bucket(stack), Key="local/chalice.json")["Body"].read()
    (api,) = (each["rest_api_id"] for each in json.loads(kept)["resources"] if each["resource_type"] == "rest_api")
    return str(api)


@dataclass(frozen=True)
class Site:
    """A site and who may look at it, both made on the command line of LiveInsight."""

    key: str
    email: str
    password: str


@pytest.fixture(scope="session")
def shop(made: Made) -> Site:
    key = made.stack.liveinsight("site", "add", "Shop", "--domain", visitor.DOMAIN)
    email = f"{key}@shop.example"
    password = made.stack.liveinsight("user", "add", email)
    return Site(key, email, password)


@pytest.fixture(scope="session")
def late(made: Made, shop: Site) -> int:
    """A visit of two pages nearly a day ago, told now; the moment of its first event (ms).

    From now on the jobs that store and archive it are started every minute, so that this is done when it is looked at.
    """
    assert schedules.rates(made.stack, made.outputs["functions"]) == schedules.RATES
    schedules.set_rates(made.stack, made.outputs["functions"], schedules.QUICK)
    events = [visitor.pageview("/yesterday", LATE_MS), visitor.pageview("/yesterday/next", LATE_MS - 60_000)]
    answer = visitor.ask("POST", f"{made.api}/events", visitor.beacon(shop.key, *events))
    assert answer.json["accepted"] == len(events), answer.body
    return int(events[0]["at"])


@pytest.fixture(scope="session")
def front(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """CloudFront, as Terraform set it up, before bucket, API and load balancer."""
    distribution = Distribution(made.stack, made.outputs["distribution_id"])
    with serving(distribution, tmp_path_factory.mktemp("front")) as found:
        yield found


@pytest.fixture(scope="session")
def images(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Tag → digest of the pushed versions; what their tasks would run answers at their tasks' addresses."""
    folder = tmp_path_factory.mktemp("dashboards")
    addresses = made.running.enter_context(tasks.addresses(made.stack, made.outputs))
    digests = {}
    for tag in DASHBOARDS:
        digests[tag] = tasks.push(made.stack, made.outputs["repository"], tag)
        port = made.running.enter_context(tasks.running(made.stack, made.outputs["task_family"], folder / tag))
        addresses.ports[digests[tag]] = port
    return digests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is chosen: what is made is looked at, then used, then taken down."""
    order = {FOLDER / f"test_{name}.py": place for place, name in enumerate(IN_USE, 1)}
    items.sort(key=lambda item: order.get(item.path, 0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _durations:
        return
    terminalreporter.section("an installation from nothing to nothing on the local AWS")
    for name, seconds in _durations.items():
        terminalreporter.write_line(f"{name}: {seconds:.0f} s")
    off = {f"{variable} = false": lack.what for variable, lack in switches.NOT_HERE.items()}
    _write(terminalreporter, "switched off, for the local AWS cannot hold it:", off)
    _write(terminalreporter, "done in another way than AWS does it:", lacking.PLAYED)
    _write(terminalreporter, "expected of doctor to find wrong:", lacking.FINDINGS)


def _write(terminalreporter: pytest.TerminalReporter, title: str, lines: Mapping[str, str]) -> None:
    terminalreporter.write_line(title)
    for name, why in lines.items():
        terminalreporter.write_line(f"  {name}: {why}")
