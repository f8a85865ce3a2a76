"""The local AWS keeps its state, whether it is stopped or killed, and is prepared any number of times."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from liveinsight import sites, tables, tokens, users
from liveinsight.errors import NotFound
from liveinsight.settings import Settings
from local.aws import NotStarted, local_aws
from local.credentials import Credentials
from local.ports import free_port, holder, is_free
from local.prepare import prepare

SAVED_WITHIN_S = 30.0


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")


@pytest.fixture
def credentials(tmp_path: Path) -> Credentials:
    return Credentials.keep(tmp_path / "credentials.json")


def settings(endpoint: str) -> Settings:
    return Settings(endpoint_url=endpoint, archive_bucket="some-archive")


def its_process(endpoint: str) -> psutil.Process:
    port = int(endpoint.rpartition(":")[2])
    return next(
        child
        for child in psutil.Process().children()
        if any(c.laddr.port == port for c in child.net_connections("tcp"))
    )


def test_it_listens_on_the_loopback_address_only(tmp_path: Path) -> None:
    with local_aws(tmp_path) as endpoint:
        listening = [c.laddr for c in its_process(endpoint).net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert [(address.ip, address.port) for address in listening] == [
            ("127.0.0.1", int(endpoint.rpartition(":")[2]))
        ]
        assert str(os.getpid()) not in holder(listening[0].port)
    assert is_free(int(endpoint.rpartition(":")[2]))


def test_prepared_once_more_nothing_changes(tmp_path: Path, credentials: Credentials) -> None:
    with local_aws(tmp_path) as endpoint:
        first = prepare(settings(endpoint), credentials)
        assert prepare(settings(endpoint), first) == first
        assert [site.key for site in sites.every()] == [credentials.site]
        assert sites.get(credentials.site).domain == "127.0.0.1"
        assert users.log_in(credentials.admin_email, credentials.admin_password) is not None
        assert tokens.check(first.api_token).opens(credentials.site)


def test_a_password_that_no_longer_fits_and_a_token_that_is_unknown_are_repaired(
    tmp_path: Path, credentials: Credentials
) -> None:
    with local_aws(tmp_path) as endpoint:
        prepare(settings(endpoint), credentials)
        users.change_password(credentials.admin_email, "something else")
        repaired = prepare(settings(endpoint), credentials.with_token("li_lost"))
        assert users.log_in(credentials.admin_email, credentials.admin_password) is not None
        assert repaired == replace(credentials, api_token=repaired.api_token)
        assert tokens.check(repaired.api_token)


def test_its_state_outlives_a_stop(tmp_path: Path, credentials: Credentials) -> None:
    with local_aws(tmp_path) as endpoint:
        first = prepare(settings(endpoint), credentials)
    with local_aws(tmp_path) as endpoint:
        assert prepare(settings(endpoint), first) == first


def test_its_state_outlives_a_kill_once_saved(tmp_path: Path, credentials: Credentials) -> None:
    saved = tmp_path / "aws/state/dynamodb.json"
    with local_aws(tmp_path) as endpoint:
        first = prepare(settings(endpoint), credentials)
        deadline = time.monotonic() + SAVED_WITHIN_S
        while not saved.exists() or first.site.encode() not in saved.read_bytes():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        its_process(endpoint).send_signal(signal.SIGKILL)
    with local_aws(tmp_path) as endpoint:
        tables.bind(settings(endpoint))
        assert sites.get(first.site).key == first.site
        assert tokens.check(first.api_token)


def test_killed_before_it_saved_it_starts_afresh(tmp_path: Path, credentials: Credentials) -> None:
    with local_aws(tmp_path) as endpoint:
        its_process(endpoint).send_signal(signal.SIGSTOP)  # it cannot save any more
        its_process(endpoint).send_signal(signal.SIGKILL)
    with local_aws(tmp_path) as endpoint:
        tables.bind(settings(endpoint))
        tables.create()
        with pytest.raises(NotFound):
            sites.get(credentials.site)
        assert prepare(settings(endpoint), credentials).site == credentials.site


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    port = free_port()
    with local_aws(tmp_path / "one", port), pytest.raises(NotStarted), local_aws(tmp_path / "two", port):
        pass
