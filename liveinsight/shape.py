"""The shape of tables and archive as plain data, for what is not Python: Terraform reads it from a file.

`python -m liveinsight.shape` prints it, `make shape` writes it to `terraform/modules/data/shape.json`, and a test
holds that file to the models.
"""

import json
from typing import Any, cast

from pynamodb.models import Model

from liveinsight import tables
from liveinsight.archive import columns, layout
from liveinsight.athena.tables import table_input

BUCKET = "BUCKET"
"""Stands for the archive's bucket."""


def shape() -> dict[str, Any]:
    """`tables`: name without the project's prefix → names of the keys (all are texts) and of the TTL attribute;
    `archive`: kind of row → the table as Glue's API takes it, with `BUCKET` for the bucket.
    """
    kinds = ((layout.EVENTS, columns.EVENTS), (layout.SESSIONS, columns.SESSIONS))
    return {
        "tables": {name: _keys(models[0]) for name, models in tables.MODELS.items()},
        "archive": {kind: table_input(kind, known, BUCKET) for kind, known in kinds},
    }


def text() -> str:
    """The shape as the file has it."""
    return json.dumps(shape(), indent=2) + "\n"


def _keys(model: type[Model]) -> dict[str, str]:
    ttl = cast("Any", model)._ttl_attribute()
    return {"hash_key": str(model._hash_keyname), "range_key": str(model._range_keyname), "ttl": str(ttl.attr_name)}


if __name__ == "__main__":
    print(text(), end="")
