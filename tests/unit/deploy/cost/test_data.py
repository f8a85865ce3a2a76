"""Tables, archive and backups, worked out by hand."""

import re

import pytest

from deploy.cost.parts.backup import runs_a_month
from deploy.cost.plan import Plan
from deploy.cost.workload import DAYS
from tests.unit.deploy.cost.plans import at, of, plan

MILLION = 1_000_000
RECOVERY = {"point_in_time_recovery": [{"enabled": True}]}
ON_DEMAND = {"billing_mode": "PAY_PER_REQUEST", **RECOVERY}
EVENTS_GB = 1_000_000 * 35 / DAYS * 503 / 1e9
VISITS_GB = 1_000_000 / 6 * 12 * 750 / 1e9
LIVE_GB = 1_000_000 / 6 * 93 / (730 * 60) * 800 / 1e9
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/"


def test_writing_is_an_event_a_beacon_and_a_visit_and_what_the_jobs_write() -> None:
    bill = of(at(MILLION, plan(aws_dynamodb_table__a=ON_DEMAND)), "DynamoDB")
    runs = 730 * 12 + 730
    units = MILLION + MILLION + MILLION / 6 + runs * 2 + 730 * 12 * 3
    assert bill["writing"] == pytest.approx(units * 0.625 / MILLION)
    reads = MILLION * 0.15 + MILLION / 6 * 1.5 + runs * 4.5 + 730 * 12 * 3
    assert bill["reading"] == pytest.approx(reads * 0.125 / MILLION)


def test_tables_hold_days_of_events_and_a_year_of_visits() -> None:
    bill = of(at(MILLION, plan(aws_dynamodb_table__a=ON_DEMAND)), "DynamoDB")
    assert bill["storage"] == pytest.approx((EVENTS_GB + VISITS_GB + LIVE_GB + 0.01) * 0.25)


def test_a_watched_live_page_reads_all_live_sessions_but_no_more_than_a_tenth_of_the_time() -> None:
    """At 1M: 354 sessions of 800 bytes are 70 × 4 KB, 35 units, twice a second; at 100M the limit holds."""
    small = of(at(MILLION, plan(aws_dynamodb_table__a=ON_DEMAND)), "DynamoDB")
    assert small["live pages"] == pytest.approx(30 * 3600 * (1 + 2 * 35) * 0.125 / MILLION)
    large = of(at(100 * MILLION, plan(aws_dynamodb_table__a=ON_DEMAND)), "DynamoDB")
    assert large["live pages"] == pytest.approx(30 * 3600 * (1 + 430) * 0.125 / MILLION)


def test_provisioned_tables_cost_what_is_provisioned_or_the_mean_at_seventy_percent() -> None:
    table = {"billing_mode": "PROVISIONED", "write_capacity": 5, "read_capacity": 5, **RECOVERY}
    few = of(at(1000, plan(aws_dynamodb_table__a=table, aws_dynamodb_table__b=table)), "DynamoDB")
    assert few["write units"] == pytest.approx(10 * 730 * 0.00065)
    assert few["read units"] == pytest.approx(10 * 730 * 0.00013)
    many = of(at(100 * MILLION, plan(aws_dynamodb_table__a=table)), "DynamoDB")
    written = 100 * MILLION * (2 + 1 / 6) + 9490 * 2 + 8760 * 3
    assert many["write units"] == pytest.approx(written / (730 * 3600) / 0.7 * 730 * 0.00065)


def test_the_archive_is_kept_a_year_with_what_was_replaced() -> None:
    bill = of(at(MILLION, plan(module__data__aws_s3_bucket__archive={})), "S3: archive")
    assert bill["storage"] == pytest.approx(MILLION * 29 * 14 / 1e9 * 0.023)
    requests = 3 * (50 * DAYS + 5000)
    assert bill["writing and listing"] == pytest.approx(requests * 0.005 / 1000)


