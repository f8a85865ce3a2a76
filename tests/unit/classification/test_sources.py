"""Sources of the package and our own: who wins, and which hosts need not be written down."""

import json
from pathlib import Path
from typing import Any

from classification.sources import compiled

ADDITIONS: dict[str, Any] = {
    "national": ["google"],
    "not_sources": ["dead.example"],
    "names": {"Google Images": "Google"},
    "sources": {"search": {"Google": ["google", "google.com"]}, "none": {"Docs": ["docs.google.com"]}},
}


def test_what_follows_from_other_hosts_is_left_out(tmp_path: Path) -> None:
    found = lists(
        tmp_path,
        {
            "www.google.com": ("search", "Google"),
            "www.google.de": ("search", "Google"),
            "images.google.co.kr": ("search", "Google Images"),
            "mail.google.com": ("email", "Gmail"),
            "find.example": ("search", "Find"),
            "www.find.example": ("search", "Find"),
            "uk.find.example": ("search", "Find"),
        },
    )
    assert found == {
        "google": ("Google", "search"),
        "docs.google.com": ("Docs", ""),
        "mail.google.com": ("Gmail", "email"),
        "find.example": ("Find", "search"),
    }


def test_our_own_win_and_some_are_none(tmp_path: Path) -> None:
    found = lists(
        tmp_path,
        {"docs.google.com": ("unknown", "Google"), "dead.example": ("search", "Dead"), "ads.example": ("paid", "Ads")},
    )
    assert found["docs.google.com"] == ("Docs", "")
    assert "dead.example" not in found
    assert found["ads.example"] == ("Ads", "")


def test_paths_and_bare_words_of_the_package_are_no_hosts(tmp_path: Path) -> None:
    found = lists(tmp_path, {"orange.example/webmail": ("email", "Orange"), "bsky": ("social", "Bluesky")})
    assert set(found) == {"google", "docs.google.com"}


def test_apps_are_kept_by_their_whole_names(tmp_path: Path) -> None:
    found = lists(tmp_path, {"com.google.android.gm": ("email", "Gmail"), "org.app": ("social", "App")})
    assert (found["com.google.android.gm"], found["org.app"]) == (("Gmail", "email"), ("App", "social"))


def lists(folder: Path, hosts: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    path = folder / "referrers.json"
    path.write_text(json.dumps({host: {"medium": medium, "source": name} for host, (medium, name) in hosts.items()}))
    return compiled(path, ADDITIONS)
