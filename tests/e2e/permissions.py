"""The policies of docs/operations/policies, beside what Terraform really called."""

import json
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.e2e import calls

FILES = sorted((Path(__file__).parents[2] / "docs/operations/policies").glob("*.json"))
LONGEST = 6144
"""Characters that a managed policy may have, white space not counted."""


def statements() -> list[dict[str, Any]]:
    return [statement for file in FILES for statement in json.loads(file.read_text())["Statement"]]


def allowed() -> set[str]:
    """Actions and patterns of actions that an operator may do."""
    return {action for statement in statements() for action in statement["Action"]}


def uncovered(record: Path) -> set[str]:
    """Actions that were called and that no statement allows."""
    known = allowed()
    called = calls.actions(calls.recorded(record))
    return {action for action in called if not any(fnmatchcase(action.lower(), one.lower()) for one in known)}
