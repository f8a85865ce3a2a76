"""The end: everything is taken down, and nothing is left."""

from tests.e2e import leftovers
from tests.e2e.conftest import Made
from tests.e2e.permissions import uncovered, unused
from tests.e2e.test_data import ARCHIVE


def test_nothing_is_left(made: Made) -> None:
    s3 = made.stack.client("s3")
    for content in (b"before", b"after"):  # what is to be thrown away goes with all its versions
        s3.put_object(Bucket=ARCHIVE, Key="events/site=a/date=2026-11-22/day.parquet", Body=content)
    made.running.close()
    counts = made.stack.apply("destroy", "destroy")
    assert counts.destroyed == len(made.resources)
    assert made.stack.resources() == {}
    left = sorted(leftovers.everything(made.stack) - made.before)
    assert not left, "left behind:\n" + "\n".join(left)


def test_the_operators_policies_allowed_everything_from_beginning_to_end(made: Made) -> None:
    assert uncovered(made.record) == set()


def test_they_allow_nothing_that_nobody_needs(made: Made) -> None:
    assert unused(made.record) == set()
