"""A program called `terraform` that changes nothing and writes down what it was told, where there is no real one.

It reads the environment's own settings as the real one does, and answers with the outputs and the plan that a test has
put beside it.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

DEFAULTS = {"project_name": "LiveInsight", "aws_region": "us-east-1", "domain_name": "", "stage": "development",
            "protected": False}  # fmt: skip
BOOTSTRAP = """#!/bin/sh
printf 'bucket = "%s"\\nkey = "%s/terraform.tfstate"\\nregion = "%s"\\n' \
  "$PROJECT_NAME-state" "$1" "$AWS_REGION" > "$(dirname "$0")/envs/$1.backend.hcl"
"""


@dataclass(frozen=True)
class Program:
    """The program's folder of code, and what a test says and learns."""

    code: Path

    def says(self, **answers: Any) -> None:
        """From now on: `outputs`, `changes` (whether a plan finds any), `fails` (a command and what it says then)."""
        file = self.code / "answers.json"
        known = json.loads(file.read_text()) if file.exists() else {}
        file.write_text(json.dumps({**known, **answers}))

    @property
    def calls(self) -> list[dict[str, Any]]:
        """`command`, `arguments`, `variables` (those given as TF_VAR_…) of every call so far."""
        file = self.code / "calls.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def commands(self) -> list[str]:
        """What was called, but for questions."""
        return [call["command"] for call in self.calls if call["command"] not in ("console", "output", "init")]


def install(folder: Path, patch: "pytest.MonkeyPatch") -> Program:
    """Put the program first on the path, with a folder of code for it to work on."""
    code = folder / "terraform"
    (code / "envs").mkdir(parents=True)
    (code / "envs/development.tfvars").write_text('environment = "development"\n')
    (code / "variables.tf").write_text("# The program knows them.\n")
    _executable(code / "bootstrap.sh", BOOTSTRAP)
    (folder / "bin").mkdir()
    _executable(folder / "bin/terraform", f'#!/bin/sh\nexec "{sys.executable}" -I "{__file__}" "$@"\n')
    patch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    patch.setenv("LIVEINSIGHT_TERRAFORM", str(code))
    program = Program(code)
    program.says(outputs={}, changes=True, fails={})
    return program


def _executable(file: Path, text: str) -> None:
    file.write_text(text)
    file.chmod(0o755)


def main() -> int:
    code, (command, *arguments) = Path(os.environ["LIVEINSIGHT_TERRAFORM"]), sys.argv[1:]
    given = {name.removeprefix("TF_VAR_"): value for name, value in os.environ.items() if name.startswith("TF_VAR_")}
    with (code / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps({"command": command, "arguments": arguments, "variables": given}) + "\n")
    answers = json.loads((code / "answers.json").read_text())
    if command in answers["fails"]:
        print(answers["fails"][command])
        return 1
    if command == "console":
        print(json.dumps(json.dumps(_settings(arguments))))
    elif command == "output":
        print(json.dumps({name: {"value": value} for name, value in answers["outputs"].items()}))
    elif command == "plan":
        print("Plan: shown here")
        (file,) = (argument.partition("=")[2] for argument in arguments if argument.startswith("-out="))
        Path(file).write_text("planned")
        return 2 if answers["changes"] else 0
    return 0


def _settings(arguments: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(DEFAULTS)
    for file in (argument.partition("=")[2] for argument in arguments if argument.endswith(".json")):
        chosen = json.loads(Path(file).read_text())
        if chosen.get("environment") == "production":
            found |= {"protected": True, "stage": "production"}
        found |= {name: value for name, value in chosen.items() if name in found}
    if "://" in found["domain_name"]:
        print("Error: Invalid value for variable\nGive a domain in lower case")
    return found


if __name__ == "__main__":
    sys.exit(main())
