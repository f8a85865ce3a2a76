"""The bucket that keeps an environment's state: Terraform's, and beside it the collector's."""

import os
import re
import subprocess
from dataclasses import dataclass

from deploy.console import confirm, say
from deploy.errors import Refused
from deploy.terraform import Terraform
from deploy.variables import Chosen

_SETTING = re.compile(r'^\s*(\w+)\s*=\s*"([^"]*)"', re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where the state lies: `s3://<bucket>/<prefix>/…`, in `region`."""

    bucket: str
    prefix: str
    region: str

    def key(self, name: str) -> str:
        return f"{self.prefix}/{name}"


def place(terraform: Terraform) -> Place:
    """Where this environment's state lies. Raises Refused when it was never made, or its file is unreadable."""
    if not terraform.backend.is_file():
        raise Refused(f"{terraform.name} has no state yet; make it with: make infra ENV={terraform.name}")
    settings = dict(_SETTING.findall(terraform.backend.read_text()))
    missing = {"bucket", "key", "region"} - settings.keys()
    if missing:
        lacking = ", ".join(sorted(missing))
        raise Refused(f"{terraform.backend} lacks {lacking}; write it anew: terraform/bootstrap.sh {terraform.name}")
    return Place(settings["bucket"], settings["key"].rpartition("/")[0] or terraform.name, settings["region"])


def make(terraform: Terraform, settings: Chosen, yes: bool) -> None:
    """Make the bucket and the file that names it, if there is none. Raises Refused."""
    if terraform.backend.is_file():
        return
    say(
        f"{terraform.name} has no state here. The bucket {settings.project_name.lower()}-terraform-state-<account> in "
        f"{settings.aws_region} is made, or found, and {terraform.backend.name} written."
    )
    confirm("Go on?", yes)
    environment = {**os.environ, "PROJECT_NAME": settings.project_name, "AWS_REGION": settings.aws_region}
    done = subprocess.run([str(terraform.folder / "bootstrap.sh"), terraform.name], env=environment, check=False)
    if done.returncode:
        raise Refused("the bucket of the state could not be made; what stopped it stands above")
