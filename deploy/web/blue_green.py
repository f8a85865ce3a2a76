"""`python -m deploy blue-green`: a new version beside the old, tried, then step by step in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated, Any

import typer

from deploy.console import confirm, say
from deploy.environment import environment
from deploy.errors import Refused
from deploy.options import Env, Yes
from deploy.web import checks, findings, images, preview, recovery, versions
from deploy.web.alarms import Alarms
from deploy.web.images import Image
from deploy.web.services import other
from deploy.web.switch import Switch, Web, web_of
from deploy.web.traffic import ALL, told


@dataclass(frozen=True)
class Wish:
    """What was asked for. `steps`: percent of the traffic; `watch_s` after each step; `keep_s` before the old version
    is stopped; `tasks` 0: as many as run now; `url` empty: the dashboard's own; `headers` go with each smoke test.
    """

    tag: str | None = None
    steps: Sequence[int] = (10, 50, ALL)
    watch_s: float = 60
    keep_s: float = 300
    tasks: int = 0
    url: str = ""
    strict: bool = False
    again: bool = False
    yes: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def blue_green(
    env: Env,
    tag: Annotated[str | None, typer.Option(help="Which image; the newest pushed one if none is named.")] = None,
    yes: Yes = False,
    steps: Annotated[str, typer.Option(help="Percent of the traffic, step by step; the last is 100.")] = "10,50,100",
    watch: Annotated[int, typer.Option(min=0, help="Seconds to watch after each step.")] = 60,
    keep: Annotated[int, typer.Option(min=0, help="Minutes to watch at 100 % before the old version stops.")] = 5,
    tasks: Annotated[int, typer.Option(min=0, max=100, help="How many tasks; 0: as many as run now.")] = 0,
    url: Annotated[
        str, typer.Option(help="Where the load balancer is reached, if not at the dashboard's address.")
    ] = "",
    header: Annotated[list[str] | None, typer.Option(help="'Name: value' for the smoke tests to send along.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at new critical findings, or without a scan.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Also when this very version has the traffic.")] = False,
) -> None:
    """Bring a new version of the dashboard into service without a pause; back by itself when something goes wrong."""
    wish = Wish(tag, percents(steps), watch, keep * 60, tasks, url, strict, again, yes, checks.headers_of(header or ()))
    bring(web_of(environment(env)), wish)


def percents(text: str) -> tuple[int, ...]:
    """`10,50,100` as numbers. Raises Refused unless they grow and end at 100."""
    try:
        steps = tuple(int(part) for part in text.split(","))
    except ValueError:
        steps = ()
    if not steps or steps[-1] != ALL or steps[0] < 1 or any(a >= b for a, b in pairwise(steps)):
        raise Refused(f"--steps {text!r}: percents that grow and end at 100, such as 10,50,100")
    return steps


@dataclass(frozen=True)
class Plan:
    """What will be done: `image` takes the place of `running` (None: unknown), which has `now` tasks."""

    live: str
    now: int
    running: Image | None
    image: Image
    base: dict[str, Any]
    container: str
    tasks: int
    steps: Sequence[int]
    newest: bool

    @property
    def new(self) -> str:
        """The colour that gets the new version."""
        return other(self.live)


def bring(web: Web, wish: Wish) -> None:
    """Bring the version into service. Raises Refused; the traffic is then where it was."""
    ecr = web.env.client("ecr")
    pushed = images.pushed(ecr, web.env.output("repository"))
    image = images.choose(pushed, wish.tag)
    plan = _plan(web, wish, pushed, image, _settled(web, wish))
    if plan.now and plan.newest and not wish.again:
        say(f"{plan.live} runs {image.tag} with the newest settings already; nothing to do (--again deploys it anew)")
        return
    alarms = Alarms(web.env)
    _tell(plan, wish)
    findings.tell(ecr, image, plan.running, wish.strict)
    alarms.tell()
    confirm("Go on?", wish.yes)
    switch = Switch(web, plan.live, plan.new)
    with switch.or_back():
        _carry_out(web, plan, wish, switch, alarms)
    switch.finish()
    say(f"done: {plan.new} serves {image.tag}")


def _settled(web: Web, wish: Wish) -> str:
    """The colour with all the traffic, after what an earlier switch has left is put in order."""
    if recovery.look(web):
        confirm("Put it in order first?", wish.yes)
    elif ALL not in web.traffic.weights().values():
        say(f"traffic: {told(web.traffic.weights())}, and no switch is going on")
        confirm("Give all of it to the colour that has most?", wish.yes)
    return recovery.settle(web)


def _plan(web: Web, wish: Wish, pushed: Sequence[Image], image: Image, live: str) -> Plan:
    ecs, now = web.services.ecs, web.services.of(live)
    base = versions.latest(ecs, web.env.output("task_family"))
    running = versions.image_of(versions.described(ecs, now.task_definition), now.container)
    return Plan(
        live=live,
        now=now.running,
        running=images.find(pushed, running),
        image=image,
        base=base,
        container=now.container,
        tasks=wish.tasks or now.wanted or int(web.env.output("ecs_desired_count")),
        # Where nobody is served there is nobody to spare.
        steps=wish.steps if now.running else (ALL,),
        newest=running == image.uri and now.task_definition == base["taskDefinitionArn"],
    )


def _tell(plan: Plan, wish: Wish) -> None:
    if plan.now:
        tag = plan.running.tag if plan.running else "an image that is no longer in the repository"
        say(f"{plan.live} has the traffic: {tag}, {plan.now} running")
    else:
        say(f"{plan.live} would have the traffic, but nothing runs there")
    image = plan.image
    say(f"{plan.new} gets {image.tag} ({image.digest}, pushed {image.pushed:%Y-%m-%d %H:%M}), {plan.tasks} to run")
    moved = " → ".join(f"{step} %" for step in plan.steps)
    say(f"  then smoke tests, then traffic: {moved}, {wish.watch_s:g} s each, {wish.keep_s / 60:g} minutes at the end")


def _carry_out(web: Web, plan: Plan, wish: Wish, switch: Switch, alarms: Alarms) -> None:
    underway = switch.begin()
    version = versions.register(web.services.ecs, plan.base, plan.container, plan.image.uri)
    switch.start(version, plan.tasks)
    server = checks.Server(wish.url or str(web.env.output("dashboard_url")), wish.headers)
    asked = checks.VERSION if web.env.outputs.get("distribution_id") else checks.DASHBOARD
    preview.try_out(web.traffic, underway, server, asked, web.patience)
    switch.shift(plan.steps, wish.watch_s, alarms)
    _try_as_visitor(server, asked)
    if wish.keep_s and plan.now:
        say(f"{plan.live} is kept for {wish.keep_s / 60:g} minutes; Ctrl-C goes back to it")
        switch.watch(wish.keep_s, alarms)


def _try_as_visitor(server: checks.Server, asked: tuple[checks.Check, ...]) -> None:
    """The dashboard as everybody sees it now. Raises Refused."""
    outcomes = list(checks.run(asked, server))
    if all(outcome.wrong.startswith("no answer") for outcome in outcomes):
        say(f"  {server.url} cannot be reached from here; smoke-test it where it can: make smoke URL={server.url}")
        return
    for outcome in outcomes:
        say(f"  {outcome}")
    if failed := checks.named(outcomes):
        raise Refused(f"{server.url} failed its smoke tests: {failed}")
