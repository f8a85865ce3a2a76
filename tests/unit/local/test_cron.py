"""When schedules are due."""

from datetime import UTC, datetime, timedelta

import pytest

from local.cron import Every, UnknownSchedule, parse

NOON = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("expression", "period"),
    [
        ("rate(1 minute)", timedelta(minutes=1)),
        ("rate(5 minutes)", timedelta(minutes=5)),
        ("rate(2 hours)", timedelta(hours=2)),
        ("rate(1 day)", timedelta(days=1)),
    ],
)
def test_rates(expression: str, period: timedelta) -> None:
    assert parse(expression) == Every(period)
    assert parse(expression).after(NOON) == NOON + period


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("cron(15 3 * * ? *)", datetime(2026, 11, 23, 3, 15, tzinfo=UTC)),
        ("cron(0 12 * * ? *)", datetime(2026, 11, 23, 12, 0, tzinfo=UTC)),
        ("cron(0/10 * * * ? *)", datetime(2026, 11, 22, 12, 10, tzinfo=UTC)),
        ("cron(*/7 * * * ? *)", datetime(2026, 11, 22, 12, 7, tzinfo=UTC)),
        ("cron(5,30-32 12 * * ? *)", datetime(2026, 11, 22, 12, 5, tzinfo=UTC)),
        ("cron(0 0 1 1 ? *)", datetime(2027, 1, 1, tzinfo=UTC)),
        ("cron(0 8 ? * 2-6 *)", datetime(2026, 11, 23, 8, 0, tzinfo=UTC)),
        ("cron(0 8 ? * 1 *)", datetime(2026, 11, 29, 8, 0, tzinfo=UTC)),
        ("cron(0 0 29 2 ? *)", datetime(2028, 2, 29, tzinfo=UTC)),
    ],
)
def test_cron_expressions(expression: str, due: datetime) -> None:
    assert parse(expression).after(NOON) == due


@pytest.mark.parametrize(
    "expression",
    ["", "5 minutes", "rate(5)", "rate(5 weeks)", "cron(0 0 * * ?)", "cron(60 0 * * ? *)", "cron(0 0 L * ? *)",
     "cron(0 0 ? * MON *)", "cron(9-3 0 * * ? *)"],
)  # fmt: skip
def test_what_is_not_understood_is_refused(expression: str) -> None:
    with pytest.raises(UnknownSchedule):
        parse(expression)


def test_a_time_that_never_comes_is_refused() -> None:
    with pytest.raises(UnknownSchedule, match="never due"):
        parse("cron(0 0 31 2 ? *)").after(NOON)
