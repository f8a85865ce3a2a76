"""Terraform with the example of the documentation, run in a copy of it against the local AWS."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[3] / "docs" / "first-party" / "cloudfront"
PROGRAM = shutil.which("terraform")
REMEDY = "terraform (1.5 or newer) is not installed; see https://developer.hashicorp.com/terraform/install"
PROVIDER = "registry.terraform.io/hashicorp/aws"
MIRRORS = ("/opt/*", "/usr/local/share/*", "/usr/share/terraform/*", "~/.terraform.d/*")
"""Where machines keep copies of providers. `TF_PLUGIN_MIRROR` names another folder."""

LOCAL_AWS = """
provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}
"""
# The provider looks at a distribution again only after half a minute; this one is there at once.
IMPATIENT = """
resource "aws_cloudfront_distribution" "site" {
  wait_for_deployment = false
}
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Terraform:
    """A copy of the example in `folder`; `variables` are Terraform's."""

    folder: Path
    endpoint: str
    variables: Mapping[str, str]

    def prepare(self) -> "Terraform":
        shutil.copytree(EXAMPLE, self.folder)
        (self.folder / "provider.tf").write_text(LOCAL_AWS)
        (self.folder / "impatient_override.tf").write_text(IMPATIENT)
        mirror = _mirror()
        if mirror:
            block = f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
            (self.folder / "cli.tfrc").write_text(block)
        self.succeed("init")
        return self

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        assert PROGRAM is not None
        env = {name: value for name, value in os.environ.items() if not name.startswith(("TF_", "AWS_"))}
        given = {f"TF_VAR_{name}": value for name, value in {**self.variables, **variables}.items()}
        env |= given | {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
        }
        if (self.folder / "cli.tfrc").exists():
            env["TF_CLI_CONFIG_FILE"] = str(self.folder / "cli.tfrc")
        return subprocess.run(
            (PROGRAM, *command), cwd=self.folder, env=env, capture_output=True, text=True, timeout=300, check=False
        )

    def succeed(self, *command: str) -> str:
        """What a command prints that has to succeed."""
        done = self.run(*command)
        assert done.returncode == 0, COLOUR.sub("", done.stdout + done.stderr)
        return done.stdout

    def outputs(self) -> dict[str, Any]:
        return {name: output["value"] for name, output in json.loads(self.succeed("output", "-json")).items()}


def _mirror() -> Path | None:
    """A folder of this machine that has the AWS provider; None when Terraform has to ask its registry."""
    named = os.environ.get("TF_PLUGIN_MIRROR")
    if named:
        return Path(named)
    for pattern in MIRRORS:
        root = Path(pattern).expanduser().parent
        for folder in sorted(root.glob("*")) if root.is_dir() else ():
            if (folder / PROVIDER).is_dir():
                return folder
    return None
