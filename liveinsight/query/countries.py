"""English names of countries, from the Unicode CLDR (Babel), for `visit:country_name`."""

from functools import lru_cache

from babel import Locale

from liveinsight.query.context import Context


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Names by ISO 3166-1 alpha-2 code; the empty code has the empty name."""
    territories = Locale("en").territories
    return {"": "", **{code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}}


def names_table(context: Context) -> str:
    """A SELECT of `code` and `name`."""
    codes, known = context.bind(list(names())), context.bind(list(names().values()))
    return f"SELECT unnest({codes}::VARCHAR[]) AS code, unnest({known}::VARCHAR[]) AS name"
