"""`python -m local.terraform_aws`: the local AWS as Terraform needs it, and a record of what it was asked.

Ministack 1.5 leaves out of a few answers what it was told: with these parts added, Terraform finds nothing left to
do after an apply, as on AWS. Nothing else is changed. `LIVEINSIGHT_AWS_CALLS` names a file that gets a JSON line for
each call: who runs Terraform needs the permission for every one of them.
"""

import asyncio
import json
import os
import random
import re
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import parse_qs

from ministack.services import alb, ec2, ecs, route53

from local import aws_server, backups, rest_api_import, terraform_alarms

_SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]*/(?P<service>[^/]+)/")
_FLOW_LOG_TELLS = {"DeliverLogsPermissionArn": "deliverLogsPermissionArn", "LogFormat": "logFormat"}
_DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} "
    "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}"
)


def flow_logs() -> None:
    """A flow log tells its role, format, interval and tags again; without the role Terraform would replace it."""
    create, describe = ec2._create_flow_logs, ec2._describe_flow_logs
    told: dict[str, str] = {}

    def create_whole(params: Any) -> Any:
        answer = create(params)
        values = {"LogFormat": _DEFAULT_FORMAT, "MaxAggregationInterval": "600"}
        values |= {name: value for name in (*_FLOW_LOG_TELLS, *values) if (value := ec2._p(params, name))}
        names = {**_FLOW_LOG_TELLS, "MaxAggregationInterval": "maxAggregationInterval"}
        parts = "".join(f"<{names[name]}>{value}</{names[name]}>" for name, value in values.items())
        for identifier in re.findall(r"<item>(fl-\w+)</item>", answer[2].decode()):
            ec2._parse_tag_specs(params, "vpc-flow-log", identifier)
            told[identifier] = parts + _group(ec2._flow_logs[identifier]["LogDestination"])
        return answer

    def describe_whole(params: Any) -> Any:
        status, headers, body = describe(params)
        text = re.sub(r"<flowLogId>(fl-\w+)</flowLogId>", lambda m: m[0] + told.get(m[1], ""), body.decode())
        return status, headers, text.encode()

    ec2._ACTION_MAP.update(CreateFlowLogs=create_whole, DescribeFlowLogs=describe_whole)


def _group(destination: str) -> str:
    name = destination.partition(":log-group:")[2].removesuffix(":*")
    return f"<logGroupName>{name}</logGroupName>" if name else ""


def prefix_lists() -> None:
    """A rule of a security group keeps the prefix list that it names."""
    parse, show = ec2._parse_ip_permissions, ec2._sg_rule_xml

    def parse_whole(params: Any, prefix: str) -> Any:
        rules = parse(params, prefix)
        for place, rule in enumerate(rules, 1):
            at = f"{prefix}.{place}.PrefixListIds.1"
            if named := ec2._p(params, f"{at}.PrefixListId"):
                rule["PrefixListIds"] = [{"PrefixListId": named, "Description": ec2._p(params, f"{at}.Description")}]
        return rules

    def show_whole(group: str, rule: Any, is_egress: bool = False) -> str:
        text: str = show(group, rule, is_egress)
        for named in rule.get("PrefixListIds", []):
            text = text.replace("</toPort>", f"</toPort><prefixListId>{named['PrefixListId']}</prefixListId>")
        return text

    ec2._parse_ip_permissions, ec2._sg_rule_xml = parse_whole, show_whole


