"""Well-known sources of visits: host or tag → (name, category)."""

import re
from functools import lru_cache

from liveinsight.domain.address import bare_host

_KNOWN = {
    "search": {
        "Google": "google googleadservices.com syndicatedsearch.goog",
        "Bing": "bing.com bing",
        "DuckDuckGo": "duckduckgo.com duckduckgo ddg.gg",
        "Naver": "naver.com naver",
        "Daum": "daum.net daum",
        "Baidu": "baidu.com baidu",
        "Yandex": "yandex yandex.ru ya.ru",
        "Yahoo": "yahoo.com yahoo.co.jp yahoo",
        "Ecosia": "ecosia.org ecosia",
        "Brave": "search.brave.com",
        "Qwant": "qwant.com qwant",
        "Startpage": "startpage.com startpage",
        "Seznam": "seznam.cz seznam",
        "Kagi": "kagi.com kagi",
    },
    "social": {
        "Facebook": "facebook.com fb.com fb facebook m.facebook.com l.facebook.com",
        "Instagram": "instagram.com instagram ig",
        "X": "x.com twitter.com t.co twitter x",
        "LinkedIn": "linkedin.com lnkd.in linkedin",
        "Reddit": "reddit.com reddit redd.it",
        "Pinterest": "pinterest.com pinterest pin.it",
        "TikTok": "tiktok.com tiktok",
        "Threads": "threads.net threads.com threads",
        "Mastodon": "mastodon.social mastodon.online mastodon",
        "Bluesky": "bsky.app bluesky",
        "Hacker News": "news.ycombinator.com hackernews",
        "KakaoTalk": "kakao.com kakaotalk kakao pf.kakao.com",
        "Band": "band.us",
        "LINE": "line.me",
        "WhatsApp": "whatsapp.com wa.me whatsapp",
        "Telegram": "t.me telegram.org telegram",
        "Discord": "discord.com discord",
        "Quora": "quora.com quora",
        "VK": "vk.com",
        "Weibo": "weibo.com weibo",
        "Stack Overflow": "stackoverflow.com",
        "Lobsters": "lobste.rs",
    },
    "video": {
        "YouTube": "youtube.com youtu.be youtube",
        "Vimeo": "vimeo.com vimeo",
        "Twitch": "twitch.tv twitch",
        "Netflix": "netflix.com",
        "Dailymotion": "dailymotion.com",
    },
    "shopping": {
        "Amazon": "amazon.com amazon.co.uk amazon.de amazon.co.jp amazon",
        "eBay": "ebay.com ebay",
        "Etsy": "etsy.com etsy",
        "AliExpress": "aliexpress.com",
        "Coupang": "coupang.com",
        "Gmarket": "gmarket.co.kr",
        "Shopify": "shop.app shopify.com",
    },
    "ai": {
        "ChatGPT": "chatgpt.com chat.openai.com openai.com chatgpt",
        "Perplexity": "perplexity.ai perplexity",
        "Gemini": "gemini.google.com bard.google.com gemini",
        "Claude": "claude.ai claude",
        "Copilot": "copilot.microsoft.com copilot.com copilot",
        "DeepSeek": "chat.deepseek.com deepseek.com",
        "Mistral": "chat.mistral.ai",
        "Grok": "grok.com grok.x.ai",
        "You.com": "you.com",
        "Meta AI": "meta.ai",
    },
    "email": {
        "Gmail": "mail.google.com",
        "Outlook": "outlook.live.com outlook.office.com outlook.office365.com",
        "Yahoo Mail": "mail.yahoo.com",
        "Naver Mail": "mail.naver.com",
        "Proton Mail": "mail.proton.me",
    },
    "": {"GitHub": "github.com github", "Wikipedia": "wikipedia.org", "Medium": "medium.com"},
}
_BY_NAME = {
    key: (name, category)
    for category, sources in _KNOWN.items()
    for name, keys in sources.items()
    for key in keys.split()
}
_COUNTRY_SITE = re.compile(r"(?:^|\.)(google|yandex|amazon|ebay|yahoo|pinterest)\.(?:com|cat|(?:com?\.)?[a-z]{2})$")


@lru_cache(maxsize=4096)
def of_host(host: str) -> tuple[str, str]:
    """(display name, category) of a referring host; an unknown host is its own name, without category."""
    host = bare_host(host)
    labels = host.split(".")
    for start in range(len(labels) - 1):
        known = _BY_NAME.get(".".join(labels[start:]))
        if known:
            return known
    national = _COUNTRY_SITE.search(host)
    return _BY_NAME[national[1]] if national else (host, "")


@lru_cache(maxsize=4096)
def of_tag(tag: str) -> tuple[str, str]:
    """(display name, category) of a `utm_source`; an unknown tag is its own name."""
    known = _BY_NAME.get(tag.lower())
    if known:
        return known
    return of_host(tag) if "." in tag and " " not in tag else (tag, "")
