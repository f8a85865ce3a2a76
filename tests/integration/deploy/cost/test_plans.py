"""The calculator on Terraform's own plans of all profiles, and the page that shows what it says."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.cost import page
from deploy.cost.assumptions import assumptions
from deploy.cost.command import profiles, scaled
from deploy.cost.estimate import SCALES, Estimate
from deploy.cost.page import Compared
from deploy.cost.plan import Plan
from deploy.cost.planned import Answer, asked, plans_of
from deploy.cost.tables import table
from deploy.errors import Refused
from deploy.terraform import Terraform
from tests.terraform import runner
from tests.terraform.conftest import terraform as terraform

GIVEN = assumptions()
PROFILES = [terraform.name for terraform in profiles()]
OWNED = {"nat_gateway_count": 1, "domain_name": "stats.shop.example", "hosted_zone_id": "Z0123456789ABCDEFGHIJ"}
WRONG = {"nat_gateway_count": 3, "owner": "${nobody} %{ if }"}
RENEW = "make cost-page (python -m deploy cost-page) writes its tables anew"


@pytest.fixture(scope="module")
def changed(terraform: runner.Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Terraform's code, with one installation whose owner has settings of his own, and one with a wrong one."""
    to = tmp_path_factory.mktemp("changed") / "terraform"
    shutil.copytree(terraform.code, to, ignore=shutil.ignore_patterns(".terraform"))
    for name, own in (("owned", OWNED), ("wrong", WRONG)):
        shutil.copy(to / "envs/standard.tfvars", to / f"envs/{name}.tfvars")
        (to / f"envs/{name}.own.tfvars.json").write_text(json.dumps(own))
    return to


@pytest.fixture(scope="module")
def answer(terraform: runner.Terraform, changed: Path) -> Iterator[Answer]:
    """What Terraform says about all profiles and those two; its code is left as it was."""
    before = {path: path.read_bytes() for path in changed.rglob("*") if path.is_file()}
    with pytest.MonkeyPatch.context() as patch:
        _find_provider(terraform, patch)
        yield asked([Terraform(name, changed) for name in (*PROFILES, "owned", "wrong")])
    assert {path: path.read_bytes() for path in changed.rglob("*") if path.is_file()} == before


@pytest.fixture(scope="module")
def compared(answer: Answer) -> Compared:
    """Every profile with its estimates."""
    return [(plan, scaled(plan, SCALES[0], GIVEN)) for plan in map(answer.plan, PROFILES)]


@pytest.fixture(scope="module")
def plans(compared: Compared) -> dict[str, Plan]:
    return {plan.name: plan for plan, _ in compared}


@pytest.fixture(scope="module")
def estimates(compared: Compared) -> dict[str, list[Estimate]]:
    return {plan.name: list(found) for plan, found in compared}


def _find_provider(terraform: runner.Terraform, patch: pytest.MonkeyPatch) -> None:
    patch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    if config := terraform.environment.get("TF_CLI_CONFIG_FILE"):
        patch.setenv("TF_CLI_CONFIG_FILE", config)


def test_no_resource_is_forgotten(plans: dict[str, Plan]) -> None:
    """Whoever adds one says in deploy/cost/resources.toml what it costs."""
    assert {name: dict(plan.unknown()) for name, plan in plans.items() if plan.unknown()} == {}


def test_the_list_has_nothing_that_no_plan_has(plans: dict[str, Plan]) -> None:
    """But for what only switches bring that no profile sets."""
    listed = set(table("resources")["priced"]) | set(table("resources")["free"])
    present = {kind for plan in plans.values() for kind in plan.types}
    assert listed - present == {
        "aws_ecs_cluster_capacity_providers",
        "aws_s3_bucket_replication_configuration",
        "aws_wafv2_web_acl_association",
    }


def test_what_is_priced_in_production_is_in_its_bill(
    plans: dict[str, Plan], estimates: dict[str, list[Estimate]]
) -> None:
    priced = set(table("resources")["priced"])
    assert (plans["production"].types.keys() & priced) <= plans["production"].asked
    parts = {line.part for line in estimates["production"][0].lines}
    assert parts == {
        *("API Gateway", "Lambda", "Logs of the functions", "DynamoDB", "S3: archive", "KMS"),
        *("Fargate", "Load balancer", "Images and logs", "NAT gateways", "Flow logs"),
        *("Alarms", "CloudWatch dashboards", "Metrics", "X-Ray"),
        *("CloudFront", "Route 53", "WAF", "GuardDuty"),
        *("Point-in-time recovery", "AWS Backup", "Tests of restores"),
    }


def test_what_is_counted_is_what_is_planned(plans: dict[str, Plan], estimates: dict[str, list[Estimate]]) -> None:
    arithmetic = {f"{line.part}, {line.what}": line.arithmetic for line in estimates["production"][0].lines}
    assert arithmetic["NAT gateways, gateways"] == "2 gateways × 730 hours × $0.045"
    assert arithmetic["Fargate, CPU"] == "2 tasks × 730 hours × 1 vCPU × $0.03238"
    assert "Load balancer, public addresses" not in arithmetic
    alarms = plans["production"].count("aws_cloudwatch_metric_alarm")
    assert alarms > 30
    assert f"Alarms, {alarms} alarms" in arithmetic
    assert "Fargate, public addresses" not in arithmetic


def test_cheaper_profiles_are_cheaper(estimates: dict[str, list[Estimate]]) -> None:
    assert list(estimates) == ["production", "standard", "lean", "development"]
    production, standard, lean = ([found.total for found in estimates[name]] for name in list(estimates)[:3])
    assert all(dear > cheap for dear, cheap in zip(production, standard, strict=True))
    assert lean[0] <= standard[0]


def test_goals_are_reached(estimates: dict[str, list[Estimate]]) -> None:
    """After what AWS gives every account each month for ever."""
    goals = {name: said["goal"] for name, said in table("profiles").items() if "goal" in said}
    assert goals.keys() == {"standard", "lean"}
    for name, goal in goals.items():
        (found,) = (each for each in estimates[name] if each.events == goal["events"])
        assert found.total - found.allowances <= goal["usd"]


def test_every_scale_is_dearer_than_the_one_before(estimates: dict[str, list[Estimate]]) -> None:
    for found in estimates.values():
        assert [estimate.events for estimate in found] == list(SCALES)
        assert found[0].total < found[1].total < found[2].total


def test_the_page_is_true(compared: Compared) -> None:
    text = page.PAGE.read_text()
    assert page.filled(text, page.planned(compared, GIVEN)) == text, RENEW


def test_an_owner_s_own_settings_count(answer: Answer) -> None:
    plan = answer.plan("owned")
    assert (plan.count("aws_nat_gateway"), plan.count("aws_route53_zone")) == (1, 0)
    assert plan.count("aws_route53_record") > 0
    assert answer.plan("standard").count("aws_nat_gateway") == 0


def test_settings_that_cannot_be_are_refused_in_terraform_s_words(answer: Answer) -> None:
    with pytest.raises(Refused, match=r"there is no plan of wrong: [^;]*Give 0, 1 or 2"):
        answer.plan("wrong")


def test_without_a_provider_it_says_what_is_missing(
    changed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "empty.rc"
    (tmp_path / "mirror").mkdir()
    config.write_text(f'provider_installation {{\n  filesystem_mirror {{ path = "{tmp_path}/mirror" }}\n}}\n')
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(config))
    with pytest.raises(Refused, match=r"no provider for AWS: .*hashicorp/aws"):
        plans_of([Terraform("lean", changed)])
