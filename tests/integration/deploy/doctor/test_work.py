"""Tasks that stop, targets that are sick, jobs that fall behind."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.doctor.alarms import alarms
from deploy.doctor.finding import State
from deploy.doctor.functions import functions
from deploy.doctor.load_balancer import load_balancer
from deploy.doctor.progress import progress
from deploy.doctor.tasks import tasks
from deploy.doctor.watching import watching
from tests.integration.deploy.doctor import world as ingestion
from tests.integration.deploy.doctor import world_web
from tests.integration.deploy.doctor.conftest import Look
from tests.integration.deploy.doctor.world import World

HOUR_MS = 3_600_000
STOPPED = {
    "stopCode": "EssentialContainerExited",
    "stoppedReason": "Essential container in task exited",
    "containers": [{"name": "app", "exitCode": 137, "reason": "OutOfMemoryError: container killed"}],
}


@pytest.fixture
def web(bare: World) -> World:
    for part in (world_web.network, world_web.load_balancer, world_web.services):
        part(bare)
    return bare


def _stopped(world: World, minutes: float, **changes: Any) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    world.answer("ecs", "ListTasks", taskArns=["arn:aws:ecs:us-east-1:0:task/x/1"])
    world.answer("ecs", "DescribeTasks", tasks=[STOPPED | {"stoppedAt": at} | changes])


def test_a_task_that_was_killed_is_told_with_its_reason(web: World, look: Look) -> None:
    _stopped(web, minutes=5)
    found = look(web, tasks)["stopped tasks of blue"]
    assert found.state is State.WARNING
    assert "Essential container in task exited; app: OutOfMemoryError" in found.detail
    assert found.remedy == "aws logs tail /ecs/x --since 1h"


@pytest.mark.parametrize(
    ("minutes", "changes"),
    [
        (90, {}),
        (5, {"stoppedReason": "Scaling activity initiated by (deployment ecs-svc/1)"}),
        (5, {"stopCode": "UserInitiated"}),
    ],
)
def test_what_somebody_wanted_or_is_long_past_is_no_finding(
    web: World, look: Look, minutes: float, changes: dict[str, Any]
) -> None:
    _stopped(web, minutes, **changes)
    assert look(web, tasks)["stopped tasks of blue"].state is State.OK


@pytest.mark.parametrize(
    ("rollout", "running", "state", "words"),
    [
        ("FAILED", 1, State.FAILED, "its last deployment failed: circuit breaker"),
        ("IN_PROGRESS", 1, State.WARNING, "is under way"),
        ("COMPLETED", 0, State.FAILED, "0 of 1 tasks run\nunable to place a task"),
    ],
)
def test_a_service_that_is_not_steady_is_found(
    web: World, look: Look, rollout: str, running: int, state: State, words: str
) -> None:
    deployment = {"status": "PRIMARY", "rolloutState": rollout, "rolloutStateReason": "circuit breaker"}
    service = {"status": "ACTIVE", "runningCount": running, "desiredCount": 1, "deployments": [deployment],
               "events": [{"message": "unable to place a task"}], "taskDefinition": f"{web.project}-app"}  # fmt: skip
    web.answer("ecs", "DescribeServices", services=[service])
    found = look(web, tasks)["service X-service"]
    assert (found.state, words in found.detail) == (state, True), found


def test_a_sick_target_is_named_with_its_reason(web: World, look: Look) -> None:
    sick = {"State": "unhealthy", "Reason": "Target.Timeout", "Description": "Request timed out"}
    targets = [
        {"Target": {"Id": "10.0.11.5"}, "TargetHealth": {"State": "healthy"}},
        {"Target": {"Id": "10.0.12.6"}, "TargetHealth": sick},
        {"Target": {"Id": "10.0.12.7"}, "TargetHealth": {"State": "draining"}},
    ]
    web.answer("elbv2", "DescribeTargetHealth", TargetHealthDescriptions=targets)
    found = look(web, load_balancer)["targets with traffic"]
    assert found.state is State.FAILED
    assert found.detail == "blue: 1 of 2 healthy\n10.0.12.6 is unhealthy: Request timed out"


def test_services_that_do_not_scale_are_found(web: World, look: Look) -> None:
    web.switch(auto_scaling_enabled=True)
    target = {
        "ResourceId": f"service/{web.outputs['cluster']}/{web.project}-service",
        "MinCapacity": 1,
        "MaxCapacity": 4,
    }
    web.answer("application-autoscaling", "DescribeScalableTargets", ScalableTargets=[target])
    found = look(web, tasks)["scaling"]
    assert (found.state, found.detail) == (State.FAILED, "not registered: service/X-cluster/X-service-green")


def test_a_critical_finding_of_the_scan_is_told(web: World, look: Look) -> None:
    details = {"imageTags": ["v1"], "imageScanFindingsSummary": {"findingSeverityCounts": {"CRITICAL": 2}}}
    web.answer("ecr", "DescribeImages", imageDetails=[details])
    found = look(web, tasks)["image that runs"]
    assert (found.state, "2 critical" in found.detail) == (State.WARNING, True)


def test_a_sampling_rule_that_is_asked_for_is_looked_for(bare: World, look: Look) -> None:
    bare.switch(x_ray_tracing=True)
    bare.answer("xray", "GetSamplingRules", SamplingRuleRecords=[])
    assert look(bare, watching)["X-Ray's sampling rule"].state is State.FAILED
    bare.answers.clear()
    rule = {"RuleName": bare.project, "FixedRate": 0.1}
    bare.answer("xray", "GetSamplingRules", SamplingRuleRecords=[{"SamplingRule": rule}])
    assert look(bare, watching)["X-Ray's sampling rule"].detail == "10% of requests are traced"


def test_a_bill_over_the_budget_is_told(bare: World, look: Look) -> None:
    budget = {"BudgetLimit": {"Amount": "50"}, "CalculatedSpend": {"ActualSpend": {"Amount": "61.5"}}}
    bare.answer("budgets", "DescribeBudget", Budget=budget)
    found = look(bare, watching)["budget"]
    assert (found.state, "$61.50 of $50.00" in found.detail) == (State.WARNING, True)


@pytest.mark.parametrize(
    ("runs", "errors", "state", "words"),
    [
        (0.0, 0.0, State.WARNING, "was not started in the last 0.5 h"),
        (6.0, 2.0, State.WARNING, "2 of its runs"),
        (6.0, 0.0, State.OK, "6 runs"),
    ],
)
def test_a_job_that_does_not_run_or_fails_is_told(
    bare: World, look: Look, runs: float, errors: float, state: State, words: str
) -> None:
    ingestion.collector(bare)
    bare.answers.clear()
    counted = iter([runs, errors])
    bare.answer_by("cloudwatch", "GetMetricStatistics", lambda: {"Datapoints": [{"Sum": next(counted, 0.0)}]})
    found = look(
        bare, lambda environment: (each for each in functions(environment) if each.what == "schedule of rollup")
    )
    assert (found["schedule of rollup"].state, words in found["schedule of rollup"].detail) == (state, True), found


def _site(world: World, key: str, rolled_up_hours_ago: float) -> None:
    at = int(time.time() * 1000 - rolled_up_hours_ago * HOUR_MS)
    item = {"kind": {"S": "site"}, "id": {"S": key}, "created_at": {"N": "1"}, "rolled_up_to": {"N": str(at)}}
    world.client("dynamodb").put_item(TableName=f"{world.project}-Settings", Item=item)


def _archived(world: World, key: str, hours_ago: float) -> None:
    body = json.dumps({"hours_to": int(time.time() * 1000 - hours_ago * HOUR_MS)}).encode()
    bucket = world.outputs["archive_bucket"]
    world.client("s3").put_object(Bucket=bucket, Key=f"hours/site={key}/progress.json", Body=body)


def test_sites_whose_jobs_are_behind_are_named(bare: World, look: Look) -> None:
    ingestion.tables(bare)
    ingestion.archive(bare)
    assert {each.detail for each in look(bare, progress).values()} == {"no site yet"}
    _site(bare, "quick", 0.5)
    _archived(bare, "quick", 2)
    assert {each.detail for each in look(bare, progress).values()} == {"1 sites are up to date"}
    _site(bare, "slow", 9.5)
    _archived(bare, "slow", 30.5)
    found = look(bare, progress)
    assert found["rollup of all sites"].detail == "1 of 2 sites are behind: slow (9 h)"
    assert found["archive of all sites"].detail == "1 of 2 sites are behind: slow (30 h)"
    assert "aws logs tail /aws/lambda/X-archive" in found["archive of all sites"].remedy


def test_a_site_that_was_never_archived_is_behind_since_it_was_made(bare: World, look: Look) -> None:
    ingestion.tables(bare)
    ingestion.archive(bare)
    _site(bare, "never", 0.1)
    assert look(bare, progress)["archive of all sites"].state is State.FAILED


@pytest.mark.parametrize(("age", "state"), [(timedelta(hours=40), State.WARNING), (timedelta(hours=50), State.FAILED)])
def test_an_alarm_of_silence_may_ring_when_it_is_new(bare: World, look: Look, age: timedelta, state: State) -> None:
    alarm = {
        "AlarmName": f"{bare.project}-backup-missing",
        "StateValue": "ALARM",
        "TreatMissingData": "breaching",
        "Period": 86400,
        "EvaluationPeriods": 1,
        "AlarmConfigurationUpdatedTimestamp": datetime.now(UTC) - age,
    }
    bare.outputs["alarms"] = [alarm["AlarmName"]]
    bare.answer("cloudwatch", "DescribeAlarms", MetricAlarms=[alarm])
    assert look(bare, alarms)["alarms"].state is state
