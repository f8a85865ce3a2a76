"""What user agents in use say: browser, system, device."""

import pytest

from liveinsight.enrich.agent import Agent, parse

WIN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
WEBVIEW = (
    "Mozilla/5.0 (Linux; Android 14; SM-S921N Build/UP1A.231005.007; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 "
)

PEOPLE = [
    (WIN + "Chrome/142.0.0.0 Safari/537.36", "Chrome", "142", "Windows", "desktop"),
    (WIN + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge", "142", "Windows", "desktop"),
    (WIN + "Chrome/141.0.0.0 Safari/537.36 OPR/124.0.0.0", "Opera", "124", "Windows", "desktop"),
    (WIN + "Chrome/142.0.0.0 Safari/537.36 Vivaldi/7.6.3797.63", "Vivaldi", "7", "Windows", "desktop"),
    (WIN + "Chrome/140.0.0.0 Whale/4.34.340.19 Safari/537.36", "Whale", "4", "Windows", "desktop"),
    (WIN + "Chrome/140.0.0.0 YaBrowser/25.10.0.0 Safari/537.36", "Yandex Browser", "25", "Windows", "desktop"),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Firefox",
        "145",
        "Windows",
        "desktop",
    ),
    (
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        "Firefox",
        "145",
        "Linux",
        "desktop",
    ),
    (LINUX + "Chrome/142.0.0.0 Safari/537.36", "Chrome", "142", "Linux", "desktop"),
    (MAC + "605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15", "Safari", "26", "macOS", "desktop"),
    (MAC + "537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", "Chrome", "142", "macOS", "desktop"),
    (
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Safari/537.36",
        "Chrome",
        "142",
        "Chrome OS",
        "desktop",
    ),
    (WIN + "Minecraft/1.21 Chrome/142.0.0.0 Safari/537.36", "Chrome", "142", "Windows", "desktop"),
    (IPHONE + "Version/26.1 Mobile/15E148 Safari/604.1", "Safari", "26", "iOS", "mobile"),
    (IPHONE + "CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1", "Chrome", "142", "iOS", "mobile"),
    (IPHONE + "FxiOS/145.0 Mobile/15E148 Safari/605.1.15", "Firefox", "145", "iOS", "mobile"),
    (IPHONE + "Version/18.0 EdgiOS/142.0.3595.66 Mobile/15E148 Safari/604.1", "Edge", "142", "iOS", "mobile"),
    (IPHONE + "Mobile/15E148 KAKAOTALK 25.9.0", "Safari", "", "iOS", "mobile"),
    (
        "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.7 Mobile/15E148 Safari/604.1",
        "Safari",
        "17",
        "iOS",
        "tablet",
    ),
    (ANDROID + "Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome", "142", "Android", "mobile"),
    (ANDROID + "Chrome/142.0.0.0 Safari/537.36", "Chrome", "142", "Android", "tablet"),
    (
        ANDROID + "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Samsung Internet",
        "28",
        "Android",
        "mobile",
    ),
    (ANDROID + "Chrome/141.0.0.0 Mobile Safari/537.36 OPR/91.0.0.0", "Opera", "91", "Android", "mobile"),
    ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "145", "Android", "mobile"),
    ("Mozilla/5.0 (Android 15; Tablet; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox", "145", "Android", "tablet"),
    (WEBVIEW + "Chrome/142.0.7444.102 Mobile Safari/537.36;KAKAOTALK 2511000", "Chrome", "142", "Android", "mobile"),
    (
        WEBVIEW + "Chrome/140.0.0.0 Whale/1.0.0.0 Crosswalk/29.140.0.20 Mobile Safari/537.36 "
        "NAVER(inapp; search; 2000; 12.14.2)",
        "Whale",
        "29",
        "Android",
        "mobile",
    ),
    (
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/8.0 TV Safari/537.36",
        "Safari",
        "8",
        "Tizen",
        "tv",
    ),
    (
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "Chrome",
        "120",
        "webOS",
        "tv",
    ),
    (
        "Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7633; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
        "Chrome/130.0.0.0 Mobile Safari/537.36",
        "Chrome",
        "130",
        "Android",
        "tv",
    ),
    (
        "Mozilla/5.0 (Linux; Android 12; Chromecast Build/STTE.230319.008) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/126.0.0.0 Safari/537.36",
        "Chrome",
        "126",
        "Android",
        "tv",
    ),
]


@pytest.mark.parametrize(("agent", "browser", "version", "system", "device"), PEOPLE)
def test_browser_system_and_device(agent: str, browser: str, version: str, system: str, device: str) -> None:
    found = parse(agent)
    assert (found.browser, found.browser_version, found.os, found.device) == (browser, version, system, device)


def test_versions_of_systems() -> None:
    assert parse(IPHONE + "Version/26.1 Mobile/15E148 Safari/604.1").os_version == "18.7"
    assert parse(WIN + "Chrome/142.0.0.0 Safari/537.36").os_version == "10"


@pytest.mark.parametrize("agent", ["nonsense nonsense", "\x00\ud800<script>", "한국어 브라우저 이름", "x" * 1024])
def test_an_agent_that_says_nothing_names_no_browser(agent: str) -> None:
    assert parse(agent) == Agent(device="desktop")
