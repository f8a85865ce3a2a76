"""A place to work in for each test."""

from collections.abc import Iterator

import pytest

from liveinsight.archive.workspace import Workspace, workspace


@pytest.fixture
def space() -> Iterator[Workspace]:
    with workspace() as made:
        yield made
