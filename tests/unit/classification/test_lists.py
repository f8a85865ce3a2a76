"""The committed lists: compiled from the committed additions, small, sorted, and saying where they come from."""

import re
import tomllib
from pathlib import Path

import pytest

from classification.additions import OURS
from classification.packages import PINS
from classification.sources import own
from liveinsight.enrich import lists, sources
from liveinsight.enrich.bots import BotKind

FILES = sorted(Path(lists.__file__).parent.glob("*.json"))
additions = tomllib.loads(OURS.read_text())


def test_the_lists_are_small() -> None:
    assert [path.stem for path in FILES] == ["bots", "sources", "spam"]
    assert sum(path.stat().st_size for path in FILES) < 200_000


@pytest.mark.parametrize("name", ["bots", "sources", "spam"])
def test_a_list_says_where_it_comes_from(name: str) -> None:
    about = lists.read(name)["about"]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", about["made"])
    pins = tomllib.loads(PINS.read_text())
    used = {package: pin for package, pin in pins.items() if pin["use"].startswith(f"{name}:")}
    assert used
    for package, pin in used.items():
        assert f"{package} {pin['version']} ({pin['licence']})" in about["from"]


def test_every_source_of_the_additions_is_found_by_its_keys() -> None:
    wrong = {}
    for key, expected in own(additions):
        found = sources.of_host(key) if "." in key else sources.of_tag(key)
        if found != expected and sources.of_app(key) != expected:
            wrong[key] = found
    assert wrong == {}


def test_no_key_of_the_additions_is_given_twice() -> None:
    keys = [key.lower() for key, _ in own(additions)]
    assert {key for key in keys if keys.count(key) > 1} <= {"com.slack"}


def test_every_bot_of_the_additions_is_on_the_list() -> None:
    listed = lists.read("bots")["bots"]
    for kind in BotKind:
        for name, texts in additions["bots"].get(kind, {}).items():
            assert set(texts) <= set(listed[kind][name]), (kind, name)
    assert (lists.read("bots")["words"], lists.read("bots")["not_words"]) == (
        additions["bots"]["words"],
        additions["bots"]["not_words"],
    )


def test_every_click_id_and_spammer_of_the_additions_is_listed() -> None:
    assert lists.read("sources")["click_ids"] == additions["click_ids"]
    assert list(lists.read("sources")["click_ids"]) == list(additions["click_ids"])
    assert all(sources.is_spam(host) for host in additions["spam"]["hosts"])


def test_no_known_source_is_called_a_spammer() -> None:
    assert [key for key, _ in own(additions) if "." in key and sources.is_spam(key)] == []
