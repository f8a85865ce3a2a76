"""What DuckDB says differently from Trino, one rule a function: each takes a statement's tree and gives the new one.

sqlglot translates names and syntax. These are the places where it would change the meaning, or has no rule.
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

from liveinsight.athena.values import literal, timestamp

Values = Mapping[str, object]
Rule = Callable[[exp.Expr, Values], exp.Expr]


def hints(tree: exp.Expr, _values: Values) -> exp.Expr:
    """Trino has no MATERIALIZED: it reads a CTE anew wherever it is named."""
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    return tree


def times(tree: exp.Expr, values: Values) -> exp.Expr:
    """Bound times become constants; a column's time becomes ms since 1970 by a function that both engines have."""

    def changed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Cast) and node.to.this == exp.DType.TIMESTAMP_MS:
            return _constant(node.this, values) or exp.cast(node.this, "timestamp")
        if isinstance(node, exp.UnixToTime):  # sqlglot's reading of epoch_ms(timestamp)
            return exp.TimestampDiff(this=node.this, expression=timestamp(0), unit=exp.var("MILLISECOND"))
        return node

    return tree.transform(changed)


def divisions(tree: exp.Expr, _values: Values) -> exp.Expr:
    """DuckDB's `//` on whole numbers, so that it does not matter whether `/` divides whole numbers or doubles.

    Decimals (HUGEINT, and what is made of it) are divided without a remainder, since Trino rounds their quotient.
    """

    for node in reversed(list(tree.find_all(exp.IntDiv))):  # the innermost first
        above, below = _operand(node.this), _operand(node.expression)
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


def groups(tree: exp.Expr, _values: Values) -> exp.Expr:
    """`GROUP BY ALL`: by everything that is no aggregate."""
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            cells = group.parent.expressions if isinstance(group.parent, exp.Select) else []
            by = [index for index, cell in enumerate(cells, 1) if not cell.find(exp.AggFunc)]
            group.set("all", None)
            group.set("expressions", [exp.Literal.number(index) for index in by])
    return tree


def days(tree: exp.Expr, _values: Values) -> exp.Expr:
    """A date plus a number of days."""

    def changed(node: exp.Expr) -> exp.Expr:
        is_date = isinstance(node, exp.Add) and isinstance(node.this, exp.Cast) and node.this.is_type("date")
        return exp.DateAdd(this=node.this, expression=node.expression, unit=exp.var("DAY")) if is_date else node

    return tree.transform(changed)


def properties(tree: exp.Expr, values: Values) -> exp.Expr:
    """A custom property by its name, whatever characters it has: JSON paths of the engines differ, maps do not."""

    def changed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.JSONExtractScalar):
            path = _value(node.expression, values)
            if isinstance(path, str) and path.startswith('$."') and path.endswith('"'):
                return _property(node.this, path[3:-1])
        if isinstance(node, exp.Bracket) and isinstance(node.this, exp.Cast) and node.this.is_type("map"):
            parse, name = node.this.this, _value(node.expressions[0], values)
            if isinstance(parse, exp.Cast) and parse.is_type("json") and isinstance(name, str):
                return _property(parse.this, name)
        return node

    return tree.transform(changed)


def lists(tree: exp.Expr, values: Values) -> exp.Expr:
    """Bound lists side by side, as rows of a table."""

    def changed(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Select) or node.args.get("from_"):
            return node
        columns = [_value(cell.find(exp.Placeholder), values) for cell in node.expressions if cell.find(exp.Explode)]
        if not columns or len(columns) < len(node.expressions):
            return node
        names = [exp.to_identifier(cell.alias) for cell in node.expressions]
        found = [column for column in columns if isinstance(column, list)]
        rows = [exp.Tuple(expressions=[literal(cell) for cell in row]) for row in zip(*found, strict=True)]
        table = exp.Values(expressions=rows, alias=exp.TableAlias(this=exp.to_identifier("listed"), columns=names))
        return exp.select(*(exp.column(name.copy()) for name in names)).from_(table)

    return tree.transform(changed)


