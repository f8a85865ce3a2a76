"""What the local AWS's Athena is told: the same values, however it reads backslashes and places on S3."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveinsight.athena.dialect import translate
from liveinsight.athena.local import is_local, spelled

TEXTS = st.text(st.sampled_from("\\'\":/s3a? x$é")) | st.sampled_from(["s3://b/k", "s3a://b", "s3:\\", "\\", "s3"])

DATABASE = duckdb.connect()


@settings(deadline=None)
@given(TEXTS)
def test_values_stay_what_they_are(text: str) -> None:
    sql = spelled(translate("SELECT $p0", {"p0": text}))
    assert DATABASE.execute(sql).fetchall() == [(text,)]
    assert "\\" not in sql
    assert "s3://" not in sql


def test_the_path_of_a_file_has_another_name() -> None:
    assert spelled("""SELECT 1 FROM "x" WHERE "$path" LIKE 'a'""") == """SELECT 1 FROM "x" WHERE "filename" LIKE 'a'"""


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:4566", True),
        ("http://localhost:4566", True),
        ("http://[::1]:4566", True),
        ("https://athena.us-east-1.amazonaws.com", False),
        ("https://vpce-1.athena.us-east-1.vpce.amazonaws.com", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_local_endpoint_is_spoken_to_like_this(url: str | None, local: bool) -> None:
    assert is_local(url) is local