def weights() -> None:
    """A listener keeps the target groups that it forwards to, with their weights, and forwards by them."""
    parse, show, execute = alb._parse_actions, alb._action_xml, alb._execute_action

    def parse_whole(params: Any, prefix: str = "DefaultActions") -> Any:
        actions = parse(params, prefix)
        for place, action in enumerate(actions, 1):
            at = f"{prefix}.member.{place}.ForwardConfig.TargetGroups.member"
            groups: list[dict[str, str]] = []
            while arn := alb._p(params, f"{at}.{len(groups) + 1}.TargetGroupArn"):
                groups.append({"Arn": arn, "Weight": alb._p(params, f"{at}.{len(groups) + 1}.Weight", "1")})
            if groups:
                action["ForwardTo"] = groups
        return actions

    def show_whole(action: Any) -> str:
        text: str = show(action)
        members = "".join(
            f"<member><TargetGroupArn>{group['Arn']}</TargetGroupArn><Weight>{group['Weight']}</Weight></member>"
            for group in action.get("ForwardTo", [])
        )
        inner = f"<ForwardConfig><TargetGroups>{members}</TargetGroups></ForwardConfig>" if members else ""
        return text.replace("</Order>", f"</Order>{inner}", 1)

    async def execute_weighted(action: Any, *request: Any, **more: Any) -> Any:
        groups = action.get("ForwardTo", [])
        chances = [int(group["Weight"]) for group in groups]
        if any(chances):
            (chosen,) = random.choices(groups, chances)  # noqa: S311  # no secret
            action = {**action, "TargetGroupArn": chosen["Arn"]}
        return await execute(action, *request, **more)

    alb._parse_actions, alb._action_xml, alb._execute_action = parse_whole, show_whole, execute_weighted


def services() -> None:
    """A service of ECS tells whether its tasks are moved between zones."""
    create = ecs._create_service

    def create_whole(data: Any) -> Any:
        answer = create(data)
        for service in ecs._services.values():
            if service["serviceName"] == data.get("serviceName"):
                service.setdefault("availabilityZoneRebalancing", data.get("availabilityZoneRebalancing", "DISABLED"))
        return answer

    ecs._ACTION_MAP["CreateService"] = create_whole


def health_checks() -> None:
    """A health check keeps the regions that it asks from; ministack keeps as many empty names."""
    parse = route53._parse_health_check_config

    def parse_whole(element: Any) -> Any:
        config = parse(element)
        if config.get("Regions"):
            config["Regions"] = [each.text for each in route53._find(element, "Regions")]
        return config

    route53._parse_health_check_config = parse_whole


class Recorder:
    """An ASGI application that writes down each call before another one answers it."""

    def __init__(self, application: Any, path: str) -> None:
        self._application = application
        self._file = open(path, "a", buffering=1)  # noqa: PTH123, SIM115  # open as long as the server runs

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope.get("headers", ())}
        signed = _SCOPE.search(headers.get("authorization", ""))
        if scope["type"] != "http" or not signed:
            await self._application(scope, receive, send)
            return
        call = {"agent": headers.get("user-agent", ""), "service": signed["service"], "method": scope["method"],
                "path": scope["path"], "query": scope["query_string"].decode()}  # fmt: skip
        call["operation"] = headers.get("x-amz-target", "").rpartition(".")[2]
        if "x-www-form-urlencoded" not in headers.get("content-type", ""):
            self._write(call)
            await self._application(scope, receive, send)
            return

        async def receive_and_look() -> Any:
            message = await receive()
            if not call["operation"] and message["type"] == "http.request":
                call["operation"] = parse_qs(message.get("body", b"").decode("latin-1")).get("Action", [""])[0]
                self._write(call)
            return message

        await self._application(scope, receive_and_look, send)

    def _write(self, call: dict[str, str]) -> None:
        self._file.write(json.dumps(call) + "\n")


def main() -> None:
    for install in (
        *(terraform_alarms.install, backups.install, rest_api_import.install),
        *(flow_logs, prefix_lists, weights, services, health_checks),
    ):
        install()
    record = os.environ.get("LIVEINSIGHT_AWS_CALLS")
    if record:
        served: Any = aws_server  # the application is a name that this module imported for itself
        served.ministack = Recorder(served.ministack, record)
    asyncio.run(aws_server.main())


if __name__ == "__main__":
    main()
