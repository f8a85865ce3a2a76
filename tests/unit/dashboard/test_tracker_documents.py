"""`docs/tracker.md`, also in Korean: what can be checked against the code."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest

from dashboard.views.sites import STUB

ROOT = Path(__file__).parents[3]
DOCUMENTS = pytest.mark.parametrize("name", ["docs/tracker.md", "docs/ko/tracker.md"])


def camel(attribute: str) -> str:
    first, *rest = attribute.removeprefix("data-").split("-")
    return first + "".join(word.capitalize() for word in rest)


@DOCUMENTS
def test_the_stub_and_its_hash_are_those_of_the_install_page(name: str) -> None:
    text = (ROOT / name).read_text()
    assert f"<script>{STUB}</script>" in text
    assert re.findall(r"'sha256-(.+)'", text) == [b64encode(hashlib.sha256(STUB.encode()).digest()).decode()]


@DOCUMENTS
def test_every_option_of_the_tracker_is_there(name: str) -> None:
    told = re.findall(r"^\| (?:– \()?`(data-[a-z-]+|beforeSend)`", (ROOT / name).read_text(), re.MULTILINE)
    interface = re.search(r"export interface Options \{(.*?)\n\}", options(), re.DOTALL)
    assert interface
    known = re.findall(r"^  (\w+)\??:", interface[1], re.MULTILINE)
    assert sorted(map(camel, told)) == sorted(known)


def options() -> str:
    return (ROOT / "tracker-js/src/options.ts").read_text()


@DOCUMENTS
def test_links_lead_somewhere(name: str) -> None:
    document = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), target