def ranges(tree: exp.Expr, _values: Values) -> exp.Expr:
    """`SELECT *, unnest(range(a, b)) AS n` is a join with a sequence."""
    for select in list(tree.find_all(exp.Select)):
        for cell in list(select.expressions):
            series = cell.this.this if isinstance(cell, exp.Alias) and isinstance(cell.this, exp.Explode) else None
            if isinstance(series, exp.GenerateSeries):
                select.expressions.remove(cell)
                select.append("joins", _sequence(series, cell.alias))
    return tree


def exclusions(tree: exp.Expr, _values: Values) -> exp.Expr:
    """`SELECT * EXCLUDE (n)` around such a join: all columns of what was joined."""
    for outer in list(tree.find_all(exp.Select)):
        stars = [cell for cell in outer.expressions if isinstance(cell, exp.Star) and cell.args.get("except_")]
        subquery = outer.args["from_"].this if stars else None
        inner = subquery.this if isinstance(subquery, exp.Subquery) else None
        if isinstance(inner, exp.Select) and inner.args.get("joins") and inner.expressions == [exp.Star()]:
            rows = inner.args["from_"].this
            stars[0].replace(exp.Column(this=exp.Star(), table=exp.to_identifier(rows.alias)))
            for part in ("from_", "joins", "where"):
                outer.set(part, inner.args.get(part))
    return tree


def shared_keys(tree: exp.Expr, _values: Values) -> exp.Expr:
    """After `USING (k)`, Trino's `r.*` is without `k`: the keys are compared by `ON` where such a star is selected."""
    for select in tree.find_all(exp.Select):
        star = next((cell for cell in select.expressions if isinstance(cell, exp.Column) and cell.is_star), None)
        for join in select.args.get("joins") or [] if star is not None else []:
            keys = join.args.get("using") or []
            if keys and star is not None:
                joined = join.this.alias_or_name
                equal = [exp.column(key.name, star.table).eq(exp.column(key.name, joined)) for key in keys]
                join.set("using", None)
                join.set("on", exp.and_(*equal))
    return tree


IN_ORDER: tuple[Rule, ...] = (
    *(hints, times, lists, properties, ranges, exclusions, shared_keys, groups),
    *(days, divisions, huge),
)


def _constant(node: exp.Expr, values: Values) -> exp.Expr | None:
    """The time behind `make_timestamp_ms($name::BIGINT)`."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "make_timestamp_ms":
        return None
    at_ms = _value(node.find(exp.Placeholder), values)
    return timestamp(at_ms) if isinstance(at_ms, int) else None


def _property(props: exp.Expr, name: str) -> exp.Expr:
    parse = exp.cast(exp.Anonymous(this="JSON_PARSE", expressions=[props]), "map(varchar, varchar)", dialect="trino")
    return exp.Anonymous(this="ELEMENT_AT", expressions=[parse, literal(name)])


def _sequence(series: exp.GenerateSeries, name: str) -> exp.Join:
    last = series.args["end"]
    if series.args.get("is_end_exclusive"):
        last = exp.Sub(this=_operand(last), expression=exp.Literal.number(1))
    numbers = exp.Anonymous(this="SEQUENCE", expressions=[series.args["start"], last])
    alias = exp.TableAlias(this=exp.to_identifier(f"{name}s"), columns=[exp.to_identifier(name)])
    return exp.Join(this=exp.Unnest(expressions=[numbers], alias=alias), kind="CROSS")


def _operand(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary) else node


def _without_rest(above: exp.Expr, below: exp.Expr) -> exp.Expr:
    rest = exp.Paren(this=exp.Mod(this=above.copy(), expression=below.copy()))
    whole = exp.Paren(this=exp.Sub(this=above, expression=rest))
    return exp.cast(exp.Div(this=whole, expression=below, typed=True), "decimal(38, 0)")


def _is_huge(cast: exp.Cast) -> bool:
    return bool(cast.to.this == exp.DType.INT128) or cast.to.sql() == "DECIMAL(38, 0)"


def _value(node: exp.Expr | None, values: Values) -> object:
    return values.get(node.name) if isinstance(node, exp.Placeholder) else None