def backed_up(*arns: str | None, copy: bool = False) -> Plan:
    rules = [
        {
            "rule_name": name,
            "schedule": schedule,
            "lifecycle": [{"delete_after": days}],
            "copy_action": [{}] if copy else [],
        }
        for name, schedule, days in (("daily", "cron(0 3 * * ? *)", 35), ("monthly", "cron(0 4 1 * ? *)", 365))
    ]
    return plan(
        aws_dynamodb_table__a=ON_DEMAND,
        module__backup__aws_backup_plan__this={"rule": rules},
        module__backup__aws_backup_selection__tables={"resources": list(arns)},
    )


def test_every_backup_is_a_whole_copy() -> None:
    bill = at(MILLION, backed_up(None, None))
    gb = EVENTS_GB + VISITS_GB + LIVE_GB + 0.01
    assert of(bill, "AWS Backup") == pytest.approx({"daily": 35 * gb * 0.1, "monthly": 12 * gb * 0.1})
    assert of(bill, "Point-in-time recovery") == pytest.approx({"tables": gb * 0.2})
    assert of(bill, "Copies in another region") == {}


def test_only_the_tables_that_are_selected_are_backed_up() -> None:
    bill = at(MILLION, backed_up(f"{ARN}LiveInsight-Sessions", f"{ARN}Settings"))
    assert of(bill, "AWS Backup")["daily"] == pytest.approx(35 * (VISITS_GB + 0.01) * 0.1)


def test_copies_elsewhere_are_paid_there_and_on_the_way() -> None:
    bill = of(at(MILLION, backed_up(f"{ARN}Settings", copy=True)), "Copies in another region")
    assert bill == pytest.approx(
        {
            "daily": 35 * 0.01 * 0.1,
            "daily, on the way": DAYS * 0.01 * 0.02,
            "monthly": 12 * 0.01 * 0.1,
            "monthly, on the way": 0.01 * 0.02,
        }
    )


def test_a_selection_belongs_to_the_plan_that_is_called_like_it() -> None:
    def rule(name: str) -> list[dict[str, object]]:
        return [{"rule_name": name, "schedule": "cron(0 3 * * ? *)", "lifecycle": [{"delete_after": 7}]}]

    resources: dict[str, dict[str, object]] = {
        'aws_backup_plan.this["small"]': {"rule": rule("small")},
        'aws_backup_plan.this["large"]': {"rule": rule("large")},
        'aws_backup_selection.of["small"]': {"resources": [f"{ARN}Settings"]},
        'aws_backup_selection.of["large"]': {"resources": [f"{ARN}Events"]},
    }
    bill = of(at(MILLION, plan(**resources)), "AWS Backup")
    assert bill == pytest.approx({"small": 7 * 0.01 * 0.1, "large": 7 * EVENTS_GB * 0.1})


def test_a_tested_restore_is_paid_by_table_and_by_size() -> None:
    bill = of(at(MILLION, plan(aws_backup_restore_testing_selection__t={})), "Tests of restores")
    assert bill == pytest.approx({"tests": 6.0, "restored": (EVENTS_GB + VISITS_GB + LIVE_GB + 0.01) * 0.15})
    some = {"protected_resource_arns": [f"{ARN}Events", f"{ARN}Settings"]}
    bill = of(at(MILLION, plan(aws_backup_restore_testing_selection__t=some)), "Tests of restores")
    assert bill == pytest.approx({"tests": 3.0, "restored": (EVENTS_GB + 0.01) * 0.15})


@pytest.mark.parametrize(
    ("schedule", "runs"),
    [
        ("cron(0 3 * * ? *)", DAYS),
        ("cron(0 4 1 * ? *)", 1),
        ("cron(0 4 ? * SUN *)", DAYS / 7),
        ("cron(0 4 ? * MON,THU *)", DAYS / 7 * 2),
    ],
)
def test_schedules_come_so_often_a_month(schedule: str, runs: float) -> None:
    assert runs_a_month(schedule) == pytest.approx(runs)


@pytest.mark.parametrize("schedule", ["cron(0/5 * * * ? *)", "cron(0 * * * ? *)", "cron(0 3 1 1 ? *)"])
def test_a_schedule_that_it_does_not_know_is_not_guessed(schedule: str) -> None:
    with pytest.raises(ValueError, match=re.escape(schedule)):
        runs_a_month(schedule)
