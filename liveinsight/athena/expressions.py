"""What is computed: where DuckDB's times, divisions and custom properties differ from Trino's, one rule a function.

Each takes a statement's tree and gives the new one, as in `shapes.py`.
"""

from collections.abc import Mapping

from sqlglot import exp

from liveinsight.athena.values import bound, literal, operand, timestamp

Values = Mapping[str, object]


def times(tree: exp.Expr, values: Values) -> exp.Expr:
    """Bound times become constants; a column's time becomes ms since 1970 by a function that both engines have."""

    def changed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Cast) and node.to.this == exp.DType.TIMESTAMP_MS:
            return _constant(node.this, values) or exp.cast(node.this, "timestamp")
        if isinstance(node, exp.UnixToTime):  # sqlglot's reading of epoch_ms(timestamp)
            return exp.TimestampDiff(this=node.this, expression=timestamp(0), unit=exp.var("MILLISECOND"))
        return node

    return tree.transform(changed)


def properties(tree: exp.Expr, values: Values) -> exp.Expr:
    """A custom property by its name, whatever characters it has: JSON paths of the engines differ, maps do not."""

    def changed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.JSONExtractScalar):
            path = bound(node.expression, values)
            if isinstance(path, str) and path.startswith('$."') and path.endswith('"'):
                return _property(node.this, path[3:-1])
        if isinstance(node, exp.Bracket) and isinstance(node.this, exp.Cast) and node.this.is_type("map"):
            parse, name = node.this.this, bound(node.expressions[0], values)
            if isinstance(parse, exp.Cast) and parse.is_type("json") and isinstance(name, str):
                return _property(parse.this, name)
        return node

    return tree.transform(changed)


def days(tree: exp.Expr, _values: Values) -> exp.Expr:
    """A date plus a number of days."""

    def changed(node: exp.Expr) -> exp.Expr:
        is_date = isinstance(node, exp.Add) and isinstance(node.this, exp.Cast) and node.this.is_type("date")
        return exp.DateAdd(this=node.this, expression=node.expression, unit=exp.var("DAY")) if is_date else node

    return tree.transform(changed)


def divisions(tree: exp.Expr, _values: Values) -> exp.Expr:
    """DuckDB's `//` on whole numbers, so that it does not matter whether `/` divides whole numbers or doubles.

    Decimals (HUGEINT, and what is made of it) are divided without a remainder, since Trino rounds their quotient.
    """

    for node in reversed(list(tree.find_all(exp.IntDiv))):  # the innermost first
        above, below = operand(node.this), operand(node.expression)
        if any(_is_huge(cast) for cast in node.find_all(exp.Cast)):
            node.replace(_without_rest(above, below))
        else:
            node.replace(exp.cast(exp.Floor(this=exp.Div(this=above, expression=below)), "bigint"))
    return tree


def huge(tree: exp.Expr, _values: Values) -> exp.Expr:
    """HUGEINT is the largest decimal."""
    for cast in tree.find_all(exp.Cast):
        if _is_huge(cast):
            cast.set("to", exp.DataType.build("decimal(38, 0)"))
    return tree


def _constant(node: exp.Expr, values: Values) -> exp.Expr | None:
    """The time behind `make_timestamp_ms($name::BIGINT)`."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "make_timestamp_ms":
        return None
    at_ms = bound(node.find(exp.Placeholder), values)
    return timestamp(at_ms) if isinstance(at_ms, int) else None


def _property(props: exp.Expr, name: str) -> exp.Expr:
    parse = exp.cast(exp.Anonymous(this="JSON_PARSE", expressions=[props]), "map(varchar, varchar)", dialect="trino")
    return exp.Anonymous(this="ELEMENT_AT", expressions=[parse, literal(name)])


def _without_rest(above: exp.Expr, below: exp.Expr) -> exp.Expr:
    rest = exp.Paren(this=exp.Mod(this=above.copy(), expression=below.copy()))
    whole = exp.Paren(this=exp.Sub(this=above, expression=rest))
    return exp.cast(exp.Div(this=whole, expression=below, typed=True), "decimal(38, 0)")


def _is_huge(cast: exp.Cast) -> bool:
    return bool(cast.to.this == exp.DType.INT128) or cast.to.sql() == "DECIMAL(38, 0)"
