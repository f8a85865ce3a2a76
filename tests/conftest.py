"""What tests of every kind share: a local AWS started by the session, and tables of their own for each test."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

from liveinsight.settings import Settings
from local.aws import local_aws
from tests.own_tables import own_tables

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile(
    "patient",
    hypothesis.settings.default,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    print_blob=True,
)
hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Endpoint of an AWS on this machine; `LIVEINSIGHT_TEST_ENDPOINT` names another one that is running."""
    os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
    given = os.environ.get("LIVEINSIGHT_TEST_ENDPOINT")
    if given:
        yield given
        return
    with local_aws(tmp_path_factory.mktemp("aws")) as endpoint:
        yield endpoint


@pytest.fixture
def settings(aws: str) -> Iterator[Settings]:
    """Settings of a project of this test's own, with its tables made and bound; they are gone afterwards."""
    with own_tables(aws) as made:
        yield made
