"""Form, validity, the tests beside the code, and what the code says about Chalice."""

import json
import re
from pathlib import Path

import pytest

from liveinsight.ingest.sender import PROVING_HEADER
from tests.terraform.runner import CODE, Run, Terraform

CHALICE = json.loads((CODE.parent / "collector/.chalice/config.json").read_text())
MODULES = sorted(folder.name for folder in (CODE / "modules").iterdir())


@pytest.fixture(scope="module")
def runs(terraform: Terraform) -> dict[str, Run]:
    """Every test of a module by itself."""
    return terraform.test("tests/modules")


def test_its_form(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-recursive", "-diff", "-no-color")
    assert done.returncode == 0, done.stdout


def test_it_is_valid(terraform: Terraform) -> None:
    done = terraform.run("validate", "-json")
    assert json.loads(done.stdout)["diagnostics"] == []


def test_the_modules_do_what_their_tests_say(runs: dict[str, Run]) -> None:
    assert {name: run.complaints for name, run in runs.items() if run.status != "pass"} == {}


def test_every_module_has_tests() -> None:
    """By itself, with `module { source = … }`."""
    tests = "".join(path.read_text() for path in (CODE / "tests/modules").glob("*.tftest.hcl"))
    tested = set(re.findall(r'source = "\./modules/(\w+)"', tests))
    assert tested == set(MODULES)


@pytest.mark.parametrize("folder", [CODE, *(CODE / "modules" / name for name in MODULES)], ids=lambda path: path.name)
def test_variables_and_outputs_are_described(folder: Path) -> None:
    blocks = re.findall(r'^(variable|output) "(\w+)" \{\n(.*?)^\}', _text(folder), re.DOTALL | re.MULTILINE)
    assert blocks
    assert [name for _, name, body in blocks if not re.search(r"^  description += \S", body, re.MULTILINE)] == []
    assert [
        name for kind, name, body in blocks if kind == "variable" and not re.search(r"^  type += ", body, re.MULTILINE)
    ] == []


def test_every_variable_of_the_specification_is_there() -> None:
    names = set(re.findall(r'^variable "(\w+)"', _text(CODE), re.MULTILINE))
    assert names >= {
        *("aws_region", "environment", "project_name", "cache_enabled", "monitoring_level", "x_ray_tracing"),
        *("auto_scaling_enabled", "billing_mode", "ecs_desired_count", "nat_gateway_count", "log_retention_days"),
        *("xray_sampling_rate", "domain_name"),
    }


def test_names_are_those_that_chalice_gives() -> None:
    """Alarms, roles and log groups are about things that `chalice deploy` makes."""
    main = (CODE / "main.tf").read_text()
    stages = {stage["api_gateway_stage"] for stage in CHALICE["stages"].values()}
    (found,) = re.findall(r'api += \{ name = "([^"]+)", stage = "([^"]+)" \}', main)
    assert found == (CHALICE["app_name"], *stages)


def test_time_outs_are_those_that_chalice_gives() -> None:
    """The alarms about duration are a share of them."""
    (listed,) = re.findall(r"timeouts = \{ (.*) \}", (CODE / "main.tf").read_text())
    told = {name: int(value) for name, value in re.findall(r"(\w+) = (\d+)", listed)}
    for stage in CHALICE["stages"].values():
        functions = {
            name: chosen["lambda_timeout"] * 1000
            for name, chosen in stage["lambda_functions"].items()
            if "lambda_timeout" in chosen
        }
        assert told == {"collector": CHALICE["lambda_timeout"] * 1000, **functions}


def test_the_header_of_the_proxy_is_the_one_that_the_collector_reads() -> None:
    (found,) = re.findall(r'proxy_header = "([^"]+)"', (CODE / "main.tf").read_text())
    assert found.lower() == PROVING_HEADER


def test_no_check_is_skipped_without_a_reason() -> None:
    skips = re.findall(r"#\s*checkov:skip=(\w+)(?::(.*))?$", "".join(map(_text, _folders())), re.MULTILINE)
    assert skips
    assert [check for check, reason in skips if len(reason.split()) < 2] == []


def _folders() -> list[Path]:
    return [CODE, *(CODE / "modules" / name for name in MODULES)]


def _text(folder: Path) -> str:
    return "".join(path.read_text() for path in sorted(folder.glob("*.tf")))
