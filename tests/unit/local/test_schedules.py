"""Scheduled functions are read from the Chalice app and run as EventBridge runs them."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from chalice.app import Chalice, CloudWatchEvent, Cron, Rate

from local import chalice_app, cron, schedules
from local.schedules import Schedule

DUE = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def app_with(calls: list[CloudWatchEvent]) -> Chalice:
    app = Chalice(app_name="some")

    @app.schedule(Rate(5, unit=Rate.MINUTES))
    def often(event: CloudWatchEvent) -> None:
        calls.append(event)

    @app.schedule(Cron(15, 3, "*", "*", "?", "*"))
    def nightly(_event: CloudWatchEvent) -> None:
        raise RuntimeError("tonight it does not work")

    @app.lambda_function()
    def by_hand(_event: object, _context: object) -> None:
        return None

    return app


def test_the_table_of_an_app() -> None:
    table = {schedule.name: schedule.when for schedule in schedules.read(app_with([]))}
    assert table == {"often": cron.Every(timedelta(minutes=5)), "nightly": cron.parse("cron(15 3 * * ? *)")}


def test_a_function_gets_the_event_that_eventbridge_sends() -> None:
    calls: list[CloudWatchEvent] = []
    often = schedules.read(app_with(calls))[0]
    often.run(DUE)
    assert calls[0].source == "aws.events"
    assert calls[0].detail_type == "Scheduled Event"
    assert calls[0].time == "2026-11-22T12:00:00Z"


def test_a_failure_is_logged_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    nightly = schedules.read(app_with([]))[1]
    with caplog.at_level(logging.ERROR):
        nightly.run(DUE)
    assert "nightly failed" in caplog.text
    assert "tonight it does not work" in caplog.text


def test_it_runs_soon_and_then_at_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "FIRST_RUN_S", 0.0)
    stop, runs = threading.Event(), 0

    def function(_event: object, _context: None) -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            stop.set()

    started = datetime.now(UTC)
    Schedule("quick", cron.Every(timedelta(milliseconds=100)), function).follow(stop)
    assert runs == 3
    assert datetime.now(UTC) - started >= timedelta(milliseconds=200)


def test_the_collector_rolls_up_every_five_minutes() -> None:
    rates = {schedule.name: schedule.when for schedule in schedules.read(chalice_app.load())}
    assert rates["rollup"] == cron.Every(timedelta(minutes=5))
