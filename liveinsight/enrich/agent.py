"""What browser, system and kind of device a User-Agent names."""

from dataclasses import dataclass
from functools import lru_cache

CACHE_SIZE = 4096
_TABLETS = ("ipad", "tablet", "kindle", "silk/", "playbook", "sm-t", "nexus 7", "nexus 9", "nexus 10")
_TVS = (
    "smart-tv",
    "smarttv",
    "appletv",
    "hbbtv",
    "googletv",
    "android tv",
    "bravia",
    "roku",
    "; aft",  # models of Fire TV; without the semicolon "Minecraft" would be one
    "crkey",
    "chromecast",
)


@dataclass(slots=True, frozen=True)
class Agent:
    browser: str = ""
    browser_version: str = ""
    os: str = ""
    os_version: str = ""
    device: str = ""


@lru_cache(maxsize=CACHE_SIZE)
def parse(user_agent: str) -> Agent:
    """Browser, system and device (`desktop`, `mobile`, `tablet`, `tv`); empty where the agent does not say."""
    # Loading the parser's tables takes a tenth of a second, which a cold start should not pay for bots.
    import ua_parser

    found = ua_parser.parse(user_agent.encode(errors="replace").decode())
    browser, system = found.user_agent, found.os
    return Agent(
        browser=_browser(browser.family) if browser else "",
        browser_version=(browser.major or "") if browser else "",
        os=_system(system.family) if system else "",
        os_version=".".join(part for part in (system.major, system.minor) if part) if system else "",
        device=_device(user_agent.lower()),
    )


def _browser(family: str) -> str:
    """One name for one browser, whatever it runs on."""
    for suffix in (" Mobile WebView", " Mobile iOS", " Mobile", " iOS", " WebView"):
        family = family.removesuffix(suffix)
    return {"Mobile Safari": "Safari", "Mobile Safari UI/WKWebView": "Safari", "Crosswalk": "Whale", "Other": ""}.get(
        family,
        family,  # Crosswalk is the engine of Naver's app, which calls itself Whale
    )


def _system(family: str) -> str:
    return {
        "Mac OS X": "macOS",
        "Web0S": "webOS",
        "Other": "",
        "Ubuntu": "Linux",
        "Fedora": "Linux",
        "Debian": "Linux",
    }.get(family, family)


def _device(agent: str) -> str:
    if any(name in agent for name in _TVS):
        return "tv"
    if any(name in agent for name in _TABLETS) or ("android" in agent and "mobile" not in agent):
        return "tablet"
    if "mobi" in agent or "iphone" in agent or "ipod" in agent:
        return "mobile"
    return "desktop"
