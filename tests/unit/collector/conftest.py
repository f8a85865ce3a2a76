"""The collector's own modules, imported as Chalice imports them: with `collector/` on the path."""

import sys
from pathlib import Path

import pytest

COLLECTOR = Path(__file__).parents[3] / "collector"


@pytest.fixture(autouse=True)
def _on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(COLLECTOR), *sys.path])
