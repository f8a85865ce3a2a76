"""Terraform's plan of a profile, without an account and without the network if the provider is on this machine.

Terraform itself has no plan without credentials, but its tests have: a provider that invents what AWS would answer
(terraform/tests/mocks) stands in. What is planned is the installation as it runs, with collector and image deployed.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.cost.plan import Plan
from deploy.cost.tables import table
from deploy.errors import Refused
from deploy.terraform import Terraform

MOCKS = "tests/mocks"
PROVIDERS = ("", "global", "copies")
TABLES = ("Events", "Sessions", "ActiveSessions", "Settings")
"""Their names are needed to see which of them are backed up."""
DEPLOYED = {
    "secret_key": "0" * 32,
    "proxy_secret": "0" * 32,
    "collector_api_id": "a1b2c3d4e5",
    "image_tag": "v1",
}
"""What an installation has that runs; the values are of no importance."""


def plan_of(terraform: Terraform, *, own: bool = True) -> Plan:
    """The plan of an environment, with its `envs/NAME.own.tfvars.json` unless told otherwise.

    Raises Refused when Terraform or its provider is missing, and when there can be no such plan.
    """
    with TemporaryDirectory() as folder:
        copy = _copied(terraform, Path(folder) / "code")
        given = terraform.own if own and terraform.own.is_file() else None
        (copy.folder / "given.tfvars.json").write_text(json.dumps(_variables(terraform.name, given)))
        _initialise(copy)
        code, said = copy.run("test", "-json", "-verbose", "-test-directory=cost", *_files(copy, given), shown=False)
    messages = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    plans = [message["test_plan"] for message in messages if message["type"] == "test_plan"]
    if code or not plans:
        raise Refused(f"there is no plan of {terraform.name}: {_complaint(messages) or said.strip()}")
    return Plan(terraform.name, plans[0])


def _copied(terraform: Terraform, to: Path) -> Terraform:
    shutil.copytree(
        terraform.folder, to, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*", "*.tftest.hcl", "*.backend.hcl")
    )
    (to / "cost").mkdir()
    (to / "cost" / "plan.tftest.hcl").write_text("\n".join(_test()))
    return Terraform(terraform.name, to)


def _test() -> Iterator[str]:
    for alias in PROVIDERS:
        yield f'mock_provider "aws" {{\n  source = "./{MOCKS}"\n' + (f'  alias = "{alias}"\n' if alias else "") + "}"
    for name in TABLES:
        target = f'module.data.aws_dynamodb_table.this["{name}"]'
        known = f'{{ arn = "arn:aws:dynamodb:us-east-1:123456789012:table/{name}" }}'
        yield f"override_resource {{\n  target = {target}\n  override_during = plan\n  values = {known}\n}}"
    yield 'run "plan" {\n  command = plan\n}\n'


def _variables(name: str, own: Path | None) -> dict[str, Any]:
    """What a running installation of the profile is told; what its owner says comes first."""
    said: dict[str, Any] = table("profiles").get(name, {}).get("variables", {})
    if own is not None and {"domain_name", "hosted_zone_id"} & json.loads(own.read_text()).keys():
        said = {name: value for name, value in said.items() if name not in ("domain_name", "create_hosted_zone")}
    return said | DEPLOYED


def _files(copy: Terraform, own: Path | None) -> list[str]:
    files = [f"envs/{copy.name}.tfvars", "given.tfvars.json"]
    if own is not None:
        files.append(f"envs/{own.name}")
    return [f"-var-file={file}" for file in files]


def _initialise(copy: Terraform) -> None:
    code, said = copy.run(
        "init", "-backend=false", "-input=false", "-lockfile=readonly", "-test-directory=cost", shown=False
    )
    if code and "provider" in said:
        raise Refused(
            "Terraform has no provider for AWS: with the network it fetches it by itself, without it "
            "TF_PLUGIN_CACHE_DIR or a mirror in ~/.terraform.d/plugins must have it (hashicorp/aws 5.100)"
        )
    if code:
        raise Refused(f"terraform init failed: {said.strip()}")


def _complaint(messages: list[dict[str, Any]]) -> str:
    return "; ".join(
        f"{found['diagnostic']['summary']}: {found['diagnostic'].get('detail', '')}".strip()
        for found in messages
        if found["type"] == "diagnostic" and found["diagnostic"]["severity"] == "error"
    )
