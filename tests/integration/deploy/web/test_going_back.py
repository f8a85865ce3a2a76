"""Whatever goes wrong during a switch leads back, and says what it was."""

import os
import signal
from dataclasses import replace
from typing import Any

import pytest

from deploy.errors import Refused
from deploy.web.blue_green import bring
from deploy.web.switch import Web, web_of
from tests.integration.deploy.web.conftest import QUICK, QUICKLY
from tests.integration.deploy.web.hooks import after, answering, expire, expire_all, shares
from tests.integration.deploy.web.installation import Installation


def is_as_before(serving: Installation) -> None:
    """Green has all the traffic, blue is stopped and has the version it had, and no trace is left."""
    assert serving.weights() == {"blue": 0, "green": 100}
    assert serving.tasks() == {"blue": 0, "green": 2}
    assert serving.image("blue").endswith(":none")
    assert len(serving.rules()) == 1


def at(serving: Installation, blue: int, do: Any) -> Any:
    """Does something when blue is given so much of the traffic, once."""
    done: list[bool] = []

    def look() -> None:
        if not done and serving.weights()["blue"] == blue:
            done.append(True)
            do()

    return look


def test_tasks_that_stop_are_told_with_their_reason_and_the_end_of_their_log(
    serving: Installation, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    web = web_of(serving.env, replace(QUICK, start_s=0.3))
    serving.push("v2", dashboard)
    ecs, logs = serving.client("ecs"), serving.client("logs")

    def stop() -> None:
        if serving.service("blue")["desiredCount"] == 0:
            return
        cluster, name = serving.env.output("cluster"), serving.env.output("services")["blue"]
        for arn in ecs.list_tasks(cluster=cluster, serviceName=name)["taskArns"]:
            group, stream = f"/ecs/{serving.project.lower()}", f"app/app/{arn.rpartition('/')[2]}"
            if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
                logs.create_log_group(logGroupName=group)
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
            event = {"timestamp": 1795370990000, "message": "no table LiveInsight-Events \x1b[2J"}
            logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[event])
            ecs.stop_task(cluster=cluster, task=arn, reason="Essential container in task exited")

    after(web.services.ecs, "UpdateService", stop)
    seen = shares(serving, web)
    with pytest.raises(Refused) as refused:
        bring(web, QUICKLY)
    assert str(refused.value).startswith(
        "blue did not come up: not all tasks were healthy after 0 s; "
        "its last task stopped: Essential container in task exited"
    )
    said = capsys.readouterr().out
    assert "    no table LiveInsight-Events  [2J\n" in said
    assert "blue: 0 of 2 tasks run" in said
    assert seen == [100]
    is_as_before(serving)


def test_tasks_that_the_load_balancer_finds_ill_get_no_traffic(serving: Installation, dashboard: int) -> None:
    web = web_of(serving.env, replace(QUICK, look_s=0.2, start_s=2))
    serving.push("v2", dashboard)

    def ill(answer: dict[str, Any]) -> None:
        for each in answer["TargetHealthDescriptions"]:
            each["TargetHealth"] = {"State": "unhealthy", "Description": "Health checks failed with these codes: [503]"}

    answering(web.services.elbv2, "DescribeTargetHealth", ill)
    seen = shares(serving, web)
    with pytest.raises(Refused, match=r"the load balancer says: Health checks failed with these codes: \[503\]"):
        bring(web, QUICKLY)
    assert seen == [100]
    is_as_before(serving)


def test_a_circuit_breaker_that_trips_ends_the_wait(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)

    def trip(answer: dict[str, Any]) -> None:
        for service in answer["services"]:
            if service["serviceName"] == serving.env.output("services")["blue"] and service["desiredCount"]:
                reason = "ECS deployment circuit breaker: tasks failed to start."
                service["deployments"][0] |= {"rolloutState": "FAILED", "rolloutStateReason": reason}

    answering(web.services.ecs, "DescribeServices", trip)
    with pytest.raises(Refused, match="blue did not come up: ECS deployment circuit breaker: tasks failed to start"):
        bring(web, QUICKLY)
    is_as_before(serving)


def test_the_version_that_a_circuit_breaker_goes_back_to_is_not_taken_for_the_new_one(
    serving: Installation, web: Web, dashboard: int
) -> None:
    """It is healthy: only its deployment tells that it is another one."""
    serving.push("v2", dashboard)
    former = serving.service("green")["taskDefinition"]

    def put_back(answer: dict[str, Any]) -> None:
        for service in answer["services"]:
            if service["serviceName"] == serving.env.output("services")["blue"] and service["desiredCount"]:
                service["deployments"][0] |= {"id": "ecs-svc/former", "taskDefinition": former}
                service["taskDefinition"] = former

    answering(web.services.ecs, "DescribeServices", put_back)
    seen = shares(serving, web)
    with pytest.raises(Refused, match=f"ECS has put another version in its place .{serving.project}-app:2"):
        bring(web, QUICKLY)
    assert seen == [100]
    is_as_before(serving)


def test_an_alarm_during_the_shift_leads_back(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)
    seen = shares(serving, web)
    reason = "Threshold Crossed: 37 errors."
    after(web.traffic.elbv2, "ModifyRule", at(serving, 50, lambda: serving.alarm("alb-5xx", "ALARM", reason)))
    with pytest.raises(Refused) as refused:
        bring(web, QUICKLY)
    assert str(refused.value) == (
        f"alarm {serving.project}-alb-5xx went off: {reason} green has all traffic, as before; blue is stopped"
    )
    assert seen == [100, 90, 50, 100]
    is_as_before(serving)


