"""Terraform on the code in `terraform/`, for one environment.

`LIVEINSIGHT_TERRAFORM` names another folder with that code, such as a copy that a test tries on the local AWS.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.errors import Refused

ROOT = Path(__file__).resolve().parent.parent
INSTALL = "https://developer.hashicorp.com/terraform/install"
Secret = Mapping[str, str]
"""Variable → value that no command line may show."""
NOTHING: Secret = {}
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LOCKED = re.compile(r"ID:\s+(\S+)")


def code() -> Path:
    """Folder of the Terraform code."""
    return Path(os.environ.get("LIVEINSIGHT_TERRAFORM") or ROOT / "terraform")


class Terraform:
    """Terraform for the environment `name`: envs/NAME.tfvars, and envs/NAME.own.tfvars.json where it exists."""

    def __init__(self, name: str, folder: Path | None = None) -> None:
        self.name = name
        self.folder = folder or code()

    @property
    def own(self) -> Path:
        """What belongs to this installation alone, such as its domain; written by commands and by hand."""
        return self.folder / "envs" / f"{self.name}.own.tfvars.json"

    @property
    def backend(self) -> Path:
        """Where the state lies; written by `bootstrap.sh`."""
        return self.folder / "envs" / f"{self.name}.backend.hcl"

    def init(self) -> None:
        """Connect to the state. Raises Refused when it was never made."""
        if not self.backend.is_file():
            raise Refused(f"{self.backend} is missing; make it with terraform/bootstrap.sh {self.name}")
        self.succeed("init", "-input=false", "-reconfigure", f"-backend-config=envs/{self.name}.backend.hcl")

    def plan(self, file: Path, *options: str, secret: Secret = NOTHING) -> bool:
        """Show what an apply would do, and keep it in `file`. Whether there is anything to do."""
        command = ("plan", f"-out={file}", "-detailed-exitcode", *self._settings(), *options)
        code, said = self.run(*command, secret=secret)
        if code == 1:
            raise self._refused("plan", said)
        return code == 2

    def apply(self, file: Path, secret: Secret = NOTHING) -> None:
        """Do what `plan` has shown."""
        self.succeed("apply", "-input=false", str(file), secret=secret)

    def outputs(self) -> dict[str, Any]:
        """What the last apply put out; empty before the first one."""
        code, said = self.run("output", "-json", shown=False)
        if code:
            raise self._refused("output", said)
        return {name: found["value"] for name, found in json.loads(said).items()}

    def console(self, folder: Path, expression: str, secret: Secret = NOTHING) -> tuple[int, str]:
        """What Terraform makes of an expression with the environment's settings, in another folder's code."""
        files = [argument for argument in self._settings() if argument != "-input=false"]
        done = subprocess.run(
            [_program(), "console", *files], cwd=folder, input=expression, env=_environment(secret) | {"NO_COLOR": "1"},
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, _COLOUR.sub("", done.stdout)

    def plan_as_data(self, file: Path) -> dict[str, Any]:
        """A kept plan, in Terraform's own JSON."""
        code, said = self.run("show", "-json", str(file), shown=False)
        if code:
            raise self._refused("show", said)
        plan: dict[str, Any] = json.loads(said)
        return plan

    def succeed(self, *command: str, secret: Secret = NOTHING) -> None:
        """Run a command that has to succeed, its output shown. Raises Refused."""
        code, said = self.run(*command, secret=secret)
        if code:
            raise self._refused(command[0], said)

    def run(self, *command: str, shown: bool = True, secret: Secret = NOTHING) -> tuple[int, str]:
        """Exit code and output."""
        lines: list[str] = []
        with subprocess.Popen(
            [_program(), *command, *(["-no-color"] if command[0] != "output" else [])],
            cwd=self.folder,
            env=_environment(secret),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if shown else subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if shown:
                    print(line, end="", flush=True)
            if not shown and process.stderr is not None:
                lines += process.stderr.readlines()
        return process.returncode, "".join(lines)

    def _settings(self) -> list[str]:
        files = [self.folder / "envs" / f"{self.name}.tfvars", self.own]
        return ["-input=false", *(f"-var-file={file}" for file in files if file.is_file())]

    def _refused(self, command: str, said: str) -> Refused:
        remedy = _remedy(said)
        return Refused(f"terraform {command} failed: {remedy or 'its own message stands above'}")


def _program() -> str:
    program = shutil.which("terraform")
    if program is None:
        raise Refused(f"terraform is not installed: {INSTALL} (1.11 or newer)")
    return program


def _environment(secret: Secret) -> dict[str, str]:
    """The log-ins' key is written only when its version changes, so any will do where none is given."""
    given = {f"TF_VAR_{name}": value for name, value in secret.items()}
    return {"TF_VAR_secret_key": secrets.token_hex(32), "TF_IN_AUTOMATION": "1", **os.environ, **given}


def _remedy(said: str) -> str | None:
    if "Error acquiring the state lock" in said:
        held = _LOCKED.search(said)
        unlock = f"terraform -chdir=terraform force-unlock {held[1]}" if held else "terraform force-unlock ID"
        return f"somebody else is at work; wait for them. A lock that a crash left goes away with: {unlock}"
    if any(text in said for text in ("ExpiredToken", "expired", "InvalidClientTokenId", "No valid credential")):
        return "AWS refuses your credentials; log in again (aws sso login, aws configure)"
    if "AccessDenied" in said or "UnauthorizedOperation" in said:
        return "a permission is missing; docs/operations/infrastructure.md lists what an operator needs"
    return None
