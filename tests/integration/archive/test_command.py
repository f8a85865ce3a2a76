"""`liveinsight archive`, as it is called by hand."""

import time

import pytest
import typer
from typer.testing import CliRunner

from liveinsight.cli import archive as command
from liveinsight.settings import Settings
from liveinsight.timing import DAY_MS, day_of
from tests.integration.archive.shelf import Shelf
from tests.integration.store.reference import Hit
from tests.integration.store.world import World


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> typer.Typer:
    monkeypatch.setattr(command, "settings", lambda: settings)
    made = typer.Typer()
    made.command("archive")(command.archive)
    return made


def test_the_run_says_what_it_did(app: typer.Typer, shelf: Shelf) -> None:
    now = int(time.time() * 1000)
    world = World(shelf.settings, created_at=now - DAY_MS)
    assert world.send([Hit(1, now - 3 * 3_600_000, "1", "pageview", "/")], now).accepted == 1
    result = CliRunner().invoke(app, [])
    assert result.exit_code == 0
    assert "A site: " in result.output
    assert "failed: []" in result.output
    assert any("/date=" in key for key in shelf.object_keys("hours/"))


def test_a_day_can_be_written_before_it_is_over(app: typer.Typer, shelf: Shelf) -> None:
    now = int(time.time() * 1000)
    world = World(shelf.settings, created_at=now - DAY_MS)
    world.send([Hit(1, now, "1", "pageview", "/")], now)
    args = ["--date", day_of(now), "--site", world.site.key]
    assert f"A site {day_of(now)}: 1 events, 1 sessions, written" in CliRunner().invoke(app, args).output
    assert "1 events, 1 sessions, unchanged" in CliRunner().invoke(app, args).output
    assert [row["path"] for row in shelf.rows("events")] == ["/"]


def test_a_site_needs_a_date(app: typer.Typer, shelf: Shelf) -> None:
    result = CliRunner().invoke(app, ["--site", "any"])
    assert result.exit_code == 2
    assert "--date" in result.output
    assert shelf.object_keys() == []
