"""Wrong values are refused before anything is planned, each with the remedy."""

import re

import pytest

from tests.terraform.runner import CODE, Run, Terraform

FILE = CODE / "tests/refused.tftest.hcl"
VARIABLES = (CODE / "variables.tf").read_text()


@pytest.fixture(scope="module")
def refused(terraform: Terraform) -> dict[str, Run]:
    """Each run of the file without `expect_failures`, so that Terraform says what it complains about.

    Each is in a file of its own, for Terraform runs nothing in a file after an error.
    """
    folder = terraform.code / "refused"
    folder.mkdir()
    head, *blocks = re.split(r"^(?=run )", FILE.read_text(), flags=re.MULTILINE)
    for number, block in enumerate(blocks):
        bare = re.sub(r"^  expect_failures = \[.*?\]$", "", block, flags=re.DOTALL | re.MULTILINE)
        (folder / f"{number}.tftest.hcl").write_text(head + bare)
    return terraform.test("refused")


def test_what_is_expected_to_fail_fails_and_nothing_else(refused: dict[str, Run]) -> None:
    expected = {
        name: set(re.findall(r"var\.(\w+)", listed))
        for name, listed in re.findall(
            r'^run "(\w+)".*?expect_failures = \[(.*?)\]$', FILE.read_text(), re.DOTALL | re.MULTILINE
        )
    }
    assert expected
    assert {name: {_variable(said) for said in run.complaints} for name, run in refused.items()} == expected


def test_every_message_is_said(refused: dict[str, Run]) -> None:
    """No check of variables.tf is without a value that it refuses."""
    messages = [text.replace('\\"', '"') for text in re.findall(r'error_message = "(.*)"$', VARIABLES, re.MULTILINE)]
    said = "\n".join(said for run in refused.values() for said in run.complaints)
    assert len(messages) > 30
    assert [message for message in messages if message not in said] == []


def test_what_takes_no_free_text_is_checked() -> None:
    """Switches need no check, and of an owner nothing can be wrong."""
    blocks = re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', VARIABLES, re.DOTALL | re.MULTILINE)
    unchecked = {name for name, body in blocks if "validation {" not in body and not re.search(r"type += bool", body)}
    assert unchecked == {"owner"}


def _variable(said: str) -> str:
    """The variable that a complaint is about: the one whose message it has."""
    for name, body in re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', VARIABLES, re.DOTALL | re.MULTILINE):
        messages = re.findall(r'error_message = "(.*)"$', body, re.MULTILINE)
        if any(message.replace('\\"', '"') in said for message in messages):
            return str(name)
    return said
