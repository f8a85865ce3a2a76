"""A local AWS of these tests' own, and in it installations without a collector, as Terraform leaves them."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3
import botocore
import pytest

from deploy.environment import Environment
from deploy.ingest import deployment, found, package, record, workshop
from deploy.ingest.record import Record
from deploy.ingest.target import Target, here
from deploy.terraform import ROOT, Terraform
from liveinsight.settings import Settings
from local.aws import CREDENTIALS, local_aws
from tests.own_tables import own_tables

COMMAND = (sys.executable, "-m", "local.terraform_aws")
ROLE = "arn:aws:iam::000000000000:role/{project}-{name}"
STATE = "state-of-tests"
FUNCTIONS = ("collector", "rollup", "archive")


@dataclass(frozen=True)
class Installation:
    """An environment, its stage, and the settings of its tables."""

    aws: Environment
    stage: str
    settings: Settings

    def afresh(self, **outputs: Any) -> "Installation":
        """As another run of a command sees it, with some outputs changed."""
        aws = Environment(self.aws.name, {**self.aws.outputs, **outputs}, self.aws.terraform)
        return replace(self, aws=aws)

    def record(self) -> Record:
        """As it is in the bucket now."""
        return record.of(self.aws)

    def deploy(self, take_over: bool = False, adopt: bool = False) -> Record:
        """What `ingest` does before it asks for an answer and calls Terraform."""
        kept = deployment.ready(self.aws, adopt)
        deployment.deploy(self.aws, kept, here(), take_over)
        return kept

    def function(self, name: str = "") -> dict[str, Any]:
        """Configuration of a function: `` (the collector), `-rollup`, `-archive`."""
        client = self.aws.client("lambda")
        answer: dict[str, Any] = client.get_function_configuration(FunctionName=f"liveinsight-{self.stage}{name}")
        return answer

    def apis(self) -> list[str]:
        """Ids of all REST APIs that lead to the collector."""
        return [each["rest_api_id"] for each in found.resources(self.aws, self.stage) if "rest_api_id" in each]


@pytest.fixture(scope="package")
def record_of_calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which the local AWS writes down what it is asked."""
    return tmp_path_factory.mktemp("calls") / "calls.jsonl"


@pytest.fixture(scope="package")
def endpoint(tmp_path_factory: pytest.TempPathFactory, record_of_calls: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setenv("LIVEINSIGHT_AWS_CALLS", str(record_of_calls))
        address = stack.enter_context(local_aws(tmp_path_factory.mktemp("aws"), command=COMMAND))
        data = _impatient(tmp_path_factory.mktemp("botocore"))
        for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": address, "AWS_DATA_PATH": str(data)}.items():
            patch.setenv(name, value)
        s3 = boto3.client("s3")
        s3.create_bucket(Bucket=STATE)
        s3.put_bucket_versioning(Bucket=STATE, VersioningConfiguration={"Status": "Enabled"})
        yield address


def _impatient(folder: Path) -> Path:
    """botocore's data, where it looks first: functions are asked ten times a second whether they are ready, not
    every five seconds."""
    name = "lambda/2015-03-31/waiters-2.json"
    waiters = json.loads((Path(botocore.__file__).parent / "data" / name).read_text())
    for waiter in waiters["waiters"].values():
        waiter.update(delay=0.1, maxAttempts=600)
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(json.dumps(waiters))
    return folder


@pytest.fixture(scope="package")
def install(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Installation]]:
    """Makes an installation: tables, bucket, a place for the state, and what Terraform puts out."""
    with ExitStack() as stack:

        def make() -> Installation:
            settings = stack.enter_context(own_tables(endpoint))
            boto3.client("s3").create_bucket(Bucket=settings.archive_bucket)
            return installation_of(settings, tmp_path_factory.mktemp("terraform"))

        yield make


def installation_of(settings: Settings, folder: Path) -> Installation:
    project, stage = settings.project_name, settings.project_name.lower()
    (folder / "envs").mkdir()
    (folder / f"envs/{stage}.backend.hcl").write_text(
        f'bucket = "{STATE}"\nkey    = "{stage}/terraform.tfstate"\nregion = "us-east-1"\n'
    )
    outputs = {
        "project_name": project,
        "aws_region": "us-east-1",
        "distribution_id": "E123",
        "collector_url": "https://stats.example.com",
        "collector": {
            "stage": stage,
            "environment": {
                "LIVEINSIGHT_PROJECT_NAME": project,
                "LIVEINSIGHT_ARCHIVE_BUCKET": settings.archive_bucket,
                "LIVEINSIGHT_CLIENT_IP_HEADER": "cloudfront-viewer-address",
            },
            "roles": {name: ROLE.format(project=project, name=name) for name in FUNCTIONS},
            "x_ray": True,
            "memory": 640,
            "architecture": "arm64",
            "endpoint_type": "REGIONAL",
        },
    }
    return Installation(Environment(stage, outputs, Terraform(stage, folder)), stage, settings)


@pytest.fixture
def installation(install: Callable[[], Installation]) -> Installation:
    return install()


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Versions without packages, built in a moment: the local AWS runs them where the packages are installed.

    Calling it makes the next version another one.
    """
    marks = ["first"]

    def vendor(copy: Path, _target: Target) -> None:
        shutil.copytree(ROOT / "liveinsight", copy / "vendor/liveinsight", ignore=workshop._NOT_COPIED)
        (copy / "vendor/mark.txt").write_text(marks[-1])
        (copy / "requirements.txt").write_text("")

    monkeypatch.setattr(workshop, "vendor", vendor)
    monkeypatch.setattr(package, "pins", lambda _text: {})
    return marks.append
