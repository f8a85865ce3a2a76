"""What the project knows beside the packages (`additions.toml`), and what an operator adds to it (`local.toml`)."""

import tomllib
from pathlib import Path
from typing import Any

OURS = Path(__file__).with_name("additions.toml")
OPERATORS = Path(__file__).with_name("local.toml")
"""Not part of the project. It has the form of ours, and only what differs."""


def read(ours: Path = OURS, operators: Path = OPERATORS) -> dict[str, Any]:
    """The additions. A host, app, tag or text that the operator names is where the operator puts it."""
    additions = tomllib.loads(ours.read_text())
    if not operators.exists():
        return additions
    theirs = tomllib.loads(operators.read_text())
    return merged(_without(additions, theirs), theirs)


def merged(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged, lists joined; of single values theirs count."""
    result = dict(ours)
    for key, value in theirs.items():
        old = ours.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = merged(old, value)
        else:
            result[key] = [*old, *value] if isinstance(old, list) and isinstance(value, list) else value
    return result


def _without(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Our sources and bots without the keys that theirs put somewhere."""
    result = dict(ours)
    for table in ("sources", "bots"):
        groups = {name: group for name, group in theirs.get(table, {}).items() if isinstance(group, dict)}
        taken = {key for group in groups.values() for keys in group.values() for key in keys}
        result[table] = {
            name: {entry: [key for key in keys if key not in taken] for entry, keys in group.items()}
            if isinstance(group, dict)
            else group
            for name, group in ours[table].items()
        }
    return result
