"""The steps of a switch, and the way back.

Until all traffic is where it belongs and has been watched there, whatever goes wrong leads back: a failed check, an
alarm, a refusal by AWS, Ctrl-C. After that nothing leads back by itself; what is left is tidying up.
"""

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NoReturn, Self

from botocore.exceptions import BotoCoreError, ClientError

from deploy.console import say
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.web import startup, underway, versions
from deploy.web.alarms import Alarms
from deploy.web.scaling import Scaling
from deploy.web.services import Services
from deploy.web.startup import Patience
from deploy.web.traffic import ALL, Traffic, told
from deploy.web.underway import Underway

SIGNALS = (signal.SIGINT, signal.SIGTERM)
FAILURES = (Refused, ClientError, BotoCoreError)


@dataclass(frozen=True)
class Web:
    """The web tier of an installation."""

    env: Environment
    traffic: Traffic
    services: Services
    scaling: Scaling
    patience: Patience = field(default_factory=Patience)


def web_of(env: Environment, patience: Patience | None = None) -> Web:
    """The web tier, as Terraform's outputs name its parts."""
    elbv2, groups = env.client("elbv2"), env.output("target_groups")
    return Web(
        env=env,
        traffic=Traffic(elbv2, groups, env.output("listener"), env.outputs.get("traffic_rule") or ""),
        services=Services(
            env.client("ecs"), elbv2, env.client("logs"), env.output("cluster"), env.output("services"), groups
        ),
        scaling=Scaling(env),
        patience=patience or Patience(),
    )


class Switch:
    """A switch from `source` to `target`, from the first change to the last."""

    def __init__(self, web: Web, source: str, target: str) -> None:
        self.web = web
        self.source = source
        self.target = target
        self.before = web.services.of(target).task_definition
        self.weights = web.traffic.weights()
        self.least = max(web.scaling.least(source), 1)
        self.underway: Underway | None = None

    @contextmanager
    def or_back(self) -> Iterator[None]:
        """Whatever stops what is done inside leads back; raises Refused then, with the reason."""
        with _Signals() as signals:
            try:
                yield
            except (Exception, KeyboardInterrupt) as failure:
                signals.wait = True
                self._go_back(_reason(failure))

    def begin(self) -> Underway:
        """From now on a crash leaves a trace that the next command finds."""
        self.underway = underway.begin(self.web.traffic, self.source, self.target, self.before)
        return self.underway

    def start(self, version: str, tasks: int) -> None:
        """Run this version on the target, until every task is healthy."""
        say(f"{self.target}: starting {tasks} {'task' if tasks == 1 else 'tasks'} of {version.rpartition('/')[2]}")
        # With no traffic its processors are idle; auto scaling must not take its tasks for too many.
        self.web.scaling.keep(self.target, tasks)
        deployment = self.web.services.start(self.target, versions.usable(self.web.services.ecs, version), tasks)
        startup.wait(self.web.services, self.target, deployment, tasks, self.web.patience)

    def shift(self, steps: Sequence[int], watch_s: float, alarms: Alarms | None) -> None:
        """Give the target more and more of the traffic, and watch after each step. Raises Refused to go back."""
        if self.web.traffic.weights() != self.weights:
            raise Refused("somebody else has moved the traffic meanwhile")
        for percent in steps:
            self.weights = self.web.traffic.give(self.target, percent)
            say(f"traffic: {told(self.weights)}")
            self.watch(watch_s, alarms)

    def watch(self, seconds: float, alarms: Alarms | None) -> None:
        """Look at alarms and targets for so long, at least once. Raises Refused when one has gone off or is ill."""
        deadline = time.monotonic() + seconds
        while True:
            if alarms:
                alarms.check()
            health = self.web.services.health(self.target)
            if health["unhealthy"] or not health["healthy"]:
                raise Refused(
                    f"{self.target} has {health['healthy']} healthy and {health['unhealthy']} unhealthy targets"
                )
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, self.web.patience.look_s))

    def finish(self) -> None:
        """Stop the source, which keeps its version for a rollback. Raises Refused with what is left to do."""
        try:
            self.web.scaling.keep(self.target, self.least)
            self.web.scaling.keep(self.source, 0)
            self.web.services.stop(self.source)
            say(f"{self.source}: stopped; make rollback ENV={self.web.env.name} starts its version again")
            self._end()
        except FAILURES as failure:
            raise Refused(
                f"{self.target} has all traffic and is well, but {self.source} could not be tidied up ({failure}); "
                f"the next make blue-green ENV={self.web.env.name} does that first"
            ) from failure

    def _go_back(self, reason: str) -> NoReturn:
        say(f"going back, which takes a moment: {reason}")
        try:
            if self.weights[self.source] != ALL or self.web.traffic.weights()[self.source] != ALL:
                say(f"traffic: {told(self.web.traffic.give(self.source, ALL))}")
        except FAILURES as failure:
            name = self.web.env.name
            raise Refused(
                f"{reason}. Going back failed ({failure}): the traffic was last seen at {told(self.weights)}, and "
                f"tasks of both colours may run. When AWS takes your credentials again, run: make rollback ENV={name} "
                f"(all back to {self.source}), or make blue-green ENV={name} (that, and another try)"
            ) from failure
        self._stop_target(reason)
        raise Refused(f"{reason}. {self.source} has all traffic, as before; {self.target} is stopped")

    def _stop_target(self, reason: str) -> None:
        try:
            self.web.scaling.keep(self.target, 0)
            stop(self.web.services, self.target, self.before)
            self._end()
        except FAILURES as failure:
            raise Refused(
                f"{reason}. {self.source} has all traffic, as before, but {self.target} could not be stopped "
                f"({failure}); the next make blue-green or make rollback ENV={self.web.env.name} does that first"
            ) from failure

    def _end(self) -> None:
        if self.underway:
            underway.end(self.web.traffic, self.underway)


def stop(services: Services, colour: str, version: str) -> None:
    """End the colour's tasks and give it this version back; a version that is gone for good is no loss."""
    try:
        services.stop(colour, version)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("ClientException", "InvalidParameterException"):
            raise
        services.stop(colour)


def _reason(failure: BaseException) -> str:
    if isinstance(failure, KeyboardInterrupt):
        return "interrupted"
    named = "" if isinstance(failure, FAILURES) else f"{type(failure).__name__}: "
    return named + str(failure).rstrip(".")


class _Signals:
    """Ctrl-C, and an end that is asked for politely (a cancelled job), interrupt once. On the way back they do nothing:
    it must not be left halfway.
    """

    def __init__(self) -> None:
        self.wait = False
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._former = {number: signal.signal(number, self._received) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    def _received(self, _number: int, _frame: FrameType | None) -> None:
        if not self.wait:
            self.wait = True
            raise KeyboardInterrupt
