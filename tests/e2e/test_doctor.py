"""`doctor` on the whole installation: well, but for what the local AWS cannot be, by name."""

import json
from typing import Any

import pytest

from tests.e2e.conftest import Made
from tests.e2e.lacking import FINDINGS


@pytest.fixture(scope="module")
def examined(made: Made) -> list[dict[str, Any]]:
    code, said = made.stack.deploy("doctor", "--json")
    answer = json.loads(said[said.index("\n{\n") :])
    assert answer["healthy"] is (code == 0)
    return list(answer["checks"])


def test_everything_is_looked_at(examined: list[dict[str, Any]]) -> None:
    assert len(examined) > 40
    assert len({each["phase"] for each in examined}) == 6


def test_nothing_else_is_wrong_than_what_cannot_be_well_here(examined: list[dict[str, Any]]) -> None:
    wrong = {each["what"]: each for each in examined if each["state"] in ("failed", "unknown")}
    assert wrong.keys() - FINDINGS.keys() == set(), [wrong[what] for what in wrong.keys() - FINDINGS.keys()]


def test_what_cannot_be_well_here_is_really_found(examined: list[dict[str, Any]]) -> None:
    """Otherwise it could be expected to be well."""
    wrong = {each["what"] for each in examined if each["state"] in ("failed", "unknown")}
    assert FINDINGS.keys() - wrong == set()
