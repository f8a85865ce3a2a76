"""The visitor's country: what the CDN says, else a country database if the operator mounted one."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import maxminddb

UNKNOWN = {"", "XX", "T1", "ZZ"}


def country(named: str, address: str, database: Path | None) -> str:
    """ISO 3166-1 alpha-2 code, or empty when it is not known. The address goes no further than this."""
    named = named.upper()
    if len(named) == 2 and named.isascii() and named.isalpha() and named not in UNKNOWN:
        return named
    if database is None or not address:
        return ""
    try:
        return _code(_reader(database).get(address))
    except ValueError:  # no address, or an IPv6 address and a database of IPv4 only
        return ""


def _code(record: Any) -> str:
    """The code in a record of the databases in use: MaxMind's nested one, or the flat one of others."""
    if not isinstance(record, dict):
        return ""
    nested = record.get("country")
    code = nested.get("iso_code") if isinstance(nested, dict) else record.get("country_code", nested)
    return code if isinstance(code, str) and code not in UNKNOWN else ""


@lru_cache(maxsize=1)
def _reader(database: Path) -> maxminddb.Reader:
    return maxminddb.open_database(database, maxminddb.MODE_AUTO)
