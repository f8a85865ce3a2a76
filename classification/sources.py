"""The list of sources: the package's hosts and our own, which win; without those that follow from others."""

import json
from pathlib import Path
from typing import Any

from liveinsight.domain.address import bare_host
from liveinsight.enrich.sources import Known, Sources

_CATEGORIES = {"search": "search", "social": "social", "email": "email"}
"""Of the package's mediums; the others (paid, referral, unknown) name a source and put it in no category."""
_APPS = ("com.", "org.")


def compiled(packaged: Path, additions: dict[str, Any]) -> dict[str, Known]:
    """Host, app or tag → (name, category), every key that is needed to resolve them all."""
    known = _packaged(json.loads(packaged.read_text()), additions)
    for host in additions["not_sources"]:
        known.pop(host, None)
    known |= {key.lower(): entry for key, entry in own(additions)}
    return _needed(known, additions["national"])


def own(additions: dict[str, Any]) -> list[tuple[str, Known]]:
    """The additions' keys with their names and categories."""
    return [
        (key, (name, "" if category == "none" else category))
        for category, sources in additions["sources"].items()
        for name, keys in sources.items()
        for key in keys
    ]


def _packaged(entries: dict[str, dict[str, str]], additions: dict[str, Any]) -> dict[str, Known]:
    return {
        bare_host(host): (
            additions["names"].get(entry["source"], entry["source"]),
            _CATEGORIES.get(entry["medium"], ""),
        )
        for host, entry in entries.items()
        if "." in host and "/" not in host
    }


def _needed(known: dict[str, Known], national: list[str]) -> dict[str, Known]:
    """Without the hosts that a domain above them, or the rule for national sites, gives the same answer for."""
    kept = {key: entry for key, entry in known.items() if "." not in key}
    for key in sorted(set(known) - set(kept), key=lambda key: (key.count("."), key)):
        if key.startswith(_APPS) or Sources(kept, national).of_host(key) != known[key]:
            kept[key] = known[key]
    return kept
