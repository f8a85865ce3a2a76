"""Smoke tests against the real dashboard and collector, and against ones that are not well."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.errors import Refused
from deploy.web.smoke import report
from local.ports import LOOPBACK, free_port
from tests.integration.deploy.web.broken import Broken
from tests.integration.deploy.web.installation import client
from tests.integration.first_party import servers
from tests.own_tables import own_tables

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def collector(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The collector as it runs on a laptop."""
    with (
        own_tables(endpoint) as settings,
        servers.collector(settings, tmp_path_factory.mktemp("collector") / "log", {}) as port,
    ):
        yield f"http://{LOOPBACK}:{port}"


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "deploy", "smoke", *arguments), cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_all_is_well(dashboard: int, collector: str) -> None:
    done = command("--url", f"http://{LOOPBACK}:{dashboard}", "--collector", collector)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == "all 9 checks passed"
    assert [line.split(maxsplit=1)[0] for line in lines[1:-1]] == ["ok"] * 9
    assert '  ok    POST /events {"test": "data"} is 400 with the error and CORS headers' in lines


def test_it_changes_nothing(endpoint: str, dashboard: int, collector: str) -> None:
    dynamodb = client(endpoint, "dynamodb")

    def items() -> dict[str, int]:
        names = dynamodb.list_tables()["TableNames"]
        return {name: dynamodb.scan(TableName=name, Select="COUNT")["Count"] for name in names}

    before = items()
    report(f"http://{LOOPBACK}:{dashboard}", collector)
    assert items() == before
    assert len(before) >= 8


def test_what_is_not_well_is_named_and_ends_with_an_exit_code(sick: Broken) -> None:
    address = f"http://{LOOPBACK}:{sick.port}"
    done = command("--url", address, "--collector", address + "/api")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[1] == "  ok    GET /health/ answers ok"
    assert "  FAIL  GET /health/?deep=1 reaches tables and archive: 500 Internal Server Error" in lines
    assert done.stderr.startswith("deploy: 8 of 9 checks failed: GET /health/?deep=1 reaches tables and archive, ")
    assert len(done.stderr.splitlines()) == 1


def test_behind_one_name_only_beacons_are_asked_of_the_collector(
    sick: Broken, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"http://{LOOPBACK}:{sick.port}"
    with pytest.raises(Refused, match="7 of 8 checks failed"):
        report(address, address + "/")
    assert "collector:" not in capsys.readouterr().out


def test_nobody_answers() -> None:
    with pytest.raises(Refused, match="6 of 6 checks failed"):
        report(f"http://{LOOPBACK}:{free_port()}", None)


@pytest.mark.parametrize("arguments", [(), ("--url", "stats.example.com")])
def test_an_address_is_needed(arguments: tuple[str, ...]) -> None:
    done = command(*arguments)
    assert done.returncode == 1
    assert "https://" in done.stderr
    assert len(done.stderr.splitlines()) == 1
