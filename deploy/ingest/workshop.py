"""A copy of `collector/` in which a version is made: its stage from Terraform's outputs, its packages for Lambda.

The repository's own files stay as they are; the copy, which holds a secret, is gone when the work is done.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.environment import Environment
from deploy.errors import Refused
from deploy.ingest.target import Target
from deploy.terraform import ROOT

COLLECTOR = ROOT / "collector"
API = "api_handler"
"""Chalice's name for the function that answers requests; ours is `collector`."""
# Lambda sets these itself, and refuses to be told.
_RESERVED = ("AWS_REGION", "AWS_DEFAULT_REGION")
# Written anew by every installation, with paths of this machine in it, and read by nobody at run time.
_LEFT_OUT = ("bin", "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "**/__pycache__")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed", "vendor")


@contextmanager
def workshop(aws: Environment, target: Target, secret: str) -> Iterator[Path]:
    """The copy, with everything in it that a version is made of."""
    with tempfile.TemporaryDirectory(prefix="collector-") as folder:
        copy = Path(folder) / "collector"
        shutil.copytree(COLLECTOR, copy, ignore=_NOT_COPIED)
        write_stage(copy, aws, secret)
        vendor(copy, target)
        yield copy


def stage_of(aws: Environment) -> str:
    """Chalice's stage; functions are called liveinsight-<stage>."""
    return str(aws.output("collector")["stage"])


def write_stage(copy: Path, aws: Environment, secret: str) -> None:
    """Put the environment's stage into the copy's configuration, and take the others out of it."""
    file = copy / ".chalice/config.json"
    config = json.loads(file.read_text())
    config["stages"] = {stage_of(aws): stage(aws, config["stages"]["local"], secret)}
    file.write_text(json.dumps(config, indent=2))


def stage(aws: Environment, base: Mapping[str, Any], secret: str) -> dict[str, Any]:
    """The stage in Chalice's words; `base` is what is the same everywhere.

    How long logs are kept is not in it: Terraform makes the log groups, encrypted, before any function writes into one.
    """
    told = aws.output("collector")
    functions = {name: dict(own) for name, own in base["lambda_functions"].items()}
    functions.setdefault(API, {})["lambda_memory_size"] = told["memory"]
    for name, role in told["roles"].items():
        functions.setdefault(API if name == "collector" else name, {})["iam_role_arn"] = role
    return {
        **base,
        "api_gateway_endpoint_type": told["endpoint_type"],
        "lambda_architecture": told["architecture"],
        "lambda_functions": functions,
        "manage_iam_role": False,
        "xray": told["x_ray"],
        "environment_variables": variables(aws, secret),
    }


def variables(aws: Environment, secret: str) -> dict[str, str]:
    """Settings of the functions. Behind CloudFront they know it by the secret."""
    found = {name: value for name, value in aws.output("collector")["environment"].items() if name not in _RESERVED}
    if aws.output("distribution_id"):
        found["LIVEINSIGHT_PROXY_SECRET"] = secret
    return found


def vendor(copy: Path, target: Target) -> None:
    """Put `liveinsight` and the locked packages into the copy's `vendor`, built for where they will run.

    Chalice itself would look for wheels that suit the Python which runs it, and leave out what it does not find; so it
    is given none to look for. Raises Refused when a package has no wheel for the target.
    """
    folder = copy / "vendor"
    shutil.copytree(ROOT / "liveinsight", folder / "liveinsight", ignore=_NOT_COPIED)
    requirements = copy / "requirements.txt"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
         "--no-compile", "--only-binary=:all:", "--implementation=cp", f"--python-version={target.python}",
         *(f"--platform={name}" for name in target.platforms), f"--target={folder}", f"--requirement={requirements}"],
        text=True, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Refused(
            f"the collector's packages cannot be had for Python {target.python} on {target.machine} "
            f"(collector/requirements.txt): {_last_error(done.stderr)}"
        )
    for pattern in _LEFT_OUT:
        for path in sorted(folder.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    requirements.write_text("")


def _last_error(said: str) -> str:
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")]
    return (errors or said.splitlines() or ["pip said nothing"])[-1]
