"""What each switch adds to the plan of everything, and takes away from it."""

import re

import pytest

from liveinsight.settings import Settings
from tests.terraform.conftest import PROFILES
from tests.terraform.runner import Run

# Kind of resource, or a part of an address → the runs and environments in which it is.
PRESENT = {
    "aws_nat_gateway": {"all_on", "regional", "production"},
    "aws_flow_log": {"all_on", "regional", "production"},
    "module.data.aws_appautoscaling_target": {"all_on"},
    "module.web.aws_appautoscaling_policy": {"all_on", "regional", "production", "standard"},
    "module.web.module.access_logs[0].aws_s3_bucket.this": {"all_on", "regional", "production", "standard"},
    "aws_cloudfront_distribution": {"all_on", *PROFILES},
    "aws_cloudfront_vpc_origin": {"all_on", *PROFILES},
    "module.edge.module.static[0].aws_s3_bucket.this": {"all_on", *PROFILES},
    "module.edge.module.global_firewall": {"all_on", "production"},
    "module.edge.module.local_firewall": {"regional"},
    "aws_wafv2_web_acl_association": {"regional"},
    "aws_guardduty_detector": {"all_on", "production"},
    "aws_route53_zone": {"regional"},
    "aws_route53_record": {"all_on", "regional"},
    "aws_route53_health_check": {"all_on", "regional"},
    "aws_acm_certificate.load_balancer": {"all_on", "regional"},
    "aws_acm_certificate.cloudfront": {"all_on"},
    'aws_lb_listener.this["https"]': {"all_on", "regional"},
    "aws_sns_topic.unreachable": {"regional"},
    "aws_api_gateway_method_settings": {"all_on", "regional"},
    "aws_xray_sampling_rule": {"all_on", "regional", "development", "production"},
    "aws_cloudwatch_log_metric_filter": {"all_on", "production"},
    "aws_cloudwatch_dashboard.business": {"all_on", "production"},
    "aws_sns_topic_subscription.mail": {"all_on", "regional"},
    "aws_budgets_budget": {"all_on"},
    "module.backup.aws_backup_plan": {"all_on", "regional", "production", "standard", "lean"},
    "aws_backup_vault_lock_configuration.this": {"all_on", "regional", "production", "standard", "lean"},
    "aws_backup_restore_testing_plan": {"all_on", "regional", "production"},
    "aws_backup_vault.copy": {"all_on"},
    "aws_ecs_cluster_capacity_providers": {"regional"},
    "aws_s3_bucket_replication_configuration": {"all_on"},
}
ALWAYS = (
    *("aws_vpc.this", "aws_vpc_endpoint.gateway", "aws_default_security_group.locked", "aws_dynamodb_table.this"),
    *(
        "module.data.module.archive.aws_s3_bucket.this",
        "module.data.module.archive.aws_s3_bucket_policy.this",
        "aws_ssm_parameter.secret_key",
        "aws_athena_workgroup.this",
    ),
    *("aws_iam_role.function", "aws_ecs_service.this", "aws_ecr_repository.app", "aws_lb.this", "aws_sns_topic.alarms"),
    "aws_lb_listener_rule.traffic",
    *("aws_cloudwatch_metric_alarm.simple", "aws_cloudwatch_dashboard.system"),
)


def test_all_of_them_can_be_planned(plans: dict[str, Run]) -> None:
    assert {name: run.complaints for name, run in plans.items() if run.status != "pass"} == {}
    assert set(plans) == {"all_off", "all_on", "regional", *PROFILES}


@pytest.mark.parametrize("part", PRESENT)
def test_a_switch(plans: dict[str, Run], part: str) -> None:
    assert {name for name, run in plans.items() if _has(run, part)} == PRESENT[part]


@pytest.mark.parametrize("part", ALWAYS)
def test_no_switch_takes_away(plans: dict[str, Run], part: str) -> None:
    assert {name for name, run in plans.items() if _has(run, part)} == set(plans)


