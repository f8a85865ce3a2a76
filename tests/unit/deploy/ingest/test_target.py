"""What packages are built for: Lambda's Python and glibc, or this machine where AWS is."""

import sys

import pytest

from deploy.errors import Refused
from deploy.ingest.target import GLIBC, target


def test_lambdas_own_python_not_the_one_that_runs_here() -> None:
    found = target("arm64", environ={})
    assert (found.runtime, found.machine) == ("python3.13", "aarch64")


@pytest.mark.parametrize("python", GLIBC)
def test_wheels_that_need_no_newer_glibc_than_amazon_linux_2023_has(python: str) -> None:
    platforms = target("arm64", python, {}).platforms
    # DuckDB's wheel needs one of the first two.
    assert {"manylinux_2_28_aarch64", "manylinux_2_26_aarch64", "manylinux2014_aarch64"} <= set(platforms)
    assert platforms[0] == "manylinux_2_34_aarch64"


def test_the_other_architecture() -> None:
    assert all(platform.endswith("_x86_64") for platform in target("x86_64", environ={}).platforms)


@pytest.mark.parametrize(("architecture", "python"), [("arm64", "3.11"), ("arm64", "2.7"), ("sparc", "3.13")])
def test_what_lambda_does_not_offer(architecture: str, python: str) -> None:
    with pytest.raises(Refused, match=r"choose among 3\.12, 3\.13, 3\.14 \(--python\) and arm64, x86_64"):
        target(architecture, python, {})


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:4566", "http://localhost:4566/", "http://[::1]:4566"])
def test_the_local_aws_runs_functions_on_this_machine(endpoint: str) -> None:
    found = target("arm64", environ={"AWS_ENDPOINT_URL": endpoint})
    assert found.runtime == f"python{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.parametrize("endpoint", ["", "https://vpce-1.lambda.eu-west-1.vpce.amazonaws.com", "http://10.0.0.1:4566"])
def test_an_endpoint_elsewhere_is_lambda(endpoint: str) -> None:
    assert target("arm64", environ={"AWS_ENDPOINT_URL": endpoint}).machine == "aarch64"
