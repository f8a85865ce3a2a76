"""`/health/`"""

from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from flask.testing import FlaskClient

from liveinsight import tables


class Tables:
    def __init__(self, status: str) -> None:
        self.status = status

    def describe_table(self, TableName: str) -> Any:  # noqa: N803  # boto3's own name
        return {"Table": {"TableName": TableName, "TableStatus": self.status}}


def refused(**_ignored: Any) -> Any:
    raise ClientError({"Error": {"Code": "404"}}, "HeadBucket")


def away() -> Any:
    raise EndpointConnectionError(endpoint_url="http://nowhere")


@pytest.fixture(autouse=True)
def archive(monkeypatch: pytest.MonkeyPatch) -> Any:
    bucket = SimpleNamespace(head_bucket=lambda **_ignored: {})
    monkeypatch.setattr(boto3, "client", lambda *_names, **_options: bucket)
    monkeypatch.setattr(tables, "client", lambda: Tables("ACTIVE"))
    return bucket


def test_plain_health_asks_nobody(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "client", away)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_deep_health_looks_at_tables_and_archive(client: FlaskClient) -> None:
    answer = client.get("/health/?deep=1")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok", "checks": {"tables": "ok", "archive": "ok"}}


def test_deep_health_names_what_fails(client: FlaskClient, archive: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.head_bucket = refused
    monkeypatch.setattr(tables, "client", away)
    answer = client.get("/health/?deep=1")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "checks": {"tables": "EndpointConnectionError", "archive": "404"}}


def test_a_table_that_is_not_ready_is_not_well(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "client", lambda: Tables("DELETING"))
    assert client.get("/health/?deep=1").status_code == 503
