"""What the made-up year of `bench.history_data` is drawn from: pages, sources, countries, software, goals."""

import random

ORIGIN = "https://shop.example"
_WORD_LIST = """
linen oak harbour meadow copper paper river cedar amber winter north glass salt wool garden stone cloud ember lantern
maple quiet silver field summer coast bread indigo pine moss velvet
"""
_WORDS = _WORD_LIST.split()
_SHELVES = ("shop", "journal", "help", "collections", "people")


def paths(count: int) -> list[str]:
    """Distinct paths, the home page first; the same ones whenever they are asked for."""
    chance = random.Random("paths")  # noqa: S311  # made-up data, to be repeated exactly
    found = {"/": None}
    while len(found) < count:
        words = "-".join(chance.sample(_WORDS, chance.choice((1, 2, 3))))
        found[f"/{chance.choice(_SHELVES)}/{words}" + chance.choice(("", "/", f"/{chance.randrange(400)}"))] = None
    return list(found)


def title(path: str) -> str:
    return path.strip("/").replace("-", " ").replace("/", " · ").title() or "Home"


_REFERRER_LIST = """
https://www.google.com/ https://www.bing.com/ https://duckduckgo.com/ https://search.naver.com/search.naver
https://www.google.de/ https://l.instagram.com/ https://l.facebook.com/ https://t.co/a1b2c3
https://www.reddit.com/r/homes/ https://www.youtube.com/ https://chatgpt.com/ https://www.perplexity.ai/
https://www.pinterest.com/pin/4711/ https://www.linkedin.com/ https://news.ycombinator.com/item
https://mail.google.com/ https://de.wikipedia.org/wiki/Leinen https://github.com/ https://search.yahoo.co.jp/
https://www.ecosia.org/ https://gemini.google.com/ https://www.baidu.com/ https://yandex.ru/
https://interiors-weekly.example/best-of-the-year https://slow-living.example/linen
https://blog-of-anna.example/2026/03/harbour https://forum.example/t/991 https://coupons.example/
"""
_REFERRERS = _REFERRER_LIST.split()
_CAMPAIGNS = tuple(
    f"?utm_source={source}&utm_medium={medium}&utm_campaign={campaign}"
    for source, medium in (("newsletter", "email"), ("google", "cpc"), ("facebook", "paid_social"), ("partner", "cpm"))
    for campaign in ("spring", "autumn", "sale")
)
SOURCES: list[tuple[str, str, float]] = [
    ("", "", 34.0),
    *((referrer, "", 30 / rank) for rank, referrer in enumerate(_REFERRERS, 1)),
    *(("", campaign, 9 / rank) for rank, campaign in enumerate(_CAMPAIGNS, 1)),
]
"""(referrer, query of the landing page, weight)"""

_COUNTRY_LIST = """
DEde-DE USen-US KRko-KR GBen-GB FRfr-FR JPja-JP NLnl-NL ATde-AT CHde-CH CAen-CA ITit-IT ESes-ES SEsv-SE DKda-DK
PLpl-PL BEnl-BE AUen-AU BRpt-BR INen-IN NOnb-NO FIfi-FI IEen-IE PTpt-PT CZcs-CZ TWzh-TW SGen-SG MXes-MX HUhu-HU
ROro-RO GRel-GR TRtr-TR ILhe-IL HKzh-HK NZen-NZ ZAen-ZA ARes-AR CLes-CL COes-CO THth-TH VNvi-VN IDid-ID MYms-MY
PHen-PH CNzh-CN UAuk-UA BGbg-BG HRhr-HR SKsk-SK SIsl-SI LTlt-LT LVlv-LV EEet-EE LUfr-LU ISis-IS AEar-AE SAar-SA
EGar-EG MAfr-MA KEen-KE NGen-NG
"""
COUNTRIES = [(row[:2], row[2:]) for row in _COUNTRY_LIST.split()]
"""(ISO 3166 code, language)"""

_SOFTWARE = (
    ("Chrome", "156 155 154 151", "Windows", "10 11", "desktop", "[1920,1080] [1536,864] [1366,768]", 24.0),
    ("Edge", "156 155", "Windows", "11", "desktop", "[1920,1080] [2560,1440]", 7.0),
    ("Firefox", "152 151 140", "Windows", "11", "desktop", "[1920,1080]", 3.0),
    ("Safari", "26 18", "macOS", "10.15", "desktop", "[1512,982] [1440,900]", 8.0),
    ("Chrome", "156 155", "macOS", "10.15", "desktop", "[1728,1117] [2560,1440]", 7.0),
    ("Firefox", "152", "Linux", "", "desktop", "[1920,1080]", 1.5),
    ("Safari", "26 18", "iOS", "18.7 26.1", "mobile", "[390,844] [393,852] [430,932] [375,812]", 25.0),
    ("Chrome", "156 155 154", "Android", "10", "mobile", "[360,800] [412,915] [384,832]", 19.0),
    ("Samsung Internet", "30 29", "Android", "10", "mobile", "[360,780] [412,892]", 5.0),
    ("Safari", "26", "iPadOS", "18.7", "tablet", "[820,1180] [1024,1366]", 3.0),
)
CLIENTS: list[tuple[str, float]] = [
    (
        f'"device":"{device}","browser":"{browser}","browser_version":"{version}","os":"{system}",'
        f'"os_version":"{release}","screen":{screen}',
        weight / (age + 1) / (place + 1) / len(releases.split() or [""]),
    )
    for browser, versions, system, releases, device, screens, weight in _SOFTWARE
    for age, version in enumerate(versions.split())
    for release in releases.split() or [""]
    for place, screen in enumerate(screens.split())
]
"""(fields of a line, weight)"""

GOALS = (
    '"name":"add_to_cart","props":{"place":"page"}',
    '"name":"signup","props":{"plan":"free","place":"footer"}',
    '"name":"purchase","props":{"method":"card"}',
    '"name":"download","interactive":false',
    '"name":"search","props":{"found":true,"results":12}',
)
