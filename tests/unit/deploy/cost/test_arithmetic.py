"""Bills of single resources, worked out by hand."""

import pytest

from tests.unit.deploy.cost.plans import at, line, of, plan

MILLION = 1_000_000


def test_gateways_are_paid_by_the_hour_by_the_gigabyte_and_for_their_addresses() -> None:
    made = plan(aws_nat_gateway__a={}, aws_nat_gateway__b={}, aws_eip__a={}, aws_eip__b={})
    bill = at(MILLION, made)
    assert of(bill, "NAT gateways") == pytest.approx({"gateways": 65.70, "traffic": 0.225, "public addresses": 7.30})
    assert line(bill, "NAT gateways", "gateways").arithmetic == "2 gateways × 730 hours × $0.045"


def test_without_gateways_nothing_is_paid_for_them() -> None:
    assert of(at(MILLION, plan()), "NAT gateways") == {}


def test_a_load_balancer_has_an_address_in_each_public_subnet() -> None:
    subnets: dict[str, dict[str, str]] = {
        f"module__network__aws_subnet__{name}": {} for name in ("public_a", "public_b", "private_a")
    }
    made = plan(aws_lb__this={"internal": None}, **subnets)
    bill = of(at(MILLION, made), "Load balancer")
    assert bill["the load balancer"] == pytest.approx(16.425)
    assert bill["public addresses"] == pytest.approx(7.30)
    assert bill["capacity"] == pytest.approx(3000 * 183_000 / 1e9 * 0.008)
    assert bill["to browsers"] == pytest.approx(3000 * 183_000 / 1e9 * 0.09), "there is no CloudFront"


def test_a_load_balancer_inside_has_no_public_address() -> None:
    made = plan(aws_lb__this={"internal": True}, module__network__aws_subnet__public={})
    assert "public addresses" not in of(at(MILLION, made), "Load balancer")


def test_tasks_are_paid_by_their_size_and_number() -> None:
    made = plan(
        aws_ecs_task_definition__app={"cpu": "1024", "memory": "4096"},
        aws_ecs_service__blue={"desired_count": 2, "network_configuration": [{"assign_public_ip": True}]},
        aws_ecs_service__green={"desired_count": 0, "network_configuration": [{"assign_public_ip": True}]},
    )
    bill = at(MILLION, made)
    assert of(bill, "Fargate") == pytest.approx(
        {"CPU": 2 * 730 * 0.03238, "memory": 2 * 730 * 4 * 0.00356, "public addresses": 2 * 730 * 0.005}
    )
    assert line(bill, "Fargate", "memory").arithmetic == "2 tasks × 730 hours × 4 GB × $0.00356"


def test_tasks_on_spare_capacity_are_cheaper_and_that_price_is_not_confirmed() -> None:
    made = plan(
        aws_ecs_task_definition__app={"cpu": "256", "memory": "1024"},
        aws_ecs_service__blue={
            "desired_count": 1,
            "capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT"}],
            "network_configuration": [{"assign_public_ip": False}],
        },
    )
    bill = at(MILLION, made)
    assert of(bill, "Fargate") == pytest.approx({"CPU": 730 * 0.25 * 0.00971, "memory": 730 * 0.00107})
    assert not line(bill, "Fargate", "CPU").price.confirmed


def test_an_alarm_on_a_sum_is_paid_for_each_of_its_metrics() -> None:
    sum_of_two = {"metric_query": [{"metric": []}, {"metric": [{"stat": "Sum"}]}, {"metric": [{"stat": "Sum"}]}]}
    made = plan(
        aws_cloudwatch_metric_alarm__one={"period": 300},
        aws_cloudwatch_metric_alarm__two=sum_of_two,
        aws_cloudwatch_metric_alarm__fast={"period": 10},
    )
    assert of(at(MILLION, made), "Alarms") == pytest.approx({"2 alarms": 0.30, "1 fast ones": 0.30})


def test_a_firewall_is_paid_by_rules_and_by_all_requests_at_the_edge() -> None:
    bill = of(at(MILLION, plan(aws_wafv2_web_acl__this={"rule": [{"name": "a"}, {"name": "b"}]})), "WAF")
    requests = MILLION + MILLION / 6 + 3000 * 30
    assert bill == pytest.approx({"web ACL": 5, "rules": 2, "requests": requests * 0.6 / MILLION})


