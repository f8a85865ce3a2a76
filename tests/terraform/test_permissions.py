"""The roles of the Lambdas against their code: they may do all that it does, and nothing that it never does.

Routes and jobs run as they do in a Lambda; every call to AWS is noted. What is noted must be allowed by the plan of
the role, and what the role allows must have been needed.
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from liveinsight import sites
from liveinsight.archive.objects import s3_client
from liveinsight.bot_visits import budget
from liveinsight.settings import Settings
from liveinsight.sites import Changes
from liveinsight.tables import SaltItem
from liveinsight.timing import DAY_MS, HOUR_MS
from tests.integration.collector.conftest import collector as collector
from tests.integration.collector.conftest import process as process
from tests.integration.collector.gateway import Collector
from tests.terraform.permissions import Call, Policy, Recorder
from tests.terraform.runner import Terraform

GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
FUNCTIONS = ("collector", "rollup", "archive")


@pytest.fixture(scope="module")
def policies(terraform: Terraform) -> dict[str, Policy]:
    """Function → what its role may do."""
    run = terraform.test("tests/modules", "-filter=tests/modules/data.tftest.hcl")["data"]
    assert run.status == "pass", run.complaints
    document = 'data.aws_iam_policy_document.function["{}"]'
    return {name: Policy(run.planned(document.format(name))["statement"]) for name in FUNCTIONS}


@dataclass
class World:
    """The collector and its jobs, at a time that the test chooses."""

    collector: Collector
    recorder: Recorder

    def job(self, name: str, hours: int) -> set[Call]:
        """Run a scheduled job so many hours later; what it asked of AWS."""
        self.collector.clock.now_ms += hours * HOUR_MS
        self.recorder.take()
        getattr(importlib.import_module("chalicelib.jobs"), name)()
        return self.recorder.take()


@pytest.fixture
def world(settings: Settings, collector: Collector, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    s3 = s3_client(settings)
    s3.create_bucket(Bucket=settings.archive_bucket)
    sites.change(collector.site.key, Changes(identify=True))
    monkeypatch.setattr(importlib.import_module("chalicelib.jobs"), "time", collector.clock)
    recorder = Recorder(settings, monkeypatch)
    yield World(collector, recorder)
    monkeypatch.undo()
    for found in s3.list_objects_v2(Bucket=settings.archive_bucket).get("Contents", ()):
        s3.delete_object(Bucket=settings.archive_bucket, Key=found["Key"])
    s3.delete_bucket(Bucket=settings.archive_bucket)


def send_everything(world: World, monkeypatch: pytest.MonkeyPatch) -> set[Call]:
    """Requests of every kind that the collector knows; what it asked of AWS."""
    collector, now = world.collector, world.collector.clock.now_ms
    collector.post(collector.beacon(user="kim@shop.example"))
    collector.post(collector.beacon(user="kim@shop.example"))
    collector.post(collector.beacon(*(collector.event(number) for number in range(2, 8))))
    collector.post(collector.beacon(collector.event(10, at=now - 3 * HOUR_MS)))
    collector.post(collector.beacon(collector.event(11, at=now - 9 * DAY_MS), sent_at=now - 9 * DAY_MS))
    collector.plausible()
    collector.plausible(d="shop.example")
    collector.request("GET", f"/events/pixel?site={collector.site.key}&url=https://shop.example/pixel")
    collector.request("GET", "/health")
    for _ in range(2):
        behind = now - 2 * HOUR_MS
        collector.post(collector.beacon(collector.event(12, at=behind), sent_at=behind))
    bot = {"user-agent": GPTBOT}
    collector.post(collector.beacon(*(collector.event(number) for number in range(20, 25))), **bot)
    collector.post(collector.beacon(collector.event(30, at=now - 13 * HOUR_MS)), **bot)
    collector.post(collector.beacon(collector.event(31, at=now - 9 * DAY_MS), sent_at=now - 9 * DAY_MS), **bot)
    monkeypatch.setattr(budget, "MOST_AN_HOUR", 0)
    start_again()
    collector.post(collector.beacon(collector.event(32)), **bot)
    # Another process makes the day's salt after this one has looked for it.
    monkeypatch.setattr(SaltItem, "query", lambda *_, **__: iter(()))
    start_again()
    collector.post(collector.beacon(collector.event(33)))
    return world.recorder.take()


def start_again() -> None:
    """Be a process that remembers nothing."""
    process = importlib.import_module("chalicelib.process")
    process.forget()
    process.start()


def test_every_function_may_do_what_it_does_and_no_more(
    world: World, policies: dict[str, Policy], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        asked = {"collector": send_everything(world, changed)}
    start_again()
    asked["rollup"] = world.job("rollup", 2)
    asked["archive"] = world.job("archive", 0)
    late = world.collector.clock.now_ms - 3 * HOUR_MS
    asked["collector"] |= _sent(world, late)
    for hours in (1, 36, 30):
        asked["rollup"] |= world.job("rollup", hours)
        asked["archive"] |= world.job("archive", 0)
    wrong = {name: _wrong(policies[name], calls) for name, calls in asked.items()}
    assert wrong == {name: {} for name in FUNCTIONS}


def _wrong(policy: Policy, calls: set[Call]) -> dict[str, set[Call]]:
    """What is asked for and refused; what is allowed and never asked for."""
    named = {call.named for call in calls}
    found = {
        "refused": {call for call in named if not policy.allows(call)},
        "never needed": (policy.grants("dynamodb") | policy.grants("s3")) - named,
    }
    return {problem: cases for problem, cases in found.items() if cases}


def _sent(world: World, at: int) -> set[Call]:
    """What one more visitor, who comes late, makes the collector ask."""
    world.recorder.take()
    world.collector.post(world.collector.beacon(world.collector.event(40, at=at)))
    return world.recorder.take()
