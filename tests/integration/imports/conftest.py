"""A bucket beside the tables of each test."""

from collections.abc import Iterator

import pytest

from liveinsight.settings import Settings
from tests.integration.archive.shelf import Shelf


@pytest.fixture
def shelf(settings: Settings) -> Iterator[Shelf]:
    made = Shelf(settings)
    yield made
    made.clear()
