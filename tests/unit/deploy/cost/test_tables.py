"""Prices, assumptions and lists of resources: complete, sourced, and true to the code they speak of."""

import ast
import json
import re
from pathlib import Path

import pytest

from deploy.cost.assumptions import assumptions
from deploy.cost.compared import published
from deploy.cost.prices import date, prices, region
from deploy.cost.tables import HERE, table
from deploy.errors import Refused
from liveinsight.settings import Settings
from tests.unit.deploy.cost.plans import plan

ROOT = Path(__file__).parents[4]
GIVEN = assumptions()


def test_prices_are_dated_and_name_their_page() -> None:
    assert region() == "us-east-1"
    assert re.fullmatch(r"20\d\d-\d\d", date())
    for price in prices().values():
        assert min(price.usd, price.per) > 0, price.name
        assert price.unit, price.name
        assert price.page.startswith("aws.amazon.com/"), price.name
        assert price.free >= 0, price.name


def test_every_price_is_used_and_every_used_one_is_there() -> None:
    """Lines name their price, or the beginning of two (of tasks)."""
    named = set()
    for module in (HERE / "parts").glob("*.py"):
        texts = {node.value for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Constant)}
        named |= {str(text) for text in texts}
    named |= {f"{kind}_{what}" for kind in ("fargate", "fargate_spot") for what in ("cpu", "memory")}
    assert set(prices()) - named == set()


def test_assumptions_say_where_they_are_from() -> None:
    for found in GIVEN.all():
        assert found.kind in ("measured", "code", "assumed"), found.name
        assert len(found.source) > 10, found.name
        assert found.unit, found.name
        assert found.value >= 0, found.name


def test_documents_that_assumptions_name_are_there() -> None:
    for found in GIVEN.all():
        for file in re.findall(r"(?:docs|tests|liveinsight|collector|dashboard)/[\w./]+\.\w+", found.source):
            assert (ROOT / file).is_file(), f"{found.name}: {file}"


def test_every_assumption_is_used() -> None:
    code = "".join(module.read_text() for module in HERE.rglob("*.py"))
    assert [name for name in GIVEN if f'"{name}"' not in code] == []


def test_assumptions_about_the_code_are_true() -> None:
    config = json.loads((ROOT / "collector/.chalice/config.json").read_text())
    archive = next(stage["lambda_functions"]["archive"] for stage in config["stages"].values())
    schedules = re.findall(r"Rate\((\d+), unit=Rate\.(\w+)\)\)\ndef (\w+)", (ROOT / "collector/app.py").read_text())
    hours = {name: (60 if unit == "MINUTES" else 1) / int(number) for number, unit, name in schedules}
    settings = Settings()
    assert {found.name: found.value for found in GIVEN.all() if found.kind == "code"} == {
        "collector_mb": config["lambda_memory_size"],
        "archive_mb": archive["lambda_memory_size"],
        "rollup_runs_an_hour": hours["rollup"],
        "archive_runs_an_hour": hours["archive"],
        "event_days": settings.event_retention_days,
        "live_polls": 1000 / settings.live_poll_ms,
        # tests/integration/deploy/cost/test_measured.py counts them.
        "own_metrics": GIVEN["own_metrics"],
    }


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("events_per_beacon", "has no value"),
        ("beacon=2", "nothing is assumed about 'beacon'; .*events_per_beacon"),
        ("sites=many", "no number"),
        ("sites=-1", "no number"),
        ("sites=nan", "no number"),
        ("sites=inf", "no number"),
        ("events_per_beacon=0", "no number"),
    ],
)
def test_an_assumption_that_cannot_be_is_refused(said: str, complaint: str) -> None:
    with pytest.raises(Refused, match=complaint):
        GIVEN.but([said])


def test_an_assumption_that_is_changed_says_so() -> None:
    changed = GIVEN.but(["sites=10", "live_hours=0"])
    assert (changed["sites"], changed["live_hours"], GIVEN["sites"]) == (10, 0, 3)
    (sites,) = (found for found in changed.all() if found.name == "sites")
    assert sites.source == "given with --assume"


def test_a_type_is_priced_or_free_not_both() -> None:
    known = table("resources")
    assert known["priced"].keys() & known["free"].keys() == set()
    assert all((known["priced"] | known["free"]).values())


def test_lines_ask_for_exactly_the_types_that_are_called_priced() -> None:
    asked = set()
    for module in (HERE / "parts").glob("*.py"):
        asked |= set(re.findall(r'"(aws_\w+)"', module.read_text()))
    assert asked == table("resources")["priced"].keys()


def test_a_type_that_nobody_knows_is_named() -> None:
    made = plan(aws_lb__this={}, aws_lb__that={}, aws_rds_cluster__a={}, aws_rds_cluster__b={}, aws_vpc__this={})
    assert made.unknown() == {"aws_rds_cluster": 2}


def test_an_endpoint_that_is_paid_by_the_hour_is_named() -> None:
    made = plan(
        aws_vpc_endpoint__a={"vpc_endpoint_type": "Gateway"}, aws_vpc_endpoint__b={"vpc_endpoint_type": "Interface"}
    )
    assert made.unknown() == {"aws_vpc_endpoint (not a gateway)": 1}


def test_every_environment_is_described() -> None:
    environments = {path.name.removesuffix(".tfvars") for path in (ROOT / "terraform/envs").glob("*.tfvars")}
    described = table("profiles")
    assert described.keys() == environments
    for about in described.values():
        assert about["for"]
        assert about["gives_up"]


def test_what_others_say_is_as_published() -> None:
    prices_of = {found.who: found.prices for found in published()}
    assert prices_of["the user's own estimate, all phases"] == {1_000_000: 140.0}
    assert prices_of["serverless-website-analytics"] == {1_000_000: 14.64, 10_000_000: 128.74, 100_000_000: 1288.0}
    assert prices_of["AWS Clickstream"] == {26_280_000: 292.0}
