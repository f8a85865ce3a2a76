"""How visitors find the shop: referrers, tagged links and click ids, with the pages they land on.

The data are in `sources.toml`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from demo.site.pages import Kind, Page, of_kind
from demo.visitors.chance import pick


@dataclass(frozen=True, slots=True)
class Source:
    """A way to the shop. `bounce` is the share that leaves from the first page; `only` limits countries."""

    name: str
    weight: float
    bounce: float
    landings: tuple[tuple[Kind, float], ...]
    referrer: str = ""
    query: str = ""
    only: frozenset[str] = frozenset()
    path: str = ""


def _read() -> tuple[Source, ...]:
    data = tomllib.loads((Path(__file__).parent / "sources.toml").read_text("utf-8"))
    landings = {
        name: tuple((Kind(kind), float(weight)) for kind, weight in kinds.items())
        for name, kinds in data["landings"].items()
    }
    rows = [
        {**row, "landings": landings[row["landings"]], "only": frozenset(row.get("only", ()))} for row in data["source"]
    ]
    return tuple(Source(**row) for row in rows)


SOURCES: tuple[Source, ...] = _read()


def draw_source(random: Random, country: str) -> Source:
    """Draw how somebody from this country found the shop."""
    return pick(random, [(s, s.weight) for s in SOURCES if not s.only or country in s.only])


def draw_landing(random: Random, source: Source) -> Page:
    """Draw the first page."""
    kind = pick(random, source.landings)
    pages = [page for page in of_kind(kind) if source.path in {"", page.path}]
    return pick(random, [(page, float(page.weight)) for page in pages])


def filled(template: str, random: Random) -> str:
    """Put a made-up click id into a query or referrer that asks for one."""
    return template.replace("{id}", f"{random.getrandbits(96):024x}") if "{id}" in template else template
