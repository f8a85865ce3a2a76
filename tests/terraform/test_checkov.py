"""checkov finds nothing in the plan of production that the code does not give a reason for.

It has an environment of its own (`make .venv-checkov/.installed`), for it brings a hundred packages that we do not use.
"""

import json
import subprocess
from pathlib import Path

import pytest

from tests.terraform.runner import CODE

CHECKOV = Path(__file__).parents[2] / ".venv-checkov/bin/checkov"


@pytest.mark.skipif(not CHECKOV.exists(), reason="checkov is not installed: make .venv-checkov/.installed")
def test_nothing_is_left_unanswered() -> None:
    variables = str(CODE / "envs/production.tfvars")
    command = [str(CHECKOV), "--directory", str(CODE), "--framework", "terraform", "--var-file", variables]
    done = subprocess.run([*command, "--output", "json"], capture_output=True, text=True, timeout=600, check=False)
    found = json.loads(done.stdout)
    assert found["summary"]["passed"] > 300
    assert [(check["check_id"], check["resource"]) for check in found["results"]["failed_checks"]] == []
    assert done.returncode == 0
