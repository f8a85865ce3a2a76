"""Sources of visits by host and by tag."""

import pytest

from liveinsight.enrich.sources import of_host, of_tag


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
        ("story.kakao.com", "KakaoTalk", "social"),
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
