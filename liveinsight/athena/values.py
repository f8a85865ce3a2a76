"""Values on their way out, as literals of SQL, and on their way back, from the texts in Athena's answers."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlglot import exp

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def literal(value: object) -> exp.Expr:
    """A value as a leaf of a statement. Raises `TypeError` for what cannot be one."""
    if value is None:
        return exp.null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, str):
        return exp.Literal.string(value)
    raise TypeError(f"{type(value).__name__} cannot be written as a value")


def timestamp(at_ms: int) -> exp.Expr:
    """A time (UTC ms) as a constant of the type that the columns have, so that row groups are left out by it."""
    text = (EPOCH + timedelta(milliseconds=at_ms)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    return exp.cast(exp.Literal.string(text), "timestamp")


def bound(node: exp.Expr | None, values: Mapping[str, object]) -> object:
    """The value that stands behind a `$name`; None for everything else."""
    return values.get(node.name) if isinstance(node, exp.Placeholder) else None


def operand(node: exp.Expr) -> exp.Expr:
    """In parentheses where it needs them."""
    return exp.Paren(this=node) if isinstance(node, exp.Binary) else node


def parsed(text: str | None, kind: str) -> object:
    """A cell of an answer as DuckDB gives it; `kind` is the column's type in Athena. None stands for NULL.

    Whole decimals are Python integers: they stand in for DuckDB's HUGEINT.
    """
    return None if text is None else _READ.get(kind, str)(text)


def _number(value: float | Decimal) -> exp.Expr:
    if value < 0:
        return exp.Paren(this=exp.Neg(this=exp.Literal.number(str(abs(value)))))
    return exp.Literal.number(str(value))


def _decimal(text: str) -> object:
    return Decimal(text) if "." in text else int(text)


_READ: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("tinyint", "smallint", "integer", "bigint"), int),
    **dict.fromkeys(("float", "real", "double"), float),
    "decimal": _decimal,
    "boolean": lambda text: text == "true",
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}
