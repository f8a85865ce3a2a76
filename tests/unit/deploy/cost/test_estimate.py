"""Sums, what is free, and how it grows."""

import math

import pytest

from deploy.cost.assumptions import assumptions
from deploy.cost.estimate import MOST_EVENTS, SCALES, estimate
from deploy.cost.plan import Plan
from deploy.cost.workload import Workload
from deploy.errors import Refused
from tests.unit.deploy.cost.plans import GIVEN, at, of, plan

PLAN = plan(
    aws_dynamodb_table__a={"billing_mode": "PAY_PER_REQUEST", "point_in_time_recovery": [{"enabled": True}]},
    aws_nat_gateway__a={},
    aws_cloudfront_distribution__this={},
    aws_cloudwatch_dashboard__a={},
)


def test_phases_and_parts_add_up() -> None:
    for events in SCALES:
        bill = at(events, PLAN)
        assert sum(bill.phases().values()) == pytest.approx(bill.total)
        assert sum(sum(bill.parts(phase).values()) for phase in bill.phases()) == pytest.approx(bill.total)
        assert math.fsum(line.usd for line in bill.lines) == pytest.approx(bill.total)


def test_ten_times_the_events_cost_ten_times_as_much_where_they_are_paid_for() -> None:
    one, ten = at(SCALES[0], PLAN), at(SCALES[1], PLAN)
    assert of(ten, "API Gateway")["beacons"] == pytest.approx(10 * of(one, "API Gateway")["beacons"])
    assert of(ten, "NAT gateways") == of(one, "NAT gateways")
    assert one.total < ten.total < 10 * one.total


def test_no_events_cost_what_stands_there() -> None:
    bill = at(0, PLAN)
    assert of(bill, "API Gateway")["beacons"] == 0
    assert bill.total >= 32.85 + 3


def test_what_is_free_is_free_once_for_all_lines_of_a_price() -> None:
    """Ten custom metrics are free: nine filters and the collector's four together pay for three."""
    made = plan(**{f"aws_cloudwatch_log_metric_filter__{name}": {} for name in "abcdefghi"})
    bill = at(0, made)
    # Log and table storage, functions and requests to keys of an installation without events stay below their limits.
    rest = sum(
        line.usd for line in bill.lines if line.price.free and line.price.name not in ("custom_metric", "key_request")
    )
    assert bill.allowances == pytest.approx(10 * 0.30 + 20_000 * 0.03 / 10_000 + rest)


def test_allowances_never_exceed_the_bill() -> None:
    for events in (0, *SCALES):
        bill = at(events, PLAN)
        assert 0 < bill.allowances < bill.total


@pytest.mark.parametrize("events", [-1, MOST_EVENTS + 1])
def test_a_number_of_events_that_cannot_be(events: int) -> None:
    with pytest.raises(Refused, match=r"--events .* from 0 to 1,000,000,000,000"):
        at(events, PLAN)


def test_more_events_a_beacon_are_fewer_requests() -> None:
    bill = estimate(PLAN, 10_000_000, assumptions().but(["events_per_beacon=2"]))
    assert of(bill, "API Gateway")["beacons"] == pytest.approx(17.5)


@pytest.mark.parametrize("reservoir", [0, 1, 2])
def test_traces_are_the_first_of_each_second_and_a_share_of_the_others(reservoir: int) -> None:
    load = Workload(1_000_000, GIVEN)
    mean = 1_000_000 / (730 * 3600)
    first = {0: 0.0, 1: 1 - math.exp(-mean), 2: 2 - math.exp(-mean) * (2 + mean)}[reservoir] * 730 * 3600
    assert load.traces(reservoir, 0.1) == pytest.approx(first + 0.1 * (1_000_000 - first))


def test_what_a_plan_takes_away_or_only_reads_is_not_paid_for() -> None:
    changes = [
        {"mode": mode, "type": "aws_nat_gateway", "address": "a", "change": {"actions": actions, "after": {}}}
        for mode, actions in (("managed", ["delete"]), ("data", ["read"]), ("managed", ["no-op"]))
    ]
    assert Plan("tried", {"resource_changes": changes}).types == {"aws_nat_gateway": 1}
