"""What the commands of deploy/ learn of an environment's files, from the real Terraform, before anything is made."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deploy import terraform as deployed_by
from deploy.errors import Refused
from deploy.variables import Chosen, chosen
from tests.terraform.runner import CODE

pytestmark = pytest.mark.usefixtures("terraform")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    shutil.copy(CODE / "variables.tf", tmp_path)
    shutil.copytree(CODE / "envs", tmp_path / "envs", ignore=shutil.ignore_patterns("*.own.tfvars.json"))
    return tmp_path


def _chosen(code: Path, name: str, **own: Any) -> Chosen:
    if own:
        (code / f"envs/{name}.own.tfvars.json").write_text(json.dumps(own))
    return chosen(deployed_by.Terraform(name, code))


def test_defaults_files_and_own_settings_count_as_in_a_plan(code: Path) -> None:
    assert _chosen(code, "production") == Chosen("LiveInsight", "us-east-1", "", "production", protected=True)
    assert _chosen(code, "development") == Chosen("LiveInsight", "us-east-1", "", "development", protected=False)
    own = {"project_name": "Other", "aws_region": "eu-central-1", "collector_stage": "second"}
    assert _chosen(code, "development", **own) == Chosen("Other", "eu-central-1", "", "second", protected=False)


def test_what_is_needed_to_take_production_down(code: Path) -> None:
    found = _chosen(code, "production", environment="development", collector_stage="production")
    assert (found.protected, found.stage) == (False, "production")


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"domain_name": "stats.example.com"}, "A domain needs a zone: give hosted_zone_id"),
        ({"domain_name": "https://x", "create_hosted_zone": True}, "Give a domain in lower case, such as"),
        ({"nat_gateway_count": 7}, "Give 0, 1 or 2: there are two zones"),
    ],
)
def test_what_is_not_valid_is_told_in_one_line(code: Path, own: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        _chosen(code, "development", **own)
    assert str(refused.value).startswith(f"the settings of development are not valid: {said}")
    assert "\n" not in str(refused.value)
