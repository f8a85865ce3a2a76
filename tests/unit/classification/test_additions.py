"""Our additions and an operator's: tables are merged, and what the operator says of a host or a bot counts."""

from pathlib import Path

from classification.additions import OURS, read

MINE = """
national = ["google"]
[sources.search]
"Google" = ["google", "google.com"]
"Find" = ["find.example"]
[sources.none]
"Docs" = ["docs.example"]
[click_ids]
gclid = { source = "google", medium = "cpc" }
[bots]
not_bots = ["Butterfly"]
[bots.tool]
"Fetcher" = ["Fetcher/", "OldFetcher/"]
"""
THEIRS = """
[sources.social]
"Find" = ["find.example"]
[sources.none]
"Wiki" = ["wiki.example"]
[click_ids]
gclid = { source = "google" }
[bots]
not_bots = ["OurApp"]
[bots.monitor]
"Our check" = ["Fetcher/"]
"""


def files(folder: Path) -> tuple[Path, Path]:
    ours, theirs = folder / "additions.toml", folder / "local.toml"
    ours.write_text(MINE)
    theirs.write_text(THEIRS)
    return ours, theirs


def test_what_the_operator_says_counts(tmp_path: Path) -> None:
    found = read(*files(tmp_path))
    assert found["sources"]["social"] == {"Find": ["find.example"]}
    assert found["sources"]["search"] == {"Google": ["google", "google.com"], "Find": []}
    assert found["bots"]["monitor"] == {"Our check": ["Fetcher/"]}
    assert found["bots"]["tool"] == {"Fetcher": ["OldFetcher/"]}


def test_the_rest_is_merged(tmp_path: Path) -> None:
    found = read(*files(tmp_path))
    assert found["national"] == ["google"]
    assert found["sources"]["none"] == {"Docs": ["docs.example"], "Wiki": ["wiki.example"]}
    assert found["bots"]["not_bots"] == ["Butterfly", "OurApp"]
    assert found["click_ids"] == {"gclid": {"source": "google", "medium": "cpc"}}


def test_without_a_file_of_the_operator_ours_are_all(tmp_path: Path) -> None:
    assert read(OURS, tmp_path / "local.toml") == read(OURS, tmp_path / "none.toml")
    assert "Googlebot" in read(OURS, tmp_path / "none.toml")["bots"]["search_engine"]
