"""Which installation a command works on: Terraform's outputs of it, and AWS as its region has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config

from deploy.errors import Refused
from deploy.terraform import Terraform

# So that a whole command does not hang on one call; none of them takes long.
PATIENCE = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "max_attempts": 5})
SHORT = {"prod": "production", "dev": "development"}


@dataclass(frozen=True)
class Environment:
    """An installation that Terraform has made. `outputs` are those of terraform/outputs.tf."""

    name: str
    outputs: Mapping[str, Any]
    terraform: Terraform
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False, compare=False)
    _making: Lock = field(default_factory=Lock, repr=False, compare=False)

    @property
    def project(self) -> str:
        """Prefix of all names, such as `LiveInsight`."""
        return str(self.output("project_name"))

    @property
    def region(self) -> str:
        return str(self.output("aws_region"))

    def output(self, name: str) -> Any:
        """One of Terraform's outputs. Raises Refused when the infrastructure is older than this code."""
        if name not in self.outputs:
            raise Refused(f"Terraform's outputs of {self.name} lack {name}; run: make infra ENV={self.name}")
        return self.outputs[name]

    def client(self, service: str, region: str | None = None) -> Any:
        """boto3's client for this installation's region, or another one; one for each command."""
        key = (service, region or self.region)
        # Clients can be shared by threads, but not made by several at once.
        with self._making:
            if key not in self._clients:
                self._clients[key] = boto3.client(service, region_name=key[1], config=PATIENCE)
            return self._clients[key]


def terraform(name: str) -> Terraform:
    """Terraform for the environment `name` (`prod` and `dev` are short for two). Raises Refused for an unknown one."""
    found = Terraform(SHORT.get(name, name))
    known = sorted(path.name.removesuffix(".tfvars") for path in (found.folder / "envs").glob("*.tfvars"))
    if found.name not in known:
        raise Refused(
            f"there is no environment {name!r}; there are {', '.join(known)} (ENV=…, terraform/envs/*.tfvars)"
        )
    return found


def environment(name: str) -> Environment:
    """The installation as it is. Raises Refused when the environment is unknown or was never applied."""
    found = terraform(name)
    found.init()
    outputs = found.outputs()
    if not outputs:
        raise Refused(f"{found.name} has no infrastructure yet; make it with: make infra ENV={found.name}")
    return Environment(found.name, outputs, found)
