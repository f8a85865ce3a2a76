"""The list of referrer spammers: hosts of the package, of a public list where one is given, and our own."""

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

from liveinsight.domain.address import bare_host

_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+[a-z0-9-]{2,}\Z")


def compiled(packaged: Path, additions: dict[str, Any], public_list: str | None, sources: set[str]) -> list[str]:
    """Hosts that are dropped with all below them; never one that is known as a source of visits.

    `public_list` is a file or a URL with one host a line.
    """
    hosts = [*json.loads(packaged.read_text())["spamReferrers"], *additions["hosts"], *_lines(public_list)]
    wanted = {bare_host(host.strip()) for host in hosts} - set(additions["not_spam"]) - sources
    wanted = {host for host in wanted if _HOST.match(host)}
    return sorted(host for host in wanted if not _above(host) & wanted)


def public_name(public_list: str) -> str:
    """What the header says of the list: its URL, or the name of its file."""
    return public_list if public_list.startswith("https://") else Path(public_list).name


def _lines(public_list: str | None) -> list[str]:
    if public_list is None:
        return []
    if public_list.startswith("https://"):
        with urllib.request.urlopen(public_list, timeout=30) as answer:  # noqa: S310 - https, and the caller's choice
            text: str = answer.read().decode()
        return text.splitlines()
    return Path(public_list).read_text().splitlines()


def _above(host: str) -> set[str]:
    labels = host.split(".")
    return {".".join(labels[start:]) for start in range(1, len(labels) - 1)}
