"""Terraform's code in a copy, a local AWS, and the operator's commands on both: `python -m deploy …`."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from local.aws import CREDENTIALS
from tests.e2e import switches
from tests.terraform.runner import mirrors

ROOT = Path(__file__).parents[2]
CODE = ROOT / "terraform"
NAME = "local"
"""The environment, as ENV=… names it."""
OPERATOR = "operator"
"""What the commands call themselves to AWS, so that their calls can be told from the tests' own."""
REGION, COPIES_REGION = "us-east-1", "us-west-2"
EVERY_S = 15.0
LIMIT_S = 900.0
LOCAL = {"access_key": "test", "secret_key": "test", "skip_credentials_validation": True,
         "skip_metadata_api_check": True, "s3_use_path_style": True}  # fmt: skip
BACKEND = {"use_path_style": True, "skip_credentials_validation": True, "skip_metadata_api_check": True}
# The provider looks at a distribution again only after half a minute; here it is there at once.
IMPATIENT = {"resource": {"aws_cloudfront_distribution": {"this": {"wait_for_deployment": False}}}}
DONE = re.compile(r"(Creation|Modifications|Destruction) complete after")
COUNTS = re.compile(r"complete! Resources: (?:(\d+) added, (\d+) changed, )?(\d+) destroyed")


@dataclass(frozen=True)
class Counts:
    """What an apply or a destroy did."""

    added: int
    changed: int
    destroyed: int


class Stack:
    """A copy of the code in `folder`, and what Terraform makes of it at `endpoint`; `say` tells how far it is."""

    def __init__(self, folder: Path, endpoint: str, say: Callable[[str], None]) -> None:
        self.code = folder / "terraform"
        self.endpoint = endpoint
        self.durations: dict[str, float] = {}
        self._say = say
        self._program = shutil.which("terraform") or "terraform"
        self._environment = _environment(folder, endpoint)
        shutil.copytree(CODE, self.code, ignore=shutil.ignore_patterns(".terraform", "*.backend.hcl", "*.tfstate*"))
        aliases: tuple[dict[str, str], ...] = ({}, {"alias": "global"}, {"alias": "copies"})
        _write(self.code / "local_override.tf.json", {"provider": {"aws": [{**LOCAL, **alias} for alias in aliases]}})
        _write(self.code / "backend_override.tf.json", {"terraform": {"backend": {"s3": BACKEND}}})
        _write(self.code / "modules/edge/local_override.tf.json", IMPATIENT)
        (self.code / f"envs/{NAME}.tfvars").write_text("# All is in local.auto.tfvars.json.\n")
        self.set(**switches.variables())
        self.sign_with(switches.SECRET_KEY)

    def set(self, **variables: Any) -> None:
        """Give variables other values, from the next command on."""
        file = self.code / "local.auto.tfvars.json"
        known = json.loads(file.read_text()) if file.exists() else {}
        _write(file, {**known, **variables})

    def sign_with(self, secret_key: str) -> None:
        """Give another key for log-ins, from the next command on."""
        self._environment["TF_VAR_secret_key"] = secret_key

    def bootstrap(self, name: str = NAME, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [str(self.code / "bootstrap.sh"), name]
        environment = {**self._environment, **variables}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    def apply(self, name: str, *command: str) -> Counts:
        """A command that has to succeed and to apply a plan: what that did; nothing where all was as it should be."""
        output = self.operate(name, *command, "--yes")
        found = COUNTS.search(output)
        assert found or f"{NAME} is as its files say" in output, output[-2000:]
        counts = Counts(*(int(each or 0) for each in found.groups())) if found else Counts(0, 0, 0)
        self._say(f"{name}: {counts}")
        return counts

    def operate(self, name: str, *command: str) -> str:
        """What a command of the operator prints that has to succeed. `name` says what it is for."""
        self._say(f"{name} …")
        started = time.monotonic()
        code, output = self.deploy(*command)
        assert code == 0, f"deploy {' '.join(command)}:\n{output[-8000:]}"
        self.durations[name] = time.monotonic() - started
        self._say(f"{name}: {self.durations[name]:.0f} s")
        return output

    def deploy(self, *command: str) -> tuple[int, str]:
        """Exit code and output of `python -m deploy COMMAND --env local …`; while it runs, tells how much is done."""
        first, *options = command
        return self._follow([sys.executable, "-m", "deploy", first, "--env", NAME, *options], ROOT)

    def succeed(self, *command: str) -> str:
        """What Terraform prints; it has to succeed."""
        code, output = self._follow([self._program, *command, "-no-color"], self.code)
        assert code == 0, f"terraform {' '.join(command)}:\n{output[-8000:]}"
        return output

    def liveinsight(self, *command: str) -> str:
        """What `liveinsight …` prints, on the installation's tables; it has to succeed."""
        program = str(Path(sys.executable).parent / "liveinsight")
        environment = {**os.environ, **self.account()}
        done = subprocess.run([program, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def account(self) -> dict[str, str]:
        """What programs besides Terraform and the operator's need to find the local AWS."""
        return {"AWS_ENDPOINT_URL": self.endpoint, **CREDENTIALS}

    def _follow(self, command: list[str], folder: Path) -> tuple[int, str]:
        lines: list[str] = []
        done = said = 0
        told = started = time.monotonic()
        with subprocess.Popen(
            command, cwd=folder, env=self._environment, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                done += bool(DONE.search(line))
                now = time.monotonic()
                if now - started > LIMIT_S:
                    process.kill()
                if now - told > EVERY_S and done > said:
                    self._say(f"  {done} resources after {now - started:.0f} s")
                    told, said = now, done
        return process.returncode, "".join(lines)

    def outputs(self) -> dict[str, Any]:
        return {name: found["value"] for name, found in json.loads(self.succeed("output", "-json")).items()}

    def resources(self) -> dict[str, dict[str, Any]]:
        """Address → what Terraform knows of it, of all that it manages."""
        shown = json.loads(self.succeed("show", "-json"))
        found: dict[str, dict[str, Any]] = {}
        modules = [shown.get("values", {}).get("root_module", {})]
        while modules:
            module = modules.pop()
            modules += module.get("child_modules", [])
            found |= {
                each["address"]: each["values"] for each in module.get("resources", []) if each["mode"] == "managed"
            }
        return found

    def client(self, service: str, region: str = REGION) -> Any:
        return boto3.client(
            service, region_name=region, endpoint_url=self.endpoint, aws_access_key_id="test",
            aws_secret_access_key="test",
        )  # fmt: skip


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=2))


def _environment(folder: Path, endpoint: str) -> dict[str, str]:
    """Without what an operator may have set for an account of their own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_", "TF_CLI_ARGS"))
    }
    mirror = next(mirrors(kept), None)
    if mirror and not Path(kept.get("TF_CLI_CONFIG_FILE", "")).is_file():
        config = folder / "terraform.rc"
        path = json.dumps(str(mirror))
        config.write_text(f"provider_installation {{\n  filesystem_mirror {{\n    path = {path}\n  }}\n}}\n")
        kept["TF_CLI_CONFIG_FILE"] = str(config)
    return kept | {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_SDK_UA_APP_ID": OPERATOR,
        **CREDENTIALS,
        "CHECKPOINT_DISABLE": "1",
        "LIVEINSIGHT_TERRAFORM": str(folder / "terraform"),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
    }
