"""What cannot be restored is refused in one line with the remedy, and nothing is made or changed."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy import __main__ as program
from deploy.environment import Environment
from deploy.errors import Refused
from deploy.restore import command
from deploy.restore.command import Asked, run
from tests.integration.deploy.restore.installation import Installation
from tests.integration.deploy.restore.test_point_in_time import moment


@pytest.fixture(autouse=True)
def untouched(installation: Installation) -> Iterator[None]:
    """Whatever a test asks for here, no table is made, and nothing in use changes."""
    before = installation.state()
    yield
    assert installation.state() == before
    assert sorted(installation.tables()) == sorted(installation.names.values())


def test_nonsense(installation: Installation) -> None:
    for origin in ("yesterday", "", "2026-13-01", "12:00", "Latest", "s3://bucket", "2026-11-22T10:00:00Z; x"):
        with pytest.raises(Refused, match=r"is nothing to restore from; give a time \(2026-11-22T10:00:00Z\), the ARN"):
            installation.restore(origin)


def test_a_time_that_cannot_be_restored(installation: Installation) -> None:
    """Before the earliest one and ahead, in every zone and in none, which is UTC."""
    for hours in (-40 * 24, -1, 1):
        at = datetime.now(UTC) + timedelta(hours=hours)
        for text in (at.isoformat(), at.astimezone().isoformat(), at.replace(tzinfo=None).isoformat(" ")):
            refusal = rf"{at:%Y-%m-%dT%H:%M:%S}Z cannot be restored; times from 20\S+Z to 20\S+Z can"
            with pytest.raises(Refused, match=refusal):
                installation.restore(text)


def test_a_table_without_points_in_time(installation: Installation) -> None:
    at, name = moment(), installation.names["Settings"]
    installation.dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": False}
    )
    with pytest.raises(Refused, match=f"{name} has no point-in-time recovery; make infra switches it on"):
        installation.restore(at)


def test_recovery_points_that_are_missing(installation: Installation) -> None:
    with pytest.raises(Refused, match=r"has no backup of all tables; the first one is made at 03:00 UTC"):
        installation.restore("latest")
    made = installation.back_up("Events", "Sessions")
    with pytest.raises(Refused, match=r"has no backup of all tables; the last one, of 20\S+ \S+, is not whole"):
        installation.restore("latest")
    lacking = f"lacks {installation.names['ActiveSessions']}, {installation.names['Settings']}"
    with pytest.raises(Refused, match=lacking):
        installation.restore(made["Events"])
    with pytest.raises(Refused, match="has no such recovery point; backups of all tables: none"):
        installation.restore("arn:aws:dynamodb:us-east-1:000000000000:table/LiveInsight-Events/backup/1-2")


def test_a_vault_that_is_not_there(installation: Installation) -> None:
    with pytest.raises(Refused, match="there is no backup vault nobodys in us-east-1; run: make infra ENV=testing"):
        installation.restore("latest", vault="nobodys")
    without = replace(installation.env, outputs={**installation.env.outputs, "backup_vault": ""})
    with pytest.raises(Refused, match=r"there are no backups \(backup_enabled = false\); give a time, or archive"):
        run(without, Asked("latest", yes=True), installation.now)


def test_names_that_new_tables_cannot_have(installation: Installation) -> None:
    installation.back_up()
    project = installation.project
    for to in ("Elsewhere", project, f"{project}-é", f"{project}-a b", f"{project}-Events", f"{project}-{'x' * 300}"):
        with pytest.raises(Refused, match=r"is no prefix for new tables; give one that begins with Test\w+-"):
            installation.restore("latest", to=to)


def test_questions_that_nobody_answers(installation: Installation) -> None:
    installation.back_up()
    with pytest.raises(Refused, match="nobody is here to answer"):
        run(installation.env, Asked("latest"), installation.now)
    with pytest.raises(Refused, match="a rehearsal names its tables itself"):
        installation.restore("latest", rehearse=True, to=f"{installation.project}-x")


def test_the_command_line(
    installation: Installation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "environment", lambda _: installation.env)
    assert _main(monkeypatch, "--from", "tomorrow") == 1
    assert capsys.readouterr().err.startswith("deploy: FROM='tomorrow' is nothing to restore from")
    assert _main(monkeypatch, "--from", "latest", "--rehearse", "--into-place") == 1
    assert "exclude each other" in capsys.readouterr().err
    installation.back_up()
    assert _main(monkeypatch, "--from", "latest", "--rehearse", "--yes") == 0
    assert "The rehearsal went well" in capsys.readouterr().out


def _main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["deploy", "restore", "--env", "testing", *arguments])
    with pytest.raises(SystemExit) as left:
        program.main()
    return int(left.value.code or 0)


@pytest.fixture
def expired() -> Iterator[str]:
    """Something that answers as AWS does when credentials have run out."""

    class Answer(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            body = b'{"__type": "com.amazon.coral.service#ExpiredTokenException", "message": "The token is expired"}'
            self.send_response(400)
            self.send_header("content-type", "application/x-amz-json-1.0")
            self.send_header("x-amzn-errortype", "ExpiredTokenException")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("origin", ["2026-11-22T10:00:00Z", "latest"])
def test_credentials_that_have_expired(
    installation: Installation,
    expired: str,
    origin: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", expired)
        env = Environment(installation.env.name, installation.env.outputs, installation.env.terraform)
        patch.setattr(command, "environment", lambda _: env)
        assert _main(patch, "--from", origin) == 1
    assert capsys.readouterr().err == (
        "deploy: AWS refuses your credentials (ExpiredTokenException); log in again (aws sso login, aws configure)\n"
    )


def test_credentials_that_expire_half_way(installation: Installation) -> None:
    """What is back is back; after logging in, the same command goes on."""
    before = installation.state()
    installation.back_up()
    installation.delete("Events")
    events = installation.env.client("dynamodb").meta.events

    def expire(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "ExpiredTokenException", "Message": "expired"}}, "BatchWriteItem")

    events.register("before-call.dynamodb.BatchWriteItem", expire)
    try:
        with pytest.raises(ClientError, match="ExpiredToken"):
            installation.restore("latest", into_place=True, to=f"{installation.project}-x")
    finally:
        events.unregister("before-call.dynamodb.BatchWriteItem", expire)
    installation.restore("latest", into_place=True, to=f"{installation.project}-x")
    installation.restore("latest", discard=True, to=f"{installation.project}-x")
    assert installation.state()["Events"] == before["Events"]
    installation.delete("Settings", *(key for key in installation.state()["Settings"] if key[0] == "late"))
