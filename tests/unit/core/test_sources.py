"""Sources of visits by host and by tag."""

import pytest

from liveinsight.domain.address import CLICK_IDS
from liveinsight.enrich.sources import click_ids, is_spam, of_app, of_host, of_tag


@pytest.mark.parametrize(
    ("host", "name", "category"),
    [
        ("www.google.com", "Google", "search"),
        ("google.com", "Google", "search"),
        ("google.co.kr", "Google", "search"),
        ("www.google.com.br", "Google", "search"),
        ("google.de", "Google", "search"),
        ("bing.com", "Bing", "search"),
        ("cn.bing.com", "Bing", "search"),
        ("duckduckgo.com", "DuckDuckGo", "search"),
        ("yandex.ru", "Yandex", "search"),
        ("yandex.com.tr", "Yandex", "search"),
        ("search.yahoo.co.jp", "Yahoo", "search"),
        ("kr.search.yahoo.com", "Yahoo", "search"),
        ("search.naver.com", "Naver", "search"),
        ("m.search.naver.com", "Naver", "search"),
        ("search.daum.net", "Daum", "search"),
        ("search.brave.com", "Brave", "search"),
        ("mail.google.com", "Gmail", "email"),
        ("mail.naver.com", "Naver Mail", "email"),
        ("l.facebook.com", "Facebook", "social"),
        ("lm.facebook.com", "Facebook", "social"),
        ("l.instagram.com", "Instagram", "social"),
        ("t.co", "X", "social"),
        ("x.com", "X", "social"),
        ("out.reddit.com", "Reddit", "social"),
        ("pinterest.co.uk", "Pinterest", "social"),
        ("news.ycombinator.com", "Hacker News", "social"),
        ("pf.kakao.com", "KakaoTalk", "social"),
        ("story.kakao.com", "KakaoStory", "social"),
        ("band.us", "Band", "social"),
        ("m.youtube.com", "YouTube", "video"),
        ("youtu.be", "YouTube", "video"),
        ("amazon.co.jp", "Amazon", "shopping"),
        ("www.amazon.fr", "Amazon", "shopping"),
        ("ebay.co.uk", "eBay", "shopping"),
        ("coupang.com", "Coupang", "shopping"),
        ("chatgpt.com", "ChatGPT", "ai"),
        ("chat.openai.com", "ChatGPT", "ai"),
        ("www.perplexity.ai", "Perplexity", "ai"),
        ("gemini.google.com", "Gemini", "ai"),
        ("copilot.microsoft.com", "Copilot", "ai"),
        ("claude.ai", "Claude", "ai"),
        ("chat.deepseek.com", "DeepSeek", "ai"),
        ("grok.com", "Grok", "ai"),
        ("www.kimi.com", "Kimi", "ai"),
        ("notebooklm.google.com", "NotebookLM", "ai"),
        ("clova-x.naver.com", "CLOVA X", "ai"),
        ("blog.naver.com", "Naver Blog", "social"),
        ("m.cafe.naver.com", "Naver Cafe", "social"),
        ("smartstore.naver.com", "Naver Shopping", "shopping"),
        ("cafe.daum.net", "Daum Cafe", "social"),
        ("mail.kakao.com", "Kakao Mail", "email"),
        ("someone.tistory.com", "Tistory", "social"),
        ("suche.t-online.de", "T-Online", "search"),
        ("go.mail.ru", "Mail.ru", "search"),
        ("e.mail.ru", "Mail.ru", "email"),
        ("my.mail.ru", "Mail.ru", "social"),
        ("news.google.de", "Google", "search"),
        ("trc.taboola.com", "Taboola", ""),
        ("docs.google.com", "Google Docs", ""),
        ("accounts.google.com", "Google", ""),
        ("app.slack.com", "Slack", ""),
        ("github.com", "GitHub", ""),
        ("en.wikipedia.org", "Wikipedia", ""),
    ],
)
def test_well_known_hosts(host: str, name: str, category: str) -> None:
    assert of_host(host) == (name, category)


@pytest.mark.parametrize(
    "host",
    [
        "blog.example",
        "notgoogle.com",
        "mygoogle.co.kr",
        "google.evil.com",
        "google.attacker.example",
        "naver.com.evil.example",
        "amazon.shop.example",
        "localhost",
        "192.0.2.1",
        "2001:db8::1",
    ],
)
def test_other_hosts_are_their_own_name_without_a_category(host: str) -> None:
    assert of_host(host) == (host, "")


def test_a_host_loses_its_www() -> None:
    assert of_host("www.blog.example") == ("blog.example", "")


@pytest.mark.parametrize(
    ("tag", "name", "category"),
    [
        ("google", "Google", "search"),
        ("Google", "Google", "search"),
        ("naver", "Naver", "search"),
        ("fb", "Facebook", "social"),
        ("ig", "Instagram", "social"),
        ("twitter", "X", "social"),
        ("kakao", "KakaoTalk", "social"),
        ("youtube", "YouTube", "video"),
        ("chatgpt.com", "ChatGPT", "ai"),
        ("perplexity", "Perplexity", "ai"),
        ("news.google.com", "Google", "search"),
        ("newsletter", "newsletter", ""),
        ("Summer Sale", "Summer Sale", ""),
        ("partner.example", "partner.example", ""),
        ("봄 세일", "봄 세일", ""),
        ("...", "...", ""),
        ("", "", ""),
    ],
)
def test_tags(tag: str, name: str, category: str) -> None:
    assert of_tag(tag) == (name, category)


@pytest.mark.parametrize(
    ("package", "name", "category"),
    [
        ("com.google.android.googlequicksearchbox", "Google", "search"),
        ("com.google.android.gm", "Gmail", "email"),
        ("com.slack", "Slack", ""),
        ("com.Slack", "Slack", ""),
        ("com.kakao.talk", "KakaoTalk", "social"),
        ("com.nhn.android.search", "Naver", "search"),
        ("com.openai.chatgpt", "ChatGPT", "ai"),
        ("org.telegram.messenger", "Telegram", "social"),
        ("com.unknown.app", "com.unknown.app", ""),
        ("com.unknown.facebook.com", "com.unknown.facebook.com", ""),
    ],
)
def test_apps(package: str, name: str, category: str) -> None:
    assert of_app(package) == (name, category)


def test_pages_keep_exactly_the_click_ids_whose_sources_are_known() -> None:
    assert tuple(click_ids()) == CLICK_IDS


def test_every_click_id_has_a_source_with_a_name_of_its_own_and_a_medium_that_the_channels_know() -> None:
    assert {medium for _, medium in click_ids().values()} == {"", "cpc", "display", "organic", "affiliate", "email"}
    named = {tag: of_tag(tag)[0] for tag, _ in click_ids().values()}
    assert {tag: name for tag, name in named.items() if name == tag} == {
        tag: tag for tag in ("Taboola", "Outbrain", "Impact")
    }


@pytest.mark.parametrize("host", ["semalt.com", "www.semalt.com", "a.semalt.com", "free-share-buttons.com"])
def test_spammers(host: str) -> None:
    assert is_spam(host)


@pytest.mark.parametrize("host", ["google.com", "notsemalt.com", "semalt.com.example", "blog.example", "com", ""])
def test_no_spammers(host: str) -> None:
    assert not is_spam(host)
