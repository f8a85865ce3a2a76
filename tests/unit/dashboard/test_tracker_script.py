"""`/li.js` and `/li-vitals.js`"""

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from liveinsight.settings import Settings

FILES = pytest.mark.parametrize("path", ["/li.js", "/li-vitals.js"])


def test_names_the_collector(client: FlaskClient) -> None:
    answer = client.get("/li.js")
    assert answer.text == 'fetch("https://in.example/events")'
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_second_file_is_served_as_the_first(client: FlaskClient) -> None:
    vitals, tracker = client.get("/li-vitals.js"), client.get("/li.js")
    assert vitals.text == "measure()"
    own = {"ETag", "Content-Length"}
    told = [{name: value for name, value in answer.headers if name not in own} for answer in (vitals, tracker)]
    assert told[0] == told[1]
    assert vitals.headers["ETag"] != tracker.headers["ETag"]


@FILES
def test_is_kept_and_asked_for_by_its_tag(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.cache_control.public
    assert (first.cache_control.max_age or 0) > 0
    tag = first.headers["ETag"]
    assert tag.startswith('"')
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_build_has_another_tag(client: FlaskClient, tmp_path: Path) -> None:
    before = client.get("/li.js").headers["ETag"]
    (tmp_path / "li.js").write_text('fetch("__LI_API__/events?2")')
    assert client.get("/li.js").headers["ETag"] != before


@FILES
def test_compressed_is_the_same(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_the_address_cannot_leave_its_string(make_app: Callable[..., Flask], settings: Settings) -> None:
    hostile = replace(settings, collector_url="https://x\"+alert(1)+`${1}</script>'")
    text = make_app(hostile).test_client().get("/li.js").text
    inside = text.removeprefix('fetch("').removesuffix('/events")')
    assert not set(inside) & set("\"'`<>$(){}")
    assert inside.encode().decode("unicode_escape") == hostile.collector_url


@FILES
def test_without_a_build_it_says_so(
    client: FlaskClient, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    (tmp_path / path[1:]).unlink()
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.text.startswith("/*")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "npm run build" in caplog.text
