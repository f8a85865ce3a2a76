"""The collector as a Lambda function behind a REST API on the local AWS, set up with the binary types that it names.

What API Gateway does with text and bytes depends on `Accept`, and no local server of Chalice's shows it.
"""

import base64
import http.client
import importlib
import io
import json
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from liveinsight import sites, tables
from liveinsight.settings import Settings
from liveinsight.sites import Site
from tests.integration.collector.conftest import COLLECTOR
from tests.integration.collector.gateway import FIREFOX, VISITOR, Clock, Collector

LIMIT_S = 60
STAGE = "api"
LEFT_OUT = frozenset({"vendor", ".chalice", "__pycache__"})


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Api:
    host: str
    id: str

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """A request with these headers and no others: `Accept` is there when a test gives it."""
        with closing(http.client.HTTPConnection(self.host, timeout=LIMIT_S)) as connection:
            connection.putrequest(
                method, f"/restapis/{self.id}/{STAGE}/_user_request_{path}", skip_accept_encoding=True
            )
            for name, value in {"User-Agent": FIREFOX, "X-Forwarded-For": VISITOR, **headers}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers["Content-Type"], answer.read())


def program() -> bytes:
    """The function's code as a zip; its libraries are those of this Python."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for folder, inside in ((COLLECTOR, Path()), (COLLECTOR.parent / "liveinsight", Path("liveinsight"))):
            for file in folder.rglob("*"):
                if file.is_file() and not LEFT_OUT.intersection(file.parts):
                    archive.write(file, inside / file.relative_to(folder))
    return packed.getvalue()


@pytest.fixture(scope="module")
def app() -> Any:
    """The Chalice app: its routes and binary types."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "path", [str(COLLECTOR), *sys.path])
        return importlib.import_module("app").app


@pytest.fixture(scope="module")
def function(settings: Settings) -> Iterator[str]:
    """The function's ARN."""
    client = boto3.client("lambda", endpoint_url=settings.endpoint_url)
    variables = {
        "LIVEINSIGHT_PROJECT_NAME": settings.project_name,
        "AWS_ENDPOINT_URL": str(settings.endpoint_url),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "LIVEINSIGHT_TRUSTED_PROXIES": "*",
    }
    name = f"{settings.project_name}-collector"
    made = client.create_function(
        FunctionName=name,
        Runtime=f"python{sys.version_info.major}.{sys.version_info.minor}",
        Role="arn:aws:iam::000000000000:role/collector",
        Handler="app.app",
        Code={"ZipFile": program()},
        Timeout=30,
        Environment={"Variables": variables},
    )
    yield made["FunctionArn"]
    client.delete_function(FunctionName=name)


@pytest.fixture(scope="module")
def api(settings: Settings, app: Any, function: str) -> Iterator[Api]:
    """All routes of the app behind one REST API, as Chalice deploys it."""
    client = boto3.client("apigateway", endpoint_url=settings.endpoint_url)
    made = client.create_rest_api(name=settings.project_name, binaryMediaTypes=app.api.binary_types)["id"]
    resources = {"": client.get_resources(restApiId=made)["items"][0]["id"]}
    for path, methods in app.routes.items():
        resource = _resource(client, made, path, resources)
        for method in methods:
            _connect(client, made, resource, method, function)
    client.create_deployment(restApiId=made, stageName=STAGE)
    yield Api(urlsplit(str(settings.endpoint_url)).netloc, made)
    client.delete_rest_api(restApiId=made)


def _resource(client: Any, api: str, path: str, known: dict[str, str]) -> str:
    """The id of a path's resource, which is made with all that lies above it."""
    if path not in known:
        above, _, part = path.rpartition("/")
        parent = _resource(client, api, above, known)
        known[path] = client.create_resource(restApiId=api, parentId=parent, pathPart=part)["id"]
    return known[path]


def _connect(client: Any, api: str, resource: str, method: str, function: str) -> None:
    client.put_method(restApiId=api, resourceId=resource, httpMethod=method, authorizationType="NONE")
    client.put_integration(
        restApiId=api,
        resourceId=resource,
        httpMethod=method,
        type="AWS_PROXY",
        integrationHttpMethod="POST",
        contentHandling="CONVERT_TO_TEXT",
        uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations",
    )


@pytest.fixture
def site(settings: Settings) -> Site:
    tables.bind(settings)
    return sites.add("Shop", "shop.example")


@pytest.mark.parametrize("accept", ["image/avif,image/webp,image/*,*/*;q=0.8", "image/webp,*/*", "*/*", "text/html"])
def test_an_image_is_bytes(accept: str, api: Api, site: Site) -> None:
    answer = api.ask(
        "GET", f"/events/pixel?site={site.key}&url=https%3A%2F%2Fshop.example%2Fmail&title=%ED%95%9C+b", Accept=accept
    )
    assert (answer.status, answer.content_type, len(answer.body), answer.body[:6]) == (200, "image/gif", 43, b"GIF89a")
    (view,) = Collector(None, Clock(0), site).events()
    assert (view.path, view.title) == ("/mail", "한 b")


def test_without_accept_an_image_may_be_base64_and_is_counted(api: Api, site: Site) -> None:
    answer = api.ask("GET", f"/events/pixel?site={site.key}", Referer="https://shop.example/p")
    assert (answer.status, answer.content_type) == (200, "image/gif")
    assert b"GIF89a" in (answer.body, base64.b64decode(answer.body))[-1]
    assert len(Collector(None, Clock(0), site).events()) == 1


@pytest.mark.parametrize("accept", [{}, {"Accept": "*/*"}, {"Accept": "application/json"}], ids=str)
def test_text_is_text(accept: dict[str, str], api: Api, site: Site) -> None:
    now = int(time.time() * 1000)
    view = {"id": "one", "type": "pageview", "at": now, "url": "https://shop.example/p", "title": "한글"}
    body = json.dumps({"site": site.key, "sent_at": now, "events": [view]}, ensure_ascii=False).encode()
    answer = api.ask("POST", "/events", body, **accept, Content_Type="text/plain")
    assert (answer.status, json.loads(answer.body)) == (202, {"accepted": 1, "dropped": []})

    plausible = json.dumps({"n": "pageview", "u": "https://shop.example/p", "d": site.key}).encode()
    answer = api.ask("POST", "/api/event", plausible, **accept, Content_Type="application/json")
    assert (answer.status, answer.body) == (202, b"ok")

    refused = api.ask("POST", "/events", b'{"test": "data"}', **accept, Content_Type="text/plain")
    assert (refused.status, list(json.loads(refused.body))) == (400, ["error"])
    unsupported = api.ask("POST", "/events", b"x", **accept, Content_Type="image/png")
    assert (unsupported.status, json.loads(unsupported.body)["Code"]) == (415, "UnsupportedMediaType")
    assert [event.title for event in Collector(None, Clock(0), site).events()] == ["한글", ""]
