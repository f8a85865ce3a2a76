"""Glue's tables: the archive's columns in their order, in types that Athena reads from the archive's files."""

import pytest

from liveinsight.archive import columns
from liveinsight.athena.tables import table_input

GLUE = {"string", "timestamp", "bigint", "int", "tinyint", "boolean", "decimal(18,3)"}


@pytest.mark.parametrize(("kind", "known"), [("events", columns.EVENTS), ("sessions", columns.SESSIONS)])
def test_a_table(kind: str, known: dict[str, str]) -> None:
    table = table_input(kind, known, "bucket")
    storage, parameters = table["StorageDescriptor"], table["Parameters"]
    assert [column["Name"] for column in storage["Columns"]] == list(known)
    assert {column["Type"] for column in storage["Columns"]} <= GLUE
    assert [key["Name"] for key in table["PartitionKeys"]] == ["site", "date"]
    assert storage["Location"] == f"s3://bucket/{kind}/"
    assert parameters["storage.location.template"] == f"s3://bucket/{kind}/site=${{site}}/date=${{date}}/"
    assert parameters["projection.site.type"] == "injected"
