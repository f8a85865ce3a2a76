"""Terraform as tests run it: on a copy of the code, offline if this machine has the provider, with results as data."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CODE = Path(__file__).parents[2] / "terraform"
PROVIDER = "registry.terraform.io/hashicorp/aws"


@dataclass
class Run:
    """A `run` block: how it ended, what Terraform complained about, and the plan in Terraform's JSON."""

    status: str = "missing"
    complaints: list[str] = field(default_factory=list)
    plan: dict[str, Any] = field(default_factory=dict)

    @property
    def resources(self) -> set[str]:
        """Addresses of everything that would be made, such as `module.web.aws_lb.this`."""
        return {found["address"] for found in self.plan["resource_changes"] if "create" in found["change"]["actions"]}

    def planned(self, address: str) -> dict[str, Any]:
        """What is known of a resource or of data before it is made."""
        (found,) = (found for found in self.plan["resource_changes"] if found["address"] == address)
        after: dict[str, Any] = found["change"]["after"]
        return after

    def output(self, name: str) -> Any:
        """What is known of an output before anything is made."""
        return self.plan["output_changes"][name]["after"]


class Terraform:
    """Runs commands in a copy of the code, which `prepare` has made ready."""

    def __init__(self, binary: str, folder: Path) -> None:
        self.code = folder / "code"
        self._binary = binary
        self.environment = _environment(folder)

    def prepare(self) -> "subprocess.CompletedProcess[str]":
        """Copy the code and find the provider; no state is kept anywhere."""
        shutil.copytree(CODE, self.code, ignore=shutil.ignore_patterns(".terraform", "*.tfstate*"))
        return self._initialise()

    def _initialise(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.run("init", "-backend=false", "-input=false", "-lockfile=readonly", "-no-color", *arguments)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [self._binary, *arguments]
        return subprocess.run(
            command, cwd=self.code, env=self.environment, capture_output=True, text=True, timeout=900, check=False
        )

    def test(self, folder: str, *arguments: str, plans: bool = False) -> dict[str, Run]:
        """`terraform test` of the files in a folder: name of the run → how it went.

        Plans come with the whole schema of the provider, which costs about as much time as all the rest.
        """
        directory = f"-test-directory={folder}"
        done = self._initialise(directory)
        assert done.returncode == 0, done.stderr
        done = self.run("test", "-json", *(["-verbose"] if plans else []), directory, *arguments)
        return _runs(map(json.loads, done.stdout.splitlines()))


def _runs(messages: Iterable[dict[str, Any]]) -> dict[str, Run]:
    runs: dict[str, Run] = {}
    for message in messages:
        run = runs.setdefault(message.get("@testrun", ""), Run())
        if message["type"] == "test_run":
            run.status = message["test_run"].get("status", run.status)
        elif message["type"] == "test_plan":
            run.plan = message["test_plan"]
        elif message["type"] == "diagnostic":
            run.complaints.append(_said(message["diagnostic"]))
    whole = runs.pop("", Run())
    assert runs, f"no run at all: {whole.complaints}"
    return runs


def _said(diagnostic: dict[str, Any]) -> str:
    return f"{diagnostic['summary']}: {diagnostic.get('detail', '')}"


def _environment(folder: Path) -> dict[str, str]:
    """That of this process, without what would make Terraform talk to AWS or read an operator's files."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_", "TF_CLI_ARGS"))
    }
    kept["CHECKPOINT_DISABLE"] = "1"
    given = kept.get("TF_CLI_CONFIG_FILE")
    if given and not Path(given).is_file():
        del kept["TF_CLI_CONFIG_FILE"]
    if "TF_CLI_CONFIG_FILE" not in kept and (mirror := next(mirrors(kept), None)):
        config = folder / "terraform.rc"
        config.write_text(
            f"provider_installation {{\n  filesystem_mirror {{\n    path = {json.dumps(str(mirror))}\n  }}\n}}\n"
        )
        kept["TF_CLI_CONFIG_FILE"] = str(config)
    return kept


def mirrors(environment: dict[str, str]) -> Iterator[Path]:
    """Folders of this machine that hold the provider as a mirror or a plugin cache does."""
    cache = environment.get("TF_PLUGIN_CACHE_DIR")
    usual = (
        *([Path(cache)] if cache else []),
        Path.home() / ".terraform.d/plugins",
        Path.home() / ".terraform.d/plugin-cache",
        Path("/usr/local/share/terraform/plugins"),
        Path("/usr/share/terraform/plugins"),
        *sorted(Path("/opt").glob("*")),
    )
    return (folder for folder in usual if (folder / PROVIDER).is_dir())
