"""A local AWS whose backups can be restored, and for each test an installation with some days of history."""

import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from deploy.restore import copies
from liveinsight.history import lateness
from local.aws import CREDENTIALS, local_aws
from tests.integration.deploy.restore.installation import Installation
from tests.own_tables import own_tables

COMMAND = (sys.executable, "-m", "local.terraform_aws")


@pytest.fixture(scope="package")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the local AWS was asked, a line of JSON for each call."""
    return tmp_path_factory.mktemp("calls") / "calls.jsonl"


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory, record: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVEINSIGHT_AWS_CALLS", str(record))
        patch.setattr(copies, "POLL_S", 0.05)
        with local_aws(tmp_path_factory.mktemp("aws"), command=COMMAND) as found:
            for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": found}.items():
                patch.setenv(name, value)
            yield found


@pytest.fixture(scope="package", autouse=True)
def patience() -> Iterator[None]:
    """History takes in every late event at once, however slow the machine is."""
    with mock.patch.object(lateness, "LONGEST_S", float("inf")):
        yield


@pytest.fixture(scope="package")
def filled(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Three closed days and some hours of a fourth, with bots, people and what a site's owner saves."""
    with own_tables(endpoint) as settings:
        made = Installation(settings, tmp_path_factory.mktemp("installation"))
        made.fill()
        yield made
        made.clear()


@pytest.fixture
def installation(filled: Installation) -> Installation:
    """The same for every test: what others did to it is undone."""
    filled.reset()
    return filled
