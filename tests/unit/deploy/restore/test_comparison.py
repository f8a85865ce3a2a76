"""What a comparison tells."""

from collections import Counter

from deploy.restore import copies, rehearsal
from deploy.restore.comparison import Comparison, time_of, told
from deploy.restore.copies import Copy
from deploy.restore.rehearsal import Result

EVENTS = Copy("Events", "LiveInsight-Events", "LiveInsight-then-Events")
SETTINGS = Copy("Settings", "LiveInsight-Settings", "LiveInsight-then-Settings")


def test_parts_add_up() -> None:
    whole = Comparison(items=2, same=1, missing=1, first=5, last=9, groups=Counter(token=1), examples=["a"])
    whole.add(Comparison(items=3, different=2, expired=1, put=1, first=2, last=7, examples=["b"] * 9))
    whole.add(Comparison(items=1))
    assert (whole.items, whole.same, whole.different, whole.missing, whole.expired, whole.put) == (6, 1, 2, 1, 1, 1)
    assert (whole.first, whole.last, whole.examples) == (2, 9, ["a", "b", "b", "b", "b"])


def test_what_the_operator_reads() -> None:
    found = Comparison(items=1500, same=1000, missing=400, different=90, expired=10, first=0, last=3_600_000)
    found.examples = ["KEY#1970-01-01T00 0000000000001#x"]
    assert told(EVENTS, found, 1200) == [
        "LiveInsight-then-Events: 1,500 items, 1970-01-01T00:00:00 to 1970-01-01T01:00:00",
        "  1,000 the same in use; 400 missing in use; 90 different in use; 10 expired since; 110 in use only",
        "  different: KEY#1970-01-01T00 0000000000001#x",
    ]
    lacking = Comparison(items=2, missing=2, groups=Counter(user=1, token=1))
    assert told(SETTINGS, lacking, 0) == [
        "LiveInsight-then-Settings: 2 items",
        "  2 missing in use; the table in use is empty",
        "  missing: 1 token, 1 user",
    ]


def test_the_moment_that_an_item_tells() -> None:
    assert time_of("Events", {"event_key": {"S": "1795370990000#abc"}}) == 1795370990000
    assert time_of("Sessions", {"session_key": {"S": "2026-11-22"}}) is None
    assert time_of("Events", {"event_key": {"S": "~2026-11-22T10"}}) is None
    assert time_of("ActiveSessions", {"last_seen": {"N": "1795370990000"}}) == 1795370990000
    assert time_of("Settings", {"kind": {"S": "site"}, "id": {"S": "1795370990000"}}) is None


def test_what_makes_a_backup_untrustworthy() -> None:
    good = Comparison(items=5, same=5)
    assert list(rehearsal.problems([Result(EVENTS, 5, good, good)])) == []
    assert list(rehearsal.problems([Result(SETTINGS, 5, Comparison(), Comparison())])) == [
        "LiveInsight-then-Settings is empty, LiveInsight-Settings is not"
    ]
    # What was deleted in the settings since, or expired in the log, is no fault of either.
    assert list(rehearsal.problems([Result(SETTINGS, 5, Comparison(items=9, missing=2, different=2), good)])) == []
    assert list(rehearsal.problems([Result(EVENTS, 5, Comparison(items=9, same=5, expired=4), good)])) == []
    lost = Result(EVENTS, 5, Comparison(items=9, same=5, missing=4), Comparison(items=5, missing=1, different=2))
    assert len(list(rehearsal.problems([lost]))) == 3


def test_a_table_is_ours_only_when_dynamodb_says_what_it_was_restored_from() -> None:
    for source, ours in (("LiveInsight-Events", True), ("LiveInsight-x-Events", False), ("Events", False)):
        arn = f"arn:aws:dynamodb:us-east-1:1:table/{source}"
        assert copies.is_restored({"RestoreSummary": {"SourceTableArn": arn}}, EVENTS) is ours
    assert not copies.is_restored({}, EVENTS)
