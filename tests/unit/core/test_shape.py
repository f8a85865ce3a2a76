"""Terraform's file of the tables' and the archive's shape says what the models say."""

from pathlib import Path

from liveinsight import shape

FILE = Path(__file__).parents[3] / "terraform/modules/data/shape.json"


def test_terraform_makes_the_tables_of_the_models() -> None:
    assert FILE.read_text() == shape.text(), "the models changed: run `make shape` and look at the plan"


def test_every_table_has_two_keys_and_a_time_to_live() -> None:
    for name, keys in shape.shape()["tables"].items():
        assert set(keys) == {"hash_key", "range_key", "ttl"}, name
        assert all(keys.values()), name
