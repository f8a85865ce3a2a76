"""The compiled lists of sources, bots and referrer spam; `python -m classification` writes them."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec


@cache
def read(name: str) -> dict[str, Any]:
    """The list `bots`, `sources` or `spam`, read on first use: a cold start does not pay for it."""
    content: dict[str, Any] = msgspec.json.decode(Path(__file__).with_name(f"{name}.json").read_bytes())
    return content
