"""Glue's tables over the archive, made of the archive's list of columns. Partitions are computed, not registered."""

from typing import Any

import boto3
from botocore.exceptions import ClientError

from liveinsight.archive import columns, layout
from liveinsight.settings import Settings

_TYPES = {"VARCHAR": "string", "TIMESTAMP_MS": "timestamp", "INTEGER": "int"}
_PARQUET = "org.apache.hadoop.hive.ql.io.parquet"
FIRST_DAY = "1990-01-01"
"""Imported history may be older than LiveInsight. Days that no question names cost nothing."""


def define(settings: Settings) -> None:
    """Makes the database and its two tables, or brings them up to date. May be repeated."""
    glue: Any = boto3.client("glue", region_name=settings.region, endpoint_url=settings.endpoint_url)
    _made(lambda: glue.create_database(DatabaseInput={"Name": settings.athena_database}))
    for kind, known in ((layout.EVENTS, columns.EVENTS), (layout.SESSIONS, columns.SESSIONS)):
        table = {
            "DatabaseName": settings.athena_database,
            "TableInput": table_input(kind, known, settings.archive_bucket),
        }
        if not _made(lambda table=table: glue.create_table(**table)):
            glue.update_table(**table)


def table_input(kind: str, known: dict[str, str], bucket: str) -> dict[str, Any]:
    """A table as Glue's API takes it; Terraform defines the same."""
    return {
        "Name": kind,
        "TableType": "EXTERNAL_TABLE",
        "PartitionKeys": [{"Name": "site", "Type": "string"}, {"Name": "date", "Type": "string"}],
        "Parameters": {
            "EXTERNAL": "TRUE",
            "classification": "parquet",
            "projection.enabled": "true",
            "projection.site.type": "injected",
            "projection.date.type": "date",
            "projection.date.format": "yyyy-MM-dd",
            "projection.date.range": f"{FIRST_DAY},NOW",
            "storage.location.template": f"s3://{bucket}/{kind}/site=${{site}}/date=${{date}}/",
        },
        "StorageDescriptor": {
            "Columns": [{"Name": name, "Type": _TYPES.get(sql, sql.lower())} for name, sql in known.items()],
            "Location": f"s3://{bucket}/{kind}/",
            "InputFormat": f"{_PARQUET}.MapredParquetInputFormat",
            "OutputFormat": f"{_PARQUET}.MapredParquetOutputFormat",
            "SerdeInfo": {"SerializationLibrary": f"{_PARQUET}.serde.ParquetHiveSerDe"},
        },
    }


def _made(make: Any) -> bool:
    """Whether it was not there before."""
    try:
        make()
    except ClientError as error:
        if error.response["Error"]["Code"] != "AlreadyExistsException":
            raise
        return False
    return True
