"""Bots of the package and our own: what a pattern becomes, and who wins."""

import json
from pathlib import Path
from typing import Any

import pytest

from classification.bots import NotPlain, compiled, name_of, plain_texts

NOTHING: dict[str, Any] = {"not_bots": [], "at_start": []}


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("GPTBot", ["GPTBot"]),
        (r"Googlebot\/", ["Googlebot/"]),
        (r"Siteimprove\.com", ["Siteimprove.com"]),
        ("[wW]get", ["wget", "Wget"]),
        ("S[eE][mM]rushBot", ["SemrushBot", "SeMrushBot", "SEmrushBot", "SEMrushBot"]),
        ("Netumo|netumo", ["Netumo", "netumo"]),
        ("Ahrefs(Bot|SiteAudit)", ["AhrefsBot", "AhrefsSiteAudit"]),
        ("(sistrix|SISTRIX) [cC]rawler", ["sistrix crawler", "sistrix Crawler", "SISTRIX crawler", "SISTRIX Crawler"]),
        ("^curl", ["^curl"]),
        (r"(^| )sentry\/", ["^sentry/", " sentry/"]),
        ("SSL Labs$", ["SSL Labs"]),
        (r"SSL Labs \(https:\/\/www\.ssllabs\.com", ["SSL Labs (https://www.ssllabs.com"]),
        (r"developers\.google\.com\/\+\/web\/snippet", ["developers.google.com/+/web/snippet"]),
    ],
)
def test_simple_patterns_are_plain_texts(pattern: str, texts: list[str]) -> None:
    assert plain_texts(pattern) == texts


@pytest.mark.parametrize(
    "pattern", [r"Spider[\s\S]*com", r"BlogTraffic\/\d", "AdsBot([^-]|$)", "a.*b", "bots?", "BW", "^BW/"]
)
def test_other_patterns_are_left_out(pattern: str) -> None:
    with pytest.raises(NotPlain):
        plain_texts(pattern)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Googlebot/", "Googlebot"),
        ("^curl", "curl"),
        ("dbot)", "dbot"),
        ("://", "://"),
        ("Riddler (http://riddler.io", "Riddler"),
        ("https://a.example/", "a.example"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert name_of(text) == name


def test_tags_become_kinds(tmp_path: Path) -> None:
    tags = {"GPTBot": ["ai-crawler"], "CurlThing": ["http-library"], "HerBot": ["academic"]}
    found = texts_of(tmp_path, {**tags, "LinkAuditor": ["seo"], "Webhooks": ["seo"]}, NOTHING)
    assert found == {
        "GPTBot": ("ai_crawler", "GPTBot"),
        "CurlThing": ("tool", "CurlThing"),
        "HerBot": ("other", "HerBot"),
        "LinkAuditor": ("seo", "LinkAuditor"),
        "Webhooks": ("other", "Webhooks"),
    }


def test_our_additions_win_over_what_has_their_text_in_it(tmp_path: Path) -> None:
    packaged = {"ChatGPT-User": ["ai-crawler"], "Fetcher-One": ["seo"], "Googlebot-Image": ["search-engine"]}
    own = {"ai_assistant": {"ChatGPT": ["ChatGPT-User"], "Fetcher": ["Fetcher"]}, "search_engine": {"G": ["Googlebot"]}}
    assert texts_of(tmp_path, packaged, {**NOTHING, **own}) == {
        "ChatGPT-User": ("ai_assistant", "ChatGPT"),
        "Fetcher": ("ai_assistant", "Fetcher"),
        "Googlebot": ("search_engine", "G"),
        "Googlebot-Image": ("search_engine", "Googlebot-Image"),
    }


def test_what_we_say_is_no_bot_is_left_out_and_apps_count_at_the_start_only(tmp_path: Path) -> None:
    additions = {"not_bots": ["Butterfly"], "at_start": ["Viber"]}
    found = texts_of(tmp_path, {"Butterfly": ["seo"], "Viber": ["social-preview"]}, additions)
    assert found == {"^Viber": ("preview", "Viber")}


def test_a_pattern_that_a_persons_browser_has_is_left_out_and_said(tmp_path: Path) -> None:
    path = packaged_in(tmp_path, {"Chrome": ["seo"], "GoodBot": ["seo"], r"A\d": ["seo"]})
    texts, left_out = compiled(path, NOTHING, ["Mozilla/5.0 Chrome/142.0", "Mozilla/5.0 Firefox/145.0"])
    assert set(texts) == {"GoodBot"}
    assert left_out == [r"'A\\d': a regular expression", "'Chrome': people's browsers have it"]


def test_one_bot_has_one_spelling(tmp_path: Path) -> None:
    own = {"ai_crawler": {"ClaudeBot": ["ClaudeBot"]}}
    found = texts_of(tmp_path, {"[cC]laude[bB]ot": ["ai-crawler"], "[nN]ikto": ["scanner"]}, {**NOTHING, **own})
    assert {name for _, name in found.values()} == {"ClaudeBot", "nikto"}


def texts_of(folder: Path, tags: dict[str, list[str]], additions: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return compiled(packaged_in(folder, tags), additions, [])[0]


def packaged_in(folder: Path, tags: dict[str, list[str]]) -> Path:
    path = folder / "crawler-user-agents.json"
    path.write_text(json.dumps([{"pattern": pattern, "tags": of} for pattern, of in tags.items()]))
    return path
