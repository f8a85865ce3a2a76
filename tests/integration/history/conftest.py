"""A bucket, tables and a folder of copies for each test."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from liveinsight.history import lateness
from liveinsight.settings import Settings
from tests.integration.archive.shelf import Shelf
from tests.integration.history.story import Story


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Looks take in every late event at once, however slow the machine is."""
    with mock.patch.object(lateness, "LONGEST_S", float("inf")):
        yield


@pytest.fixture
def shelf(settings: Settings) -> Iterator[Shelf]:
    made = Shelf(settings)
    yield made
    made.clear()


@pytest.fixture
def story(shelf: Shelf, tmp_path: Path) -> Story:
    return Story(shelf, tmp_path / "history")
