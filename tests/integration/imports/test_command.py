"""`liveinsight import`, as it is called."""

import gzip
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from liveinsight import cli, sites
from liveinsight.cli import import_file as command
from liveinsight.errors import InvalidRequest, NotFound
from liveinsight.imports.lease import site_lease
from liveinsight.settings import Settings
from liveinsight.sites import Site
from tests.integration.archive.shelf import Shelf
from tests.integration.imports.loading import MIDNIGHT, MINUTE, as_file, rows, view

THREE = as_file([view(MIDNIGHT + number * MINUTE) for number in range(3)])


@pytest.fixture
def site(shelf: Shelf) -> Site:
    assert shelf.settings.archive_bucket
    return sites.add("Shop", "shop.example")


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> typer.Typer:
    monkeypatch.setattr(command, "settings", lambda: settings)
    monkeypatch.setattr("liveinsight.cli.import_file.time.time", lambda: (MIDNIGHT + 100 * MINUTE) / 1000)
    made = typer.Typer()
    made.command("import")(command.import_file)
    return made


def called(app: typer.Typer, *args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=stdin)


def test_a_file_is_loaded_and_loaded_again(app: typer.Typer, shelf: Shelf, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    path.write_bytes(THREE)
    result = called(app, str(path), "--site", site.key, "--format", "events")
    assert result.exit_code == 0, result.output
    assert "lines: 3\nevents: 3, of them 3 new\ndays written: 1, objects changed: 2\n" in result.output
    again = called(app, str(path), "--site", site.key)
    assert again.exit_code == 0
    assert "events: 3, of them 0 new\ndays written: 0, objects changed: 0\n" in again.output
    assert len(rows(shelf, site, "events")) == 3


@pytest.mark.parametrize("packed", [THREE, gzip.compress(THREE)])
def test_standard_input(app: typer.Typer, shelf: Shelf, site: Site, packed: bytes) -> None:
    assert called(app, "-", "--site", site.key, stdin=packed).exit_code == 0
    assert len(rows(shelf, site, "events")) == 3


def test_damaged_lines_are_shown_without_their_control_characters(
    app: typer.Typer, shelf: Shelf, site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "events.ndjson.gz"
    bad = as_file([view(MIDNIGHT) | {"at": "\x1b[31mred"}])
    path.write_bytes(gzip.compress(THREE + bad + b"{\n" * 30))
    result = called(app, str(path), "--site", site.key)
    assert result.exit_code == command.SOME_DAMAGED
    assert "line 4: no date: " in result.output
    assert "\x1b" not in result.output
    assert "line 23: not JSON: " in result.output
    assert "line 24: " not in result.output
    assert "… and 11 more\n" in result.output
    assert "not loaded, not JSON: 30\nnot loaded, no date: 1\n" in result.output
    assert len(rows(shelf, site, "events")) == 3


def test_a_file_that_breaks_off_stores_nothing(app: typer.Typer, shelf: Shelf, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "events.gz"
    path.write_bytes(gzip.compress(THREE * 1000)[:-9])
    assert isinstance(called(app, str(path), "--site", site.key).exception, InvalidRequest)
    assert isinstance(called(app, str(tmp_path / "none"), "--site", site.key).exception, InvalidRequest)
    assert shelf.object_keys() == []


def test_an_unknown_site_or_format_is_refused(app: typer.Typer, shelf: Shelf, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "events.ndjson"
    path.write_bytes(THREE)
    assert isinstance(called(app, str(path), "--site", "nobody").exception, NotFound)
    wrong = called(app, str(path), "--site", site.key, "--format", "exotic")
    assert wrong.exit_code == 2
    assert called(app, str(path)).exit_code == 2
    assert shelf.object_keys() == []


def test_a_second_import_waits_for_the_first(
    app: typer.Typer, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.ndjson"
    path.write_bytes(THREE)
    lease = site_lease(site.key)
    lease.__enter__()
    monkeypatch.setattr("liveinsight.cli.turn.time.sleep", lambda _: lease.__exit__(None, None, None))
    result = called(app, str(path), "--site", site.key)
    assert result.exit_code == 0
    assert "another import into this site is running" in result.output


def test_the_command_is_registered() -> None:
    assert "import" in {registered.name for registered in cli.app.registered_commands}
