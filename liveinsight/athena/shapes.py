"""How queries are built: what DuckDB writes differently from Trino in SELECT, FROM and GROUP BY, one rule a function.

Each takes a statement's tree and gives the new one. sqlglot translates names and syntax; these are the places where
it would change the meaning, or has no rule.
"""

from collections.abc import Mapping

from sqlglot import exp

from liveinsight.athena.values import bound, literal, operand

Values = Mapping[str, object]


def hints(tree: exp.Expr, _values: Values) -> exp.Expr:
    """Trino has no MATERIALIZED: it reads a CTE anew wherever it is named."""
    for cte in tree.find_all(exp.CTE):
        cte.set("materialized", None)
    return tree


def count_of_pages(tree: exp.Expr, _values: Values) -> exp.Expr:
    """The number of rows on all pages, told by the numbered rows themselves.

    As it is written for DuckDB, `answer` is named twice, and Trino would work it out, and scan for it, twice. The
    first row always comes, with no place where its page was not asked for, so that the number comes with it.
    """
    counted, page = _paged(tree)
    if counted is None or page is None:
        return tree
    numbered = page.args["from_"].this.this
    numbered.select("COUNT(*) OVER () AS total_rows", copy=False)
    wanted = page.args["where"].this
    page.set("where", exp.Where(this=exp.or_(wanted.copy(), exp.column("place").eq(1))))
    for cell in list(tree.expressions):
        if cell.name == "total_rows":
            cell.replace(exp.alias_(exp.Coalesce(this=cell.copy(), expressions=[exp.Literal.number(0)]), "total_rows"))
        if cell.name == "place":
            cell.replace(exp.alias_(exp.Case().when(wanted.copy(), cell.copy()), "place"))
    counted.set("this", exp.select("1 AS one"))
    return tree


def lists(tree: exp.Expr, values: Values) -> exp.Expr:
    """Bound lists side by side, as rows of a table."""

    def changed(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Select) or node.args.get("from_"):
            return node
        columns = [bound(cell.find(exp.Placeholder), values) for cell in node.expressions if cell.find(exp.Explode)]
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


def groups(tree: exp.Expr, _values: Values) -> exp.Expr:
    """`GROUP BY ALL`: by everything that is no aggregate."""
    for group in tree.find_all(exp.Group):
        if group.args.get("all"):
            cells = group.parent.expressions if isinstance(group.parent, exp.Select) else []
            by = [index for index, cell in enumerate(cells, 1) if not cell.find(exp.AggFunc)]
            group.set("all", None)
            group.set("expressions", [exp.Literal.number(index) for index in by])
    return tree


def _paged(tree: exp.Expr) -> tuple[exp.Subquery | None, exp.Select | None]:
    """The two parts of a statement that gives a page of its rows and their number (`liveinsight.query.sql.build`)."""
    counted = tree.args["from_"].this if isinstance(tree, exp.Select) and tree.args.get("from_") else None
    joins = tree.args.get("joins") or []
    page = joins[0].this.this if len(joins) == 1 and joins[0].this.alias == "page" else None
    numbered = page.args["from_"].this if isinstance(page, exp.Select) and page.args.get("from_") else None
    if isinstance(counted, exp.Subquery) and isinstance(numbered, exp.Subquery) and numbered.alias == "numbered":
        return counted, page
    return None, None


def _sequence(series: exp.GenerateSeries, name: str) -> exp.Join:
    last = series.args["end"]
    if series.args.get("is_end_exclusive"):
        last = exp.Sub(this=operand(last), expression=exp.Literal.number(1))
    numbers = exp.Anonymous(this="SEQUENCE", expressions=[series.args["start"], last])
    alias = exp.TableAlias(this=exp.to_identifier(f"{name}s"), columns=[exp.to_identifier(name)])
    return exp.Join(this=exp.Unnest(expressions=[numbers], alias=alias), kind="CROSS")