def test_an_alarm_while_the_old_version_is_kept_leads_back_as_well(
    serving: Installation, web: Web, dashboard: int
) -> None:
    serving.push("v2", dashboard)
    seen = shares(serving, web)

    def later() -> None:
        serving.alarm("lambda-errors", "ALARM", "too late, nearly")

    asked = []

    def count() -> None:
        asked.append(serving.weights()["blue"])
        if asked.count(100) == 3:
            later()

    after(web.env.client("cloudwatch"), "DescribeAlarms", count)
    with pytest.raises(Refused, match="lambda-errors went off: too late, nearly"):
        bring(web, replace(QUICKLY, keep_s=30))
    assert seen == [100, 90, 50, 0, 100]
    is_as_before(serving)


def test_an_alarm_that_was_on_before_says_nothing_about_the_new_version(
    serving: Installation, web: Web, dashboard: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving.push("v2", dashboard)
    serving.alarm("alb-5xx", "ALARM", "since yesterday")
    bring(web, QUICKLY)
    assert serving.weights() == {"blue": 100, "green": 0}
    assert (
        f"alarms: 1 are OK and watched; on already, and left out: {serving.project}-alb-5xx\n"
        in capsys.readouterr().out
    )


def test_targets_that_fall_ill_under_traffic_lead_back(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)

    def ill(answer: dict[str, Any]) -> None:
        if serving.weights()["blue"] == 50:
            answer["TargetHealthDescriptions"][0]["TargetHealth"]["State"] = "unhealthy"

    answering(web.services.elbv2, "DescribeTargetHealth", ill)
    seen = shares(serving, web)
    with pytest.raises(Refused, match="blue has 1 healthy and 1 unhealthy targets"):
        bring(web, QUICKLY)
    assert seen == [100, 90, 50, 100]
    is_as_before(serving)


def test_credentials_that_run_out_lead_back_where_that_is_still_possible(
    serving: Installation, web: Web, dashboard: int
) -> None:
    """Here a policy of CloudWatch's alone: what moves the traffic still answers."""
    serving.push("v2", dashboard)
    seen = shares(serving, web)
    after(web.traffic.elbv2, "ModifyRule", at(serving, 50, lambda: expire(web.env.client("cloudwatch"))))
    with pytest.raises(Refused, match=r"ExpiredToken.*green has all traffic, as before"):
        bring(web, QUICKLY)
    assert seen == [100, 90, 50, 100]
    is_as_before(serving)


def test_credentials_that_run_out_for_everything_leave_a_message_that_says_where_the_traffic_is(
    serving: Installation, web: Web, dashboard: int
) -> None:
    serving.push("v2", dashboard)
    after(web.traffic.elbv2, "ModifyRule", at(serving, 50, lambda: expire_all(web)))
    with pytest.raises(Refused) as refused:
        bring(web, QUICKLY)
    assert "ExpiredToken" in str(refused.value)
    for part in (
        "the traffic was last seen at blue 50 %, green 50 %", "make rollback ENV=production (all back to green)",
        "make blue-green ENV=production",
    ):  # fmt: skip
        assert part in str(refused.value)
    assert serving.weights() == {"blue": 50, "green": 50}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_cancelled_job_lead_back(
    serving: Installation, web: Web, dashboard: int, number: signal.Signals
) -> None:
    serving.push("v2", dashboard)
    seen = shares(serving, web)
    before = signal.getsignal(number)
    after(web.traffic.elbv2, "ModifyRule", at(serving, 10, lambda: os.kill(os.getpid(), number)))
    with pytest.raises(Refused, match=r"interrupted\. green has all traffic, as before; blue is stopped"):
        bring(web, QUICKLY)
    assert seen == [100, 90, 100]
    is_as_before(serving)
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_does_not_stop_the_way_back(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)
    interrupts: list[str] = []

    def interrupt() -> None:
        interrupts.append("first")
        os.kill(os.getpid(), signal.SIGINT)

    def again() -> None:
        if interrupts:
            interrupts.append("again")
            os.kill(os.getpid(), signal.SIGINT)

    after(web.traffic.elbv2, "ModifyRule", at(serving, 10, interrupt))
    after(web.traffic.elbv2, "DeleteRule", again)
    after(web.services.ecs, "UpdateService", again)
    with pytest.raises(Refused, match="interrupted"):
        bring(web, QUICKLY)
    assert interrupts == ["first", "again", "again"]
    is_as_before(serving)


def test_a_mistake_of_our_own_leads_back_as_well(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)

    def stumble() -> None:
        raise KeyError("StateReason")

    after(web.traffic.elbv2, "ModifyRule", at(serving, 10, stumble))
    with pytest.raises(Refused, match=r"KeyError: 'StateReason'\. green has all traffic"):
        bring(web, QUICKLY)
    is_as_before(serving)


def test_somebody_else_who_moves_the_traffic_is_left_alone(serving: Installation, web: Web, dashboard: int) -> None:
    serving.push("v2", dashboard)
    groups = serving.env.output("target_groups")

    def meddle() -> None:
        weights = [{"TargetGroupArn": groups[colour], "Weight": 40 if colour == "blue" else 60} for colour in groups]
        serving.client("elbv2").modify_rule(
            RuleArn=serving.env.output("traffic_rule"),
            Actions=[{"Type": "forward", "ForwardConfig": {"TargetGroups": weights}}],
        )

    after(web.services.ecs, "RegisterTaskDefinition", meddle)
    with pytest.raises(Refused, match=r"somebody else has moved the traffic meanwhile\. green has all traffic"):
        bring(web, QUICKLY)
    is_as_before(serving)
