"""The collector, its jobs and its site, with every call to AWS noted."""

import importlib
from dataclasses import dataclass

import pytest

from liveinsight.bot_visits import budget
from liveinsight.tables import SaltItem
from liveinsight.timing import DAY_MS, HOUR_MS
from tests.integration.collector.gateway import Collector
from tests.terraform.permissions import Call, Recorder

GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"


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

    def send_late(self) -> set[Call]:
        """What one more visitor, whose event comes three hours late, makes the collector ask."""
        self.recorder.take()
        self.collector.post(
            self.collector.beacon(self.collector.event(40, at=self.collector.clock.now_ms - 3 * HOUR_MS))
        )
        return self.recorder.take()


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
