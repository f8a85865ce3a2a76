"""Terraform's plans of profiles, without an account, and without the network if the provider is on this machine.

Terraform itself has no plan without credentials, but its tests have: a provider that invents what AWS would answer
(terraform/tests/mocks) stands in. What is planned is the installation as it runs, with collector and image deployed.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.cost.plan import Plan
from deploy.cost.tables import table
from deploy.errors import Refused
from deploy.terraform import Terraform

FOLDER = "cost"
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
Message = Mapping[str, Any]
"""A line of what Terraform says about its tests."""


def plans_of(profiles: Sequence[Terraform], *, own: bool = True) -> list[Plan]:
    """The plans of environments of one folder, with their `envs/NAME.own.tfvars.json` unless told otherwise.

    Raises Refused when Terraform or its provider is missing, and when there can be no such plan.
    """
    answer = asked(profiles, own=own)
    return [answer.plan(profile.name) for profile in profiles]


def asked(profiles: Sequence[Terraform], *, own: bool = True) -> "Answer":
    """Terraform's answer about all these environments: one run, for most of its time goes into starting."""
    with TemporaryDirectory() as folder:
        copy = _copied(profiles[0], Path(folder) / "code")
        for profile in profiles:
            test = copy.folder / FOLDER / f"{profile.name}.tftest.hcl"
            test.write_text("\n".join(_test(profile, own)))
        _initialise(copy)
        _, said = copy.run("test", "-json", "-verbose", f"-test-directory={FOLDER}", shown=False)
    return Answer(said)


class Answer:
    """What Terraform said about its tests, a message a line."""

    def __init__(self, said: str) -> None:
        self._said = said
        self._messages: list[Message] = [json.loads(line) for line in said.splitlines() if line.startswith("{")]

    def plan(self, name: str) -> Plan:
        """The plan of one profile. Raises Refused, in Terraform's words, when there is none."""
        about = [found for found in self._messages if found.get("@testfile") == f"{FOLDER}/{name}.tftest.hcl"]
        complaints = [
            f"{found['diagnostic']['summary']}: {found['diagnostic'].get('detail', '')}".strip()
            for found in about
            if found["type"] == "diagnostic" and found["diagnostic"]["severity"] == "error"
        ]
        plans = [found["test_plan"] for found in about if found["type"] == "test_plan"]
        if complaints or not plans:
            raise Refused(f"there is no plan of {name}: {'; '.join(complaints) or self._said.strip()}")
        return Plan(name, plans[0])


def _copied(terraform: Terraform, to: Path) -> Terraform:
    shutil.copytree(
        terraform.folder, to, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*", "*.tftest.hcl", "*.backend.hcl")
    )
    (to / FOLDER).mkdir()
    return Terraform(terraform.name, to)


def _test(profile: Terraform, own: bool) -> Iterator[str]:
    """A test of one run. What the run is told comes before what the file, which is the environment's, says."""
    for alias in PROVIDERS:
        name = f'  alias = "{alias}"\n' if alias else ""
        yield f'mock_provider "aws" {{\n  source = "./tests/mocks"\n{name}}}'
    for table_name in TABLES:
        target = f'module.data.aws_dynamodb_table.this["{table_name}"]'
        known = f'{{ arn = "arn:aws:dynamodb:us-east-1:123456789012:table/{table_name}" }}'
        yield f"override_resource {{\n  target = {target}\n  override_during = plan\n  values = {known}\n}}"
    yield f"variables {{\n{(profile.folder / 'envs' / f'{profile.name}.tfvars').read_text()}\n}}"
    told = _variables(profile, own).items()
    yield 'run "plan" {\n  command = plan\n  variables {'
    yield from (f"    {name} = {_literal(value)}" for name, value in told)
    yield "  }\n}\n"


def _variables(profile: Terraform, own: bool) -> dict[str, Any]:
    """What a running installation of the profile is told; what its owner says comes first."""
    said: dict[str, Any] = table("profiles").get(profile.name, {}).get("variables", {})
    owned: dict[str, Any] = json.loads(profile.own.read_text()) if own and profile.own.is_file() else {}
    if {"domain_name", "hosted_zone_id"} & owned.keys():
        said = {name: value for name, value in said.items() if name not in ("domain_name", "create_hosted_zone")}
    return said | DEPLOYED | owned


def _literal(value: Any) -> str:
    """JSON is Terraform's language too, but for what a text may hold."""
    return json.dumps(value).replace("${", "$${").replace("%{", "%%{")


def _initialise(copy: Terraform) -> None:
    code, said = copy.run(
        "init", "-backend=false", "-input=false", "-lockfile=readonly", f"-test-directory={FOLDER}", shown=False
    )
    if code and "provider" in said:
        raise Refused(
            "Terraform has no provider for AWS: with the network it fetches it by itself, without it "
            "TF_PLUGIN_CACHE_DIR or a mirror in ~/.terraform.d/plugins must have it (hashicorp/aws 5.100)"
        )
    if code:
        raise Refused(f"terraform init failed: {said.strip()}")
