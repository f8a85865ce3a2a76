"""The API's reference as a page, and the little markup of its texts."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.api.docs import curl, type_of
from dashboard.api.markup import paragraphs
from dashboard.api.openapi import _short_names

PATH = "/api/docs/"


def test_every_operation_and_type_is_on_the_page(client: FlaskClient) -> None:
    document: Any = client.get("/api/openapi.json").json
    page = client.get(PATH).text
    for path, methods in document["paths"].items():
        assert f"<code>{path}</code>" in page
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
            assert f'id="curl-{operation["operationId"]}"' in page
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in page
    linked = set(re.findall(r'href="#([\w-]+)"', page))
    assert linked <= set(re.findall(r'id="([\w-]+)"', page)) | {"content"}


def test_the_page_obeys_the_policy(client: FlaskClient) -> None:
    page = client.get(PATH).text
    for tag in re.findall(r"<script[^>]*>", page):
        assert 'src="/assets/' in tag or 'type="application/json"' in tag
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)
    assert not re.search(r'src="(?:https?:)?//', page)


def test_its_frame_is_korean_for_koreans(client: FlaskClient) -> None:
    page = client.get(PATH, headers={"Accept-Language": "ko"}).text
    assert '<html lang="ko"' in page
    assert '<section aria-labelledby="tag-Goals" lang="en">' in page


def test_it_needs_neither_a_log_in_nor_the_slash(client: FlaskClient) -> None:
    assert client.get("/api/docs").status_code == 200
    assert client.get("/api/openapi.json").headers["Access-Control-Allow-Origin"] == "*"


def test_texts_are_escaped_but_for_the_markup() -> None:
    text = "Ask `a <b>` of [us](https://example.com/?a=1&b=2)\nnow\n\n<script> [no](javascript:alert(1))"
    assert paragraphs(text) == (
        '<p>Ask <code>a &lt;b&gt;</code> of <a href="https://example.com/?a=1&amp;b=2" rel="noreferrer">us</a>\nnow</p>'
        "<p>&lt;script&gt; [no](javascript:alert(1))</p>"
    )


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/Goal"}, "Goal"),
        ({"type": "array", "items": {"type": "string"}}, "list of text"),
        ({"type": "array"}, "list"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"enum": ["read", "admin"]}, '"read" or "admin"'),
        ({}, "any value"),
    ],
)
def test_types_are_told_in_words(schema: dict[str, Any], words: str) -> None:
    assert type_of(schema) == words


def test_commands_can_be_pasted_into_a_shell() -> None:
    operation = {
        "parameters": [{"name": "site", "in": "path"}],
        "security": [{"token": []}],
        "requestBody": {"content": {"application/json": {"example": {"text": "it's"}}}},
    }
    assert curl("https://x.example", "/api/{site}/{goal}", "POST", operation) == (
        "curl -X POST https://x.example/api/KEY/goal \\\n"
        '  -H "Authorization: Bearer $API_TOKEN" \\\n'
        "  -H 'Content-Type: application/json' \\\n"
        """  -d '{"text": "it'"'"'s"}'"""
    )


def test_names_of_types_are_short_and_never_shared() -> None:
    assert _short_names(["a.b.funnel.Request", "Page_Site_", "a.x.Page_a.y.Site_", "_Inner", "Inner"]) == {
        "a.b.funnel.Request": "FunnelRequest",
        "Page_Site_": "PageOfSite",
        "a.x.Page_a.y.Site_": "PageOfYSite",
        "_Inner": "Inner",
        "Inner": "Inner2",
    }
