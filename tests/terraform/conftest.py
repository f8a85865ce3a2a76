"""Terraform, ready to run; tests that need it are skipped where it is not installed."""

import os
import shutil

import pytest

from tests.terraform.runner import Terraform

MISSING = "Terraform is not installed: see https://developer.hashicorp.com/terraform/install (1.11 or newer)"


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Terraform:
    """Terraform in a copy of the code, with its providers."""
    binary = shutil.which("terraform")
    if binary is None:
        pytest.skip(MISSING)
    made = Terraform(binary, tmp_path_factory.mktemp("terraform"))
    done = made.prepare()
    if done.returncode and "Failed to query available provider packages" in done.stderr and not os.environ.get("CI"):
        pytest.skip("neither the registry nor a mirror on this machine has the AWS provider")
    assert done.returncode == 0, done.stderr
    return made
