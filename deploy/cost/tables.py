"""The tables of this room: TOML files beside the code."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """The content of `NAME.toml`."""
    return tomllib.loads((HERE / f"{name}.toml").read_text())
