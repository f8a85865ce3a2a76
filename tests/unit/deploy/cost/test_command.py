"""The command: what it prints, and what it refuses. Plans are made up here."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from deploy.cost import command
from deploy.cost.command import cost, profiles
from deploy.cost.plan import Plan
from deploy.cost.planned import plans_of
from deploy.errors import Refused
from deploy.terraform import Terraform
from tests.unit.deploy.cost.plans import plan

Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command on made-up plans; what it printed. Raises what it raises."""

    def made(found: Sequence[Terraform]) -> list[Plan]:
        plans = []
        for terraform in found:
            one = plan(aws_nat_gateway__a={}, aws_dynamodb_table__a={"billing_mode": "PAY_PER_REQUEST"})
            one.name = terraform.name
            plans.append(one)
        return plans

    monkeypatch.setattr(command, "plans_of", made)
    app = typer.Typer()
    app.command()(cost)

    def invoked(*arguments: str) -> str:
        result = CliRunner().invoke(app, arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return invoked


def test_a_profile_is_shown_with_the_arithmetic_of_one_scale(run: Run) -> None:
    said = run("--profile", "production", "--events", "1000000").splitlines()
    assert said[0].startswith("LiveInsight, profile production: US dollars a month in us-east-1, prices of 2026-11")
    assert [line.split()[-3:] for line in said if line.startswith("events a month")] == [
        ["1,000,000", "10,000,000", "100,000,000"]
    ]
    assert [line.split()[-3:] for line in said if line.startswith("    API Gateway  ")] == [["3.54", "35.45", "354.50"]]
    assert "    API Gateway, beacons: 1,000,000 requests × $3.50 / 1,000,000 = $3.50" in said
    assert "    NAT gateways, gateways: 1 gateway × 730 hours × $0.045 = $32.85" in said
    assert any("events_per_beacon = 1 events (measured: docs/benchmarks.md" in line for line in said)
    assert "  the user's own estimate, all phases: 140.00 at 1,000,000" in said
    assert "  serverless-website-analytics: 128.74 at 10,000,000" in said
    assert (
        "production: as the user described it: everything of phases 1–9, survives the loss of a zone. Gives up:" in said
    )


def test_another_number_of_events_is_a_column_more(run: Run) -> None:
    said = run("--profile", "lean", "--events", "2500000")
    assert "1,000,000     2,500,000    10,000,000   100,000,000" in said
    assert "How 2,500,000 events come to" in said


def test_prices_that_are_not_confirmed_say_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tested = plan(aws_dynamodb_table__a={"billing_mode": "PAY_PER_REQUEST"}, aws_backup_restore_testing_selection__a={})
    monkeypatch.setattr(command, "plans_of", lambda _: [tested])
    said = run("--profile", "lean")
    assert "Tests of restores, tests: 4 tables × $1.50 = $6.00  (price not confirmed)" in said
    assert "Tests of restores, restored:" in said


def test_what_is_not_priced_is_told_first(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "plans_of", lambda _: [plan(aws_rds_cluster__a={})])
    assert "NOT IN THIS SUM: 1 × aws_rds_cluster" in run("--profile", "lean").splitlines()[1]
    assert json.loads(run("--profile", "lean", "--json"))["not_priced"] == {"aws_rds_cluster": 1}


def test_without_a_profile_all_are_compared(run: Run) -> None:
    said = run().splitlines()
    rows = [line.split()[0] for line in said if line.count(".") == 3 and "allowances" not in line and line[0] != " "]
    assert rows == ["production", "standard", "lean", "development"]
    assert len(json.loads(run("--json"))) == len(profiles())


def test_data_add_up(run: Run) -> None:
    found = json.loads(run("--profile", "lean", "--json", "--assume", "events_per_beacon=2"))
    assert found["assumptions"]["events_per_beacon"]["value"] == 2
    for estimate in found["estimates"]:
        assert sum(line["usd"] for line in estimate["lines"]) == pytest.approx(estimate["total"], abs=0.01)
        assert sum(estimate["phases"].values()) == pytest.approx(estimate["total"], abs=0.05)
    million = found["estimates"][0]
    (api,) = (line for line in million["lines"] if (line["part"], line["what"]) == ("API Gateway", "beacons"))
    assert api["usd"] == 1.75
    assert api["page"] == "aws.amazon.com/api-gateway/pricing"


def test_profiles_are_the_environments_dearest_first() -> None:
    assert [found.name for found in profiles()] == ["production", "standard", "lean", "development"]
    assert [found.name for found in profiles("prod")] == ["production"]


def test_an_unknown_profile_names_the_known_ones(run: Run) -> None:
    with pytest.raises(Refused, match="no profile 'cheap'; there are production, standard, lean, development"):
        run("--profile", "cheap")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--events", "-1"], "give --events"),
        (["--assume", "beacons=2"], "nothing is assumed about 'beacons'"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, arguments: list[str], complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        run("--profile", "lean", *arguments)


def test_without_terraform_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="terraform is not installed: https://"):
        plans_of(profiles("lean"))