def test_gateways_are_as_many_as_asked_for(plans: dict[str, Run]) -> None:
    made = {name: sum("aws_nat_gateway" in address for address in run.resources) for name, run in plans.items()}
    assert made == {
        "all_off": 0,
        "regional": 1,
        "all_on": 2,
        "development": 0,
        "production": 2,
        "standard": 0,
        "lean": 0,
    }


def test_data_are_protected_where_they_matter(plans: dict[str, Run]) -> None:
    events = 'module.data.aws_dynamodb_table.this["Events"]'
    protected = {name: run.planned(events)["deletion_protection_enabled"] for name, run in plans.items()}
    assert protected == {
        **{"all_on": True, "production": True, "standard": True, "lean": True},
        **{"all_off": False, "regional": False, "development": False},
    }
    for run in plans.values():
        assert (
            run.planned(events)["point_in_time_recovery"] == [{"enabled": True}]
            or (run.planned(events)["point_in_time_recovery"][0]["enabled"])
        )


def test_the_collector_is_told_what_its_settings_take_and_no_secret(plans: dict[str, Run]) -> None:
    """Nor AWS_REGION, which Lambda sets itself and lets nobody set."""
    for name, run in plans.items():
        told = run.output("collector")
        environment = told["environment"]
        assert all(each.startswith("LIVEINSIGHT_") and "SECRET" not in each for each in environment)
        read = Settings.from_env(environment)
        project = "Shop-Stats" if name == "regional" else "LiveInsight"
        assert read.project_name == read.metrics_namespace == project
        assert read.archive_bucket == f"{project.lower()}-archive-123456789012"
        behind = _has(run, "aws_cloudfront_distribution")
        assert read.client_ip_header == ("cloudfront-viewer-address" if behind else "x-forwarded-for")
        assert told["x_ray"] == _has(run, "aws_xray_sampling_rule"), name


def test_nothing_is_made_in_another_region_but_what_must_be(plans: dict[str, Run]) -> None:
    """CloudFront takes its firewall and certificate from us-east-1; Route 53 measures there."""
    (alarm,) = (address for address in plans["regional"].resources if "unreachable" in address and "alarm" in address)
    elsewhere = {"aws_sns_topic.unreachable", "aws_sns_topic_subscription.unreachable"}
    assert alarm == "module.edge.aws_cloudwatch_metric_alarm.unreachable[0]"
    assert all(_has(plans["regional"], part) for part in elsewhere)


def test_names_of_one_installation_do_not_clash(plans: dict[str, Run]) -> None:
    """No two resources of a kind have the same name, where it is known before they are made."""
    for name, run in plans.items():
        named = [
            (found["type"], found["provider_name"], _region(found["address"]), found["change"]["after"].get("name"))
            for found in run.plan["resource_changes"]
            if "create" in found["change"]["actions"] and found["change"]["after"].get("name")
            if found["type"] not in ("aws_iam_role_policy", "aws_route53_record", "aws_backup_selection")
        ]
        assert len(named) == len(set(named)), name


def test_two_installations_of_an_account_have_no_name_in_common(plans: dict[str, Run]) -> None:
    """But for what stands inside of something else, and for what Chalice makes, which is named after its stage."""
    inside = (
        "aws_iam_role_policy",
        "aws_backup_selection",
        "aws_backup_restore_testing_selection",
        "aws_glue_catalog_table",
    )
    named = {
        found["address"]: found["change"]["after"][key]
        for found in plans["regional"].plan["resource_changes"]
        if "create" in found["change"]["actions"] and found["type"] not in inside
        for key in ("name", "name_prefix", "bucket", "alarm_name", "dashboard_name", "family", "rule_name")
        if found["change"]["after"].get(key)
    }
    assert len(named) > 60
    foreign = {
        address: name
        for address, name in named.items()
        if not re.match("/?(ecs/|vpc/|alias/)?shop[-_]stats", name.lower()) and not name.endswith("stats.example.com")
    }
    assert all(name.startswith("/aws/lambda/liveinsight-blue") for name in foreign.values()), foreign
    assert len(foreign) == 3


def _region(address: str) -> str:
    return "other" if re.search(r"global|copy", address) else "own"


def _has(run: Run, part: str) -> bool:
    return any(part in address for address in run.resources)
