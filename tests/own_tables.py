"""Tables of a project of their own, for a test or for all tests of a folder."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from liveinsight import late, tables
from liveinsight.settings import Settings


@contextmanager
def own_tables(endpoint: str) -> Iterator[Settings]:
    """Settings of a project that nobody else has, its tables made and bound; they are gone afterwards.

    The settings name a bucket, which is not made.
    """
    project = f"Test{secrets.token_hex(4)}"
    made = Settings(project_name=project, endpoint_url=endpoint, archive_bucket=f"{project.lower()}-archive")
    tables.bind(made)
    tables.create()
    late.forget()
    yield made
    # Other tests may have bound theirs meanwhile.
    tables.bind(made)
    tables.drop()
