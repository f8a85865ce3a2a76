"""Lists as files: sorted lines to review, left alone when nothing changed but the day."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from classification.write import header, write


def content(day: int, **more: Any) -> dict[str, Any]:
    return {"about": header(["package 1.0 (MIT)"], date(2026, 11, day)), "bots": {"tool": {"curl": ["^curl"]}}, **more}


def test_one_entry_a_line(tmp_path: Path) -> None:
    text = write("bots", content(23, ids={"gclid": {"source": "google"}}), tmp_path).read_text()
    assert '\n"curl": ["^curl"]\n' in text
    assert '\n"gclid": {"source": "google"}\n' in text
    assert json.loads(text)["about"]["from"] == ["package 1.0 (MIT)", "classification/additions.toml (this project)"]


def test_long_lists_have_one_entry_a_line_too(tmp_path: Path) -> None:
    hosts = [f"host-{number}.example" for number in range(40)]
    text = write("spam", content(23, hosts=hosts), tmp_path).read_text()
    assert '\n"host-1.example",\n' in text
    assert json.loads(text)["hosts"] == hosts


def test_another_day_alone_changes_nothing(tmp_path: Path) -> None:
    before = write("bots", content(23), tmp_path).read_text()
    assert write("bots", content(24), tmp_path).read_text() == before
    changed = write("bots", content(24, words=["bot"]), tmp_path).read_text()
    assert json.loads(changed)["about"]["made"] == "2026-11-24"
