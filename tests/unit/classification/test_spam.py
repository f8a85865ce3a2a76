"""Spammers of the package, of a list that somebody names, and our own."""

import json
from pathlib import Path

from classification.spam import compiled, public_name


def test_hosts_are_joined_cleaned_and_sorted(tmp_path: Path) -> None:
    public = tmp_path / "spammers.txt"
    public.write_text("www.third.example\n\nno host\n-\nfirst.example\n")
    packaged = tmp_path / "spam.json"
    packaged.write_text(
        json.dumps({"spamReferrers": ["second.example", "sub.second.example", "FIRST.example", "good.example"]})
    )
    additions = {"hosts": ["own.example", "known.example"], "not_spam": ["good.example"]}
    found = compiled(packaged, additions, str(public), {"known.example"})
    assert found == ["first.example", "own.example", "second.example", "third.example"]


def test_without_a_public_list(tmp_path: Path) -> None:
    packaged = tmp_path / "spam.json"
    packaged.write_text(json.dumps({"spamReferrers": ["b.example", "a.example"]}))
    assert compiled(packaged, {"hosts": [], "not_spam": []}, None, set()) == ["a.example", "b.example"]


def test_the_header_names_no_folder_of_this_machine() -> None:
    assert public_name("/home/somebody/spammers.txt") == "spammers.txt"
    assert public_name("https://lists.example/spammers.txt") == "https://lists.example/spammers.txt"
