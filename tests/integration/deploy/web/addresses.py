"""What the local ECS leaves out: the addresses of a service's tasks in its target group.

Its tasks have none, for nothing runs. Here they get one of this machine, at the port that a test names for their image;
the local load balancer then finds them healthy and forwards to them.
"""

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

LOOPBACKS = ("127.0.0.1", "localhost", "127.1", "127.0.1")
"""Names of one and the same address: a target group knows each target once."""
LOOK_S = 0.1


class Addresses:
    """Keeps the target groups of both services as their tasks are, until it is left.

    `ports`: the end of an image's name (its tag or digest) → port where this version answers.
    """

    def __init__(
        self, ecs: Any, elbv2: Any, cluster: str, services: Mapping[str, str], groups: Mapping[str, str]
    ) -> None:
        self.ports: dict[str, int] = {}
        self._ecs, self._elbv2 = ecs, elbv2
        self._cluster = cluster
        self._behind = [(services[colour], groups[colour]) for colour in services]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="addresses")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _keep(self) -> None:
        while not self._over.wait(LOOK_S):
            for service, group in self._behind:
                self._put(group, self._wanted(service))

    def _wanted(self, service: str) -> set[tuple[str, int]]:
        arns = self._ecs.list_tasks(cluster=self._cluster, serviceName=service, desiredStatus="RUNNING")["taskArns"]
        tasks: list[dict[str, Any]] = []
        if arns:
            tasks = self._ecs.describe_tasks(cluster=self._cluster, tasks=arns)["tasks"]
        ports = [self._port(task["containers"][0]["image"]) for task in tasks if task["lastStatus"] == "RUNNING"]
        return {(LOOPBACKS[place], port) for place, port in enumerate(ports) if port}

    def _port(self, image: str) -> int | None:
        return next((port for end, port in self.ports.items() if image.endswith(end)), None)

    def _put(self, group: str, wanted: set[tuple[str, int]]) -> None:
        found = self._elbv2.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        present = {(each["Target"]["Id"], int(each["Target"]["Port"])) for each in found}
        if gone := present - wanted:
            self._elbv2.deregister_targets(TargetGroupArn=group, Targets=[{"Id": name} for name, _ in gone])
        if new := wanted - present:
            targets = [{"Id": name, "Port": port} for name, port in sorted(new)]
            self._elbv2.register_targets(TargetGroupArn=group, Targets=targets)
