"""A local AWS as Terraform needs it, and in it the web tier of an installation of each test's own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from deploy.web.blue_green import Wish
from deploy.web.startup import Patience
from deploy.web.switch import Web, web_of
from local.aws import CREDENTIALS, local_aws
from local.ports import LOOPBACK, free_port
from tests.integration.dashboard.conftest import environment, gunicorn, until
from tests.integration.deploy.web import hooks
from tests.integration.deploy.web.broken import Broken, broken
from tests.integration.deploy.web.installation import Installation, install, serve, targets
from tests.own_tables import own_tables

COMMAND = (sys.executable, "-m", "local.terraform_aws")
QUICK = Patience(look_s=0.1, start_s=30, open_s=30)
SECRET = "0123456789abcdef0123456789abcdef"
QUICKLY = Wish(watch_s=0, keep_s=0, yes=True)


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The local AWS with a load balancer that forwards by weights."""
    folder = tmp_path_factory.mktemp("aws")
    with pytest.MonkeyPatch.context() as patch, local_aws(folder, command=COMMAND) as found:
        for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": found}.items():
            patch.setenv(name, value)
        yield found


@pytest.fixture(scope="package")
def dashboard(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Port of the real dashboard, on tables and a bucket of its own."""
    log: Path = tmp_path_factory.mktemp("dashboard") / "log"
    with own_tables(endpoint) as settings:
        boto3.client("s3").create_bucket(Bucket=settings.archive_bucket)
        port = free_port()
        with gunicorn(environment(settings, port, endpoint), log):
            yield port


@pytest.fixture(scope="package")
def sick() -> Iterator[Broken]:
    """A version that says it is well, and is not."""
    with broken(LOOPBACK) as server:
        yield server


@pytest.fixture
def installation(endpoint: str) -> Iterator[Installation]:
    env, addresses = install(endpoint)
    with addresses:
        yield Installation(env, addresses, env.project, endpoint)
    hooks.forget()


@pytest.fixture
def web(installation: Installation) -> Web:
    return web_of(installation.env, QUICK)


@pytest.fixture
def serving(installation: Installation, dashboard: int) -> Installation:
    """Version v1 of the real dashboard is in service, green, as two tasks."""
    serve(installation, "v1", dashboard)
    until(lambda: len(targets(installation, "green")) == 2, 30)
    return installation


@pytest.fixture
def guarded(endpoint: str) -> Iterator[Installation]:
    """The traffic's rule has a condition of an owner's own: who does not know a secret is answered 403."""
    secret = {"HttpHeaderName": "X-LiveInsight-Origin", "Values": [SECRET]}
    env, addresses = install(endpoint, {"Field": "http-header", "HttpHeaderConfig": secret})
    with addresses:
        yield Installation(env, addresses, env.project, endpoint)
    hooks.forget()
