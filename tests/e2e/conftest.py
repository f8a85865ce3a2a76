"""One installation for all tests of this folder: made from nothing by the first, taken down by the last.

It takes minutes, so these tests are collected only when they are named: `make e2e`, or `pytest tests/e2e`. Where
Terraform or the aws command line is missing they fail, for nothing of what they show would be shown.
"""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from local.aws import CREDENTIALS, local_aws
from tests.e2e import leftovers, switches
from tests.e2e.stack import Counts, Stack

COMMAND = (sys.executable, "-m", "local.terraform_aws")
NEEDED = {
    "terraform": "https://developer.hashicorp.com/terraform/install (1.11 or newer)",
    "aws": "https://docs.aws.amazon.com/cli/ or the package awscli",
}
FOLDER = Path(__file__).parent
DESTROYED = FOLDER / "test_zz_destroyed.py"


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
    second: Counts
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)

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
    """The installation, made in the steps of a real one: state, infrastructure, the collector's API, nothing more."""
    missing = [f"{name} is not installed: {remedy}" for name, remedy in NEEDED.items() if shutil.which(name) is None]
    assert not missing, "; ".join(missing)
    folder = tmp_path_factory.mktemp("e2e")
    record = folder / "calls.jsonl"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LIVEINSIGHT_AWS_CALLS", str(record))
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        with local_aws(folder / "aws", command=COMMAND) as endpoint:
            stack = Stack(folder, endpoint, say)
            started = time.monotonic()
            yield _made(stack, record)
            _durations.update(stack.durations, total=time.monotonic() - started)


def _made(stack: Stack, record: Path) -> Made:
    bootstrapped = [_bootstrap(stack), _bootstrap(stack)]
    stack.init()
    before = leftovers.everything(stack)
    locked = _while_locked(stack)
    first = stack.apply("first apply")
    api_id = _api(stack)
    stack.set(collector_api_id=api_id)
    with_api = stack.apply("apply with the collector's API")
    # Written only when secret_key_version changes, so another one is no change.
    stack.sign_with("another key of forty characters, or more")
    second = stack.apply("second apply")
    found = Made(stack, record, before, bootstrapped, locked, api_id, first, with_api, second)
    found.resources = stack.resources()
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
    found = stack.run("plan", "-lock-timeout=0s")
    s3.delete_object(**lock)
    return found


def state_bucket(stack: Stack) -> str:
    (bucket,) = (each["Name"] for each in stack.client("s3").list_buckets()["Buckets"] if "state" in each["Name"])
    return str(bucket)


def _api(stack: Stack) -> str:
    """A REST API called as Chalice calls the collector's, with the stage that it is given; it has one route."""
    client = stack.client("apigateway")
    api = client.create_rest_api(name="liveinsight", endpointConfiguration={"types": ["REGIONAL"]})["id"]
    root = client.get_resources(restApiId=api)["items"][0]["id"]
    client.put_method(restApiId=api, resourceId=root, httpMethod="POST", authorizationType="NONE")
    client.put_integration(restApiId=api, resourceId=root, httpMethod="POST", type="MOCK")
    client.create_deployment(restApiId=api, stageName="api")
    return str(api)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever is chosen: the installation is taken down last."""
    items.sort(key=lambda item: item.path == DESTROYED)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _durations:
        return
    terminalreporter.section("made with Terraform on the local AWS")
    for name, seconds in _durations.items():
        terminalreporter.write_line(f"{name}: {seconds:.0f} s")
    terminalreporter.write_line("switched off, for the local AWS cannot hold it:")
    for variable, lack in switches.NOT_HERE.items():
        terminalreporter.write_line(f"  {variable} = false: {lack.what}")