def test_cloudfront_is_paid_by_requests_and_bytes_both_ways() -> None:
    bill = of(at(6 * MILLION, plan(aws_cloudfront_distribution__this={})), "CloudFront")
    assert bill["requests"] == pytest.approx(6 + 1 + 0.09)
    assert bill["to browsers"] == pytest.approx((6 * 0.5 + 2.6 + 0.549) * 0.085)
    assert bill["to the API"] == pytest.approx(6 * 0.626 * 0.02)


def test_a_check_by_https_from_outside_costs_one_dollar_more() -> None:
    made = plan(aws_route53_zone__this={}, aws_route53_health_check__this={"type": "HTTPS"})
    assert of(at(MILLION, made), "Route 53") == {"zones": 0.5, "health checks": 0.5, "by HTTPS": 1}


def test_checks_from_outside_are_requests_too() -> None:
    check = {"type": "HTTPS"}
    made = plan(aws_cloudfront_distribution__a={}, aws_wafv2_web_acl__a={"rule": []}, aws_route53_health_check__a=check)
    bill = at(0, made)
    assert of(bill, "CloudFront")["checks from outside"] == pytest.approx(0.5256)
    assert of(bill, "WAF")["checks from outside"] == pytest.approx(0.5256 * 0.60)


def test_guardduty_is_paid_by_what_it_reads() -> None:
    bill = of(at(MILLION, plan(aws_guardduty_detector__this={})), "GuardDuty")
    assert bill == pytest.approx({"management events": 1.6, "logs": 1.5, "events of buckets": 0.4})


def test_logs_are_paid_when_they_come_and_as_long_as_they_are_kept() -> None:
    made = plan(aws_cloudwatch_log_group__f={"name": "/aws/lambda/liveinsight-x", "retention_in_days": 73})
    bill = of(at(MILLION, made), "Logs of the functions")
    gb = (MILLION * (291 + 370) + (8760 + 730) * (500 + 370)) / 1e9
    assert bill["taken in"] == pytest.approx(gb * 0.5)
    assert bill["kept"] == pytest.approx(gb * 73 / (365 / 12) * 0.15 * 0.03)


def test_traced_requests_are_paid_and_logged() -> None:
    group = {"name": "/aws/lambda/liveinsight-x", "retention_in_days": 30}
    made = plan(aws_cloudwatch_log_group__f=group, aws_xray_sampling_rule__r={"reservoir_size": 0, "fixed_rate": 0.1})
    bill = at(10 * MILLION, made)
    assert of(bill, "X-Ray") == pytest.approx({"10% of the beacons": 5.0})
    untraced = at(10 * MILLION, plan(aws_cloudwatch_log_group__f=group))
    more = of(bill, "Logs of the functions")["taken in"] - of(untraced, "Logs of the functions")["taken in"]
    assert more == pytest.approx(MILLION * 120 / 1e9 * 0.5)


def test_the_collector_is_paid_whatever_is_in_the_plan() -> None:
    bill = at(10 * MILLION, plan())
    assert of(bill, "API Gateway")["beacons"] == pytest.approx(35)
    assert of(bill, "Lambda")["collector"] == pytest.approx(10 * MILLION * 0.020 * 0.5 * 0.0000133334)
    assert of(bill, "Lambda")["invocations"] == pytest.approx((10 * MILLION + 8760 + 730) * 0.2 / MILLION)
    assert line(bill, "API Gateway", "beacons").arithmetic == "10,000,000 requests × $3.50 / 1,000,000"


def test_metrics_of_containers_and_routes_are_paid_where_they_are_on() -> None:
    made = plan(
        aws_ecs_cluster__this={"setting": [{"name": "containerInsights", "value": "enabled"}]},
        aws_api_gateway_method_settings__this={"settings": [{"metrics_enabled": True}]},
        aws_cloudwatch_log_metric_filter__one={},
    )
    bill = of(at(MILLION, made), "Metrics")
    assert bill == pytest.approx(
        {
            "of the collector": 4 * 0.3,
            "out of logs": 0.3,
            "by route": 15 * 0.3,
            "of containers": 38 * 0.3,
            "of containers, logged": 0.25,
        }
    )
    off = plan(
        aws_ecs_cluster__this={"setting": [{"name": "containerInsights", "value": "disabled"}]},
        aws_api_gateway_method_settings__this={"settings": [{"metrics_enabled": False}]},
    )
    assert of(at(MILLION, off), "Metrics") == pytest.approx({"of the collector": 4 * 0.3})
