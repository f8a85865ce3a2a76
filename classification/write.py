"""Lists as JSON that a person can review: sorted, one entry a line, with a header that says where it comes from."""

import json
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "liveinsight" / "enrich" / "lists"


def header(sources: list[str], today: date) -> dict[str, Any]:
    return {
        "made": today.isoformat(),
        "by": "python -m classification",
        "from": [*sources, "classification/additions.toml (this project)"],
    }


def write(name: str, content: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write a list; its file is left alone when nothing but the date would change."""
    path = folder / f"{name}.json"
    if not (path.exists() and _same(json.loads(path.read_text()), content)):
        path.write_text(_text(content, depth=2) + "\n")
    return path


def _same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return {**old, "about": {**old.get("about", {}), "made": ""}} == {**new, "about": {**new["about"], "made": ""}}


def _text(value: Any, depth: int) -> str:
    """Objects as one entry a line, down to `depth` levels below."""
    if depth < 0 or not isinstance(value, dict) or all(isinstance(entry, str) for entry in value.values()):
        if isinstance(value, list) and sum(map(len, value)) > 400:
            return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value) + "\n]"
        return json.dumps(value, ensure_ascii=False)
    lines = (f"{json.dumps(key, ensure_ascii=False)}: {_text(entry, depth - 1)}" for key, entry in value.items())
    return "{\n" + ",\n".join(lines) + "\n}"
