"""The installation that the tests make: everything on, but for what the local AWS cannot hold, by name."""

from dataclasses import dataclass
from typing import Any

SECRET_KEY = "0123456789" * 4
EVERYTHING: dict[str, Any] = {
    # Production protects itself against what the last test does.
    "environment": "development",
    "nat_gateway_count": 2,
    "query_engine": "athena",
    "archive_retention_days": 400,
    "domain_name": "stats.example.com",
    "create_hosted_zone": True,
    "cloudfront_enabled": True,
    "waf_enabled": True,
    "access_logs_enabled": True,
    "flow_logs_enabled": True,
    "monitoring_level": "advanced",
    "alarm_email": "alarms@example.com",
    "monthly_budget_usd": 200,
    "backup_enabled": True,
    "backup_copy_region": "us-west-2",
}


@dataclass(frozen=True)
class Lack:
    """Something that the local AWS cannot hold: what, and a call of boto3 that shows it."""

    what: str
    service: str
    operation: str
    arguments: dict[str, Any]


NOT_HERE = {
    "x_ray_tracing": Lack("X-Ray's sampling rule", "xray", "get_sampling_rules", {}),
    "auto_scaling_enabled": Lack(
        "Application Auto Scaling of the tasks (and of tables with PROVISIONED)",
        "application-autoscaling",
        "describe_scalable_targets",
        {"ServiceNamespace": "ecs"},
    ),
    "guardduty_enabled": Lack("GuardDuty's detector", "guardduty", "list_detectors", {}),
    "backup_vault_lock": Lack(
        "the lock of backup vaults",
        "backup",
        "put_backup_vault_lock_configuration",
        {"BackupVaultName": "LiveInsight", "MinRetentionDays": 7},
    ),
    "restore_rehearsal_enabled": Lack(
        "AWS Backup's restore testing",
        "backup",
        "create_restore_testing_plan",
        {
            "RestoreTestingPlan": {
                "RestoreTestingPlanName": "monthly",
                "ScheduleExpression": "cron(0 6 2 * ? *)",
                "RecoveryPointSelection": {
                    "Algorithm": "LATEST_WITHIN_WINDOW",
                    "IncludeVaults": ["*"],
                    "RecoveryPointTypes": ["SNAPSHOT"],
                },
            }
        },
    ),
}
"""Variable that is false in these tests → why."""


def variables() -> dict[str, Any]:
    return {**EVERYTHING, **dict.fromkeys(NOT_HERE, False)}
