"""The `liveinsight` command on a local AWS: what it prints, what it changes, how it refuses."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from liveinsight import rollup as rollup_jobs
from liveinsight import settings as settings_module
from liveinsight import tokens, users
from liveinsight.cli import app
from liveinsight.cli.turn import when_free
from liveinsight.errors import Conflict, LiveInsightError, NotFound
from liveinsight.settings import Settings
from liveinsight.tables import LeaseItem

COMMAND = Path(sys.executable).parent / "liveinsight"


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.endpoint_url is not None
    monkeypatch.setenv("AWS_ENDPOINT_URL", settings.endpoint_url)
    monkeypatch.setenv("LIVEINSIGHT_PROJECT_NAME", settings.project_name)
    settings_module.settings.cache_clear()


def run(*arguments: str, given: str | None = None) -> str:
    """What the command prints. Raises what it refuses with."""
    result = CliRunner().invoke(app, arguments, input=given)
    if isinstance(result.exception, LiveInsightError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], env=os.environ, capture_output=True, text=True, check=False)


def test_adding_a_site_prints_its_key_and_nothing_else() -> None:
    key = run("site", "add", "My shop", "--domain", "https://www.shop.example/", "--timezone", "Asia/Seoul")
    assert run("site", "list") == f"{key}\tshop.example\tAsia/Seoul\tMy shop"


def test_changing_a_site_prints_what_is_set_now() -> None:
    key = run("site", "add", "Shop", "--domain", "shop.example")
    printed = run("site", "change", key, "--exclude-address", "203.0.113.7", "--exclude-path", "/admin/*")
    assert "excluded_addresses: 203.0.113.7/32" in printed
    assert "excluded_paths: /admin/*" in printed
    assert "excluded_paths: \n" in run("site", "change", key, "--exclude-path", "") + "\n"
    assert "identify: False" in run("site", "change", key)
    assert "identify: True" in run("site", "change", key, "--identify")
    assert "identify: True" in run("site", "change", key, "--name", "My shop")
    assert "identify: False" in run("site", "change", key, "--no-identify")


def test_a_new_person_can_log_in_with_the_printed_password() -> None:
    password = run("user", "add", "Me@Example.com")
    assert users.log_in("me@example.com", password) is not None
    assert run("user", "list") == "me@example.com"


def test_a_password_can_come_from_standard_input_and_be_changed() -> None:
    assert run("user", "add", "me@example.com", "--password-stdin", given="first password\n") == ""
    epoch = users.get("me@example.com").session_epoch
    run("user", "password", "me@example.com", "--password-stdin", given="second password\n")
    assert users.log_in("me@example.com", "first password") is None
    user = users.log_in("me@example.com", "second password")
    assert user is not None
    assert user.session_epoch > epoch


def test_tokens_open_all_sites_or_one() -> None:
    key = run("site", "add", "Shop", "--domain", "shop.example")
    assert tokens.check(run("token", "create")).opens("any")
    narrow = tokens.check(run("token", "create", "--site", key))
    assert narrow.opens(key)
    assert not narrow.opens("other")
    with pytest.raises(NotFound):
        run("token", "create", "--site", "nobody")


def test_rollup_says_what_it_did() -> None:
    run("site", "add", "Shop", "--domain", "shop.example")
    assert "sites: 1" in run("rollup")
    assert "stored: 0" in run("rollup", "--now")


def test_a_job_by_hand_waits_for_the_one_that_is_running(capsys: pytest.CaptureFixture[str]) -> None:
    LeaseItem(LeaseItem.KIND, "rollup", holder="other", until=time.time() + 1.5).save()
    result = CliRunner().invoke(app, ["rollup"])
    assert result.exit_code == 0, result.output
    assert result.stderr.count("another rollup is running") == 1
    LeaseItem(LeaseItem.KIND, "rollup", holder="other", until=time.time() + 60).save()
    with pytest.raises(Conflict):
        when_free(lambda: rollup_jobs.run(int(time.time() * 1000)), longest_s=0)
    assert capsys.readouterr().err == ""


def test_the_doctor_names_what_is_missing_and_fails() -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert [line[:4] for line in lines if "-Events" in line] == ["ok  "]
    assert any(line.startswith("FAIL  people") and "liveinsight user add" in line for line in lines)
    assert any(line.startswith("FAIL  sites") and "liveinsight site add" in line for line in lines)


def test_the_doctor_asks_the_servers_of_the_running_local_system(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = f"AWS_ENDPOINT_URL={settings.endpoint_url}\nCOLLECTOR_URL=http://127.0.0.1:1\nDASHBOARD_URL=http://127.0.0.1:2\n"
    (tmp_path / "local.env").write_text(values)
    monkeypatch.setenv("LIVEINSIGHT_VAR", str(tmp_path))
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    done = process("doctor")
    assert f"using the local AWS at {settings.endpoint_url}" in done.stderr
    assert "http://127.0.0.1:1/health does not answer" in done.stdout
    assert "http://127.0.0.1:2/health/ does not answer" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("site", "add", "Shop", "--domain", "no domain"), "give one like shop.example"),
        (("site", "add", "Shop", "--domain", "shop.example", "--timezone", "Mars"), "give one like Asia/Seoul"),
        (("user", "add", "nobody"), "is no e-mail address"),
        (("token", "create", "--site", "nobody"), "`liveinsight site list` shows all"),
    ],
)
def test_a_refusal_is_one_line_on_stderr(arguments: tuple[str, ...], says: str) -> None:
    done = process(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr


def test_without_an_aws_to_talk_to_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    done = process("site", "list")
    assert done.returncode == 1
    assert done.stderr.startswith("liveinsight: AWS cannot be used")
    assert done.stderr.count("\n") == 1
