"""What the environment's files choose, known before anything is made: names, region, protection.

Terraform itself reads them (`terraform console`, in a folder with nothing but the variables), so that defaults, files
and TF_VAR_… count as they do in a plan. It needs no state and no account.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.terraform import Terraform

_ASKED = (
    "jsonencode({project_name = var.project_name, aws_region = var.aws_region, domain_name = var.domain_name, "
    "stage = coalesce(var.collector_stage, var.environment), "
    'protected = coalesce(var.deletion_protection, var.environment == "production")})\n'
)
# Only so that the variables are valid; neither is read.
_PLACEHOLDERS = {"secret_key": "0" * 32, "proxy_secret": "0" * 32}


@dataclass(frozen=True)
class Chosen:
    """Settings of an environment, by the names of terraform/variables.tf where they have one.

    `stage` is Chalice's; `protected`: tables, archive, load balancer and backups refuse to be deleted.
    """

    project_name: str
    aws_region: str
    domain_name: str
    stage: str
    protected: bool


def chosen(terraform: Terraform) -> Chosen:
    """The settings of this environment. Raises Refused when its files hold what is not valid."""
    with tempfile.TemporaryDirectory() as folder:
        for file in _files(terraform.folder):
            shutil.copy(file, folder)
        code, said = terraform.console(Path(folder), _ASKED, _PLACEHOLDERS)
    answers = [line for line in said.splitlines() if line.startswith('"{')]
    if code or not answers or "Error: " in said:
        raise Refused(f"the settings of {terraform.name} are not valid: {_errors(said) or said.strip()}")
    found: dict[str, Any] = json.loads(json.loads(answers[-1]))
    return Chosen(**found)


def before_outputs(terraform: Terraform, settings: Chosen) -> Environment:
    """AWS as the environment's region has it, though Terraform may have made nothing there yet."""
    outputs = {"project_name": settings.project_name, "aws_region": settings.aws_region}
    return Environment(terraform.name, outputs, terraform)


def _errors(said: str) -> str:
    """What Terraform complains about, in one line: without its frames, the places and the values."""
    boxes = [box.partition("╵")[0] for box in said.split("╷")]
    found = []
    for lines in (box.replace("│ ", "").splitlines() for box in boxes if "Error: " in box):
        text = [line.strip() for line in lines if line.strip() and not line.startswith((" ", "│", "This was checked"))]
        found.append(" ".join(text).removeprefix("Error: ").removeprefix("Invalid value for variable "))
    return "; ".join(dict.fromkeys(found))


def _files(folder: Path) -> Iterable[Path]:
    yield folder / "variables.tf"
    for pattern in ("terraform.tfvars*", "*.auto.tfvars*"):
        yield from folder.glob(pattern)
