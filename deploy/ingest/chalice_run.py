"""`chalice deploy` and `chalice delete` in the copy, for Lambda's Python rather than this one.

Run as a program of its own (`python -m deploy.ingest.chalice_run RUNTIME deploy --stage …`) this is Chalice's command
line: Chalice takes the Python that it runs on for the functions' own, and has no setting for it.
"""

import json
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

from deploy.console import say
from deploy.errors import Refused
from deploy.ingest.target import Target
from deploy.terraform import ROOT

CONNECTION_S = 120
"""How long sending the zip may take without an answer: Chalice's own minute is short for a slow line."""


def deploy(copy: Path, stage: str, region: str, target: Target, resources: list[dict[str, Any]], secret: str) -> None:
    """Make or change what the copy describes; `resources` is what was there. Raises Refused when Chalice fails."""
    write_resources(copy, stage, resources)
    options = ("--connection-timeout", str(CONNECTION_S), "--no-autogen-policy")
    _run(copy, region, target.runtime, ("deploy", "--stage", stage, *options), secret)


def delete(copy: Path, stage: str, region: str, target: Target, resources: list[dict[str, Any]]) -> None:
    """Take down these resources. Raises Refused when Chalice fails."""
    write_resources(copy, stage, resources)
    _run(copy, region, target.runtime, ("delete", "--stage", stage), "")


def resources_of(copy: Path, stage: str) -> list[dict[str, Any]]:
    """What Chalice says that it has made."""
    found: list[dict[str, Any]] = json.loads(_deployed(copy, stage).read_text())["resources"]
    return found


def write_resources(copy: Path, stage: str, resources: list[dict[str, Any]]) -> None:
    """Tell Chalice what is there."""
    file = _deployed(copy, stage)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"resources": resources, "schema_version": "2.0", "backend": "api"}))


def _deployed(copy: Path, stage: str) -> Path:
    return copy / ".chalice/deployed" / f"{stage}.json"


def _run(copy: Path, region: str, runtime: str, command: tuple[str, ...], secret: str) -> None:
    environment = {
        **os.environ, "AWS_DEFAULT_REGION": region, "PYTHONPATH": str(ROOT),
        # Compiled files beside the sources would be another package, made and sent unchecked.
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.ingest.chalice_run", runtime, *command], cwd=copy, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.replace(secret, "…") if secret else line)
            if not line.startswith((" ", "Traceback")):
                say(f"  {lines[-1].rstrip()}")
    if process.returncode:
        raise Refused(f"chalice {command[0]} failed: {_reason(lines)}")


def _reason(lines: list[str]) -> str:
    """Chalice ends with a traceback; what went wrong stands behind its last exception's name, on one line or more."""
    said = "".join(lines).strip()
    for marker in ("received the following error:", "Error: ", "Exception: "):
        if marker in said:
            said = said.rpartition(marker)[2]
            break
    return " ".join(said.split())[-1000:] or "it said nothing"


def main() -> int:
    from chalice.cli import main as chalice
    from chalice.config import Config

    runtime = sys.argv.pop(1)
    sys.argv[0] = "chalice"
    # It would warn that this Python is not the functions' own, which is what is wanted.
    warnings.simplefilter("ignore")
    Config.lambda_python_version = property(lambda _self: runtime)  # type: ignore[assignment, method-assign]
    return chalice() or 0


if __name__ == "__main__":
    sys.exit(main())
