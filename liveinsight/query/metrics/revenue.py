"""Revenue of goals: never of several currencies in one number."""

from collections.abc import Sequence
from decimal import Decimal

from liveinsight.query.goals import Goal
from liveinsight.query.metrics.fractions import rounded

_AMOUNT = "CASE WHEN revenue_currency = {currency} THEN revenue_amount END"
SUMS = {
    "revenue": f"CASE WHEN {{known}} THEN coalesce(sum({_AMOUNT}), 0) END",
    "sales": f"count({_AMOUNT})",
    "other_sales": "count(CASE WHEN revenue_currency <> {currency} THEN revenue_amount END)",
}
"""`currency` is SQL for the currency that counts; `known` whether there is one for the group."""
OTHERS = "coalesce(other_sales, 0)"
"""How many amounts of a group were left out, for they are in other currencies than their goal."""
_TOTAL = "CAST(revenue * 1000 AS HUGEINT)"
VALUES = {
    "total_revenue": _TOTAL,
    "average_revenue": f"CASE WHEN revenue IS NOT NULL THEN {rounded(_TOTAL, 'sales')} END",
}
"""Thousandths of the currency's unit."""

NO_GOALS = ("no_revenue_goals_matching", "Revenue is null: no revenue goal is part of this query.")
OTHER_CURRENCIES = (
    "amounts_in_other_currencies",
    "Some amounts were left out: they are in other currencies than their goal.",
)
MANY_CURRENCIES = (
    "no_single_revenue_currency",
    "Revenue is null: the goals in the filter are in several currencies; group by event:goal.",
)


def currencies(goals: Sequence[Goal]) -> set[str]:
    return {goal.currency for goal in goals if goal.currency}


def warning(goals: Sequence[Goal], dimensions: Sequence[str], filtered: bool) -> tuple[str, str] | None:
    """Code and text of why revenue cannot be told for the selected goals, if it cannot."""
    by_goal = "event:goal" in dimensions
    if not currencies(goals) or not (by_goal or filtered):
        return NO_GOALS
    return MANY_CURRENCIES if not by_goal and len(currencies(goals)) > 1 else None


def money(thousandths: int, currency: str) -> dict[str, object]:
    """The documented shape of an amount."""
    amount = Decimal(thousandths) / 1000
    return {
        "value": float(amount),
        "currency": currency,
        "short": _money_text(_short(amount), currency),
        "long": _money_text(f"{amount:,.2f}", currency),
    }


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩", "INR": "₹"}


def _money_text(number: str, currency: str) -> str:
    sign = _SIGNS.get(currency, f"{currency} ")
    return f"-{sign}{number[1:]}" if number.startswith("-") else f"{sign}{number}"


def _short(amount: Decimal) -> str:
    for limit, letter in ((10**9, "B"), (10**6, "M"), (10**3, "K")):
        if abs(amount) >= limit:
            return f"{amount / limit:.1f}{letter}"
    return f"{amount:.1f}"
