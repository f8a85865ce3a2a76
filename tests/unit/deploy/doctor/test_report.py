"""How findings are told: a table for people, data for programs, and when all is well."""

import pytest

from deploy.doctor.examine import Examined
from deploy.doctor.finding import Fault, Finding, State, fault, judged, minor
from deploy.doctor.report import as_data, is_healthy, table

GOOD = Examined("6  Web", "service", Finding(State.OK, "2 of 2 tasks run"))
SICK = Examined("6  Web", "targets", Finding(State.FAILED, "blue: 1 of 2\n10.0.0.5 is unhealthy", "make rollback"))
OFF = Examined("9  Backup", "copies", Finding(State.OFF, "no region"))


def test_the_table_is_grouped_by_phase_with_the_remedy_below() -> None:
    assert list(table([GOOD, SICK, OFF])) == [
        "",
        "6  Web",
        "  ok       service  2 of 2 tasks run",
        "  FAILED   targets  blue: 1 of 2",
        "                    10.0.0.5 is unhealthy",
        "                    → make rollback",
        "",
        "9  Backup",
        "  off      copies   no region",
        "",
        "1 ok, 1 off, 1 FAILED",
    ]


def test_data_say_the_same() -> None:
    told = as_data("production", "LiveInsight", "us-east-1", "2026-11-23T08:00:00+00:00", [SICK])
    assert told["healthy"] is False
    assert told["checks"] == [
        {
            "phase": "6  Web",
            "what": "targets",
            "state": "failed",
            "detail": "blue: 1 of 2\n10.0.0.5 is unhealthy",
            "remedy": "make rollback",
        }
    ]


@pytest.mark.parametrize(
    ("state", "healthy"),
    [
        (State.OK, True),
        (State.OFF, True),
        (State.WARNING, True),
        (State.FAILED, False),
        (State.UNKNOWN, False),
    ],
)
def test_what_failed_or_could_not_be_looked_at_is_not_healthy(state: State, healthy: bool) -> None:
    assert is_healthy([GOOD, Examined("x", "x", Finding(state, ""))]) is healthy


@pytest.mark.parametrize(
    ("faults", "state", "detail", "remedy"),
    [
        ((None, fault(False, "x", "x")), State.OK, "fine", ""),
        ((fault(True, "broken", "mend"),), State.FAILED, "broken", "mend"),
        ((minor(True, "odd", "wait"), None), State.WARNING, "odd", "wait"),
        ((minor(True, "odd", "wait"), fault(True, "broken", "mend")), State.FAILED, "odd\nbroken", "wait; mend"),
        ((fault(True, "one", "mend"), fault(True, "two", "mend")), State.FAILED, "one\ntwo", "mend"),
    ],
)
def test_faults_of_one_thing_are_one_finding(
    faults: tuple[Fault | None, ...], state: State, detail: str, remedy: str
) -> None:
    assert judged("fine", *faults) == Finding(state, detail, remedy)
