"""Commands that the guides tell an operator to type: they exist, with these options, and their queries can be read."""

import itertools
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import jmespath  # type: ignore[import-untyped]  # it ships no types
import pytest
from botocore import xform_name
from typer.main import get_command

from deploy.__main__ import app
from liveinsight.cli import app as liveinsight

ROOT = Path(__file__).parents[4]
GUIDES = [
    ROOT / "docs/operations" / name for name in ("troubleshoot.md", "rotate.md", "scale-up.md", "deploy-from-github.md")
]
ANYWHERE = {"--query", "--output", "--region", "--filter-pattern", "--since"}
OWN = {("logs", "tail"), ("ecs", "wait"), ("cloudfront", "create-invalidation")}
"""Commands of the aws command line that are no operation of AWS, or that have options of another name."""
SESSION = botocore.session.get_session()
_COMMAND = re.compile(r"(?<![\w/-])(aws [a-z0-9]+ [a-z0-9-]+[^`\n]*)")


def commands(text: str) -> Iterator[str]:
    """Every `aws SERVICE OPERATION …`, in blocks, within `$(…)` and in sentences; continued lines are one."""
    whole = text.replace("\\\n", " ")
    for found in _COMMAND.findall(whole):
        yield re.split(r"[)|;]\"?(?= |$)|\)\"|&& ", found)[0] if "--query" not in found else found


def parts(command: str) -> list[str]:
    """Words; what a quote that ends elsewhere leaves open is cut off."""
    for text in (command, command + "'", command + '"'):
        try:
            return shlex.split(text, comments=True)
        except ValueError:
            continue
    return command.split()


def operation(service: str, name: str) -> Any:
    """The operation of AWS that the command line calls so; None where there is none."""
    if service not in SESSION.get_available_services():
        return None
    model = SESSION.get_service_model(service)
    return next((model.operation_model(each) for each in model.operation_names if xform_name(each, "-") == name), None)


def wrong(command: str) -> Iterator[str]:
    _, service, name, *rest = parts(command)
    service = {"s3api": "s3"}.get(service, service)
    if (service, name) not in OWN:
        found = operation(service, name)
        if found is None:
            yield f"there is no {service} {name}"
            return
        known = {f"--{xform_name(member, '-')}" for member in found.input_shape.members} if found.input_shape else set()
        options = {word for word in rest if re.fullmatch(r"--[a-z][a-z-]+", word)}
        yield from (f"{service} {name} has no {option}" for option in sorted(options - known - ANYWHERE))
    for before, query in itertools.pairwise(rest):
        if before == "--query":
            yield from _unreadable(query)


def _unreadable(query: str) -> Iterator[str]:
    try:
        jmespath.compile(query)
    except jmespath.exceptions.ParseError as error:
        yield f"{query} cannot be read: {error}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_what_a_guide_says_to_type_is_there(guide: Path) -> None:
    found = list(commands(guide.read_text()))
    assert found
    assert {command: list(wrong(command)) for command in found if list(wrong(command))} == {}


def test_what_the_doctor_says_to_type_is_there() -> None:
    texts = [path.read_text() for path in (ROOT / "deploy/doctor").glob("*.py")]
    found = [re.sub(r"\{.*?\}", "X", command).rstrip('",') for text in texts for command in commands(text)]
    assert len(found) > 5
    assert {command: list(wrong(command)) for command in found if list(wrong(command))} == {}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_make_targets_and_our_own_commands_are_there(guide: Path) -> None:
    text = guide.read_text()
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    targets |= set(get_command(app).commands)  # type: ignore[attr-defined]  # it is a group
    named = {one or two for one, two in re.findall(r"`make ([a-z-]+)|^make ([a-z-]+)", text, re.MULTILINE)}
    assert named - targets == set()
    ours = set(get_command(liveinsight).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"(?:`|^|\| |&& )liveinsight ([a-z]+)", text, re.MULTILINE)) - ours == set()


@pytest.mark.parametrize(
    ("command", "complaint"),
    [
        ("aws ecs describe-servics --cluster x", "there is no"),
        ("aws ecs describe-services --clusters x", "has no --clusters"),
        ("aws ecs describe-services --cluster x --query 'services[0'", "cannot be read"),
    ],
)
def test_a_wrong_command_would_be_found(command: str, complaint: str) -> None:
    (said,) = wrong(command)
    assert complaint in said


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_lead_somewhere(guide: Path) -> None:
    """Files that are there, and headings in them."""
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", guide.read_text()):
        name, _, anchor = target.partition("#")
        file = guide.parent / name if name else guide
        assert file.exists(), target
        if anchor:
            assert anchor in set(_anchors(file.read_text())), target


def _anchors(text: str) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
