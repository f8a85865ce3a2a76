"""Browsers and their screens, weighted as they are met on the web; and some bots."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from demo.visitors.chance import pick

PHONES = ((390, 844), (393, 852), (402, 874), (430, 932), (375, 812))
ANDROIDS = ((360, 780), (360, 800), (384, 832), (412, 915), (412, 892))
TABLETS = ((820, 1180), (834, 1194), (810, 1080), (1024, 1366))
DESKTOPS = ((1920, 1080), (1536, 864), (1366, 768), (2560, 1440), (1600, 900))
MACS = ((1512, 982), (1470, 956), (1728, 1117), (2560, 1440), (1440, 900))

_CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko)"
_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
_LINUX = "Mozilla/5.0 (X11; Linux x86_64)"
_ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X)"
_IPAD = "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X)"

Screen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Agent:
    """A User-Agent with `{v}` for the version, the versions in use, newest first, and its screens."""

    text: str
    versions: tuple[str, ...]
    screens: tuple[Screen, ...]
    mobile: bool
    weight: float


_CHROME_VERSIONS = ("156", "155", "154")
_SAFARI_VERSIONS = ("26.6", "26.5", "26.2")
_FIREFOX_VERSIONS = ("152.0", "151.0", "140.0")

AGENTS: tuple[Agent, ...] = (
    Agent(f"{_WINDOWS} {_CHROMIUM} Chrome/{{v}}.0.0.0 Safari/537.36", _CHROME_VERSIONS, DESKTOPS, False, 24),
    Agent(f"{_WINDOWS} {_CHROMIUM} Chrome/{{v}}.0.0.0 Safari/537.36 Edg/{{v}}.0.0.0", _CHROME_VERSIONS, DESKTOPS, False, 8),
    Agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}) Gecko/20100101 Firefox/{v}", _FIREFOX_VERSIONS, DESKTOPS, False, 3),
    Agent(f"{_MAC} {_CHROMIUM} Chrome/{{v}}.0.0.0 Safari/537.36", _CHROME_VERSIONS, MACS, False, 8),
    Agent(f"{_MAC} {_WEBKIT} Version/{{v}} Safari/605.1.15", _SAFARI_VERSIONS, MACS, False, 7),
    Agent("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:{v}) Gecko/20100101 Firefox/{v}", _FIREFOX_VERSIONS, MACS, False, 1),
    Agent(f"{_LINUX} {_CHROMIUM} Chrome/{{v}}.0.0.0 Safari/537.36", _CHROME_VERSIONS, DESKTOPS, False, 1.5),
    Agent("Mozilla/5.0 (X11; Linux x86_64; rv:{v}) Gecko/20100101 Firefox/{v}", _FIREFOX_VERSIONS, DESKTOPS, False, 1.5),
    Agent(f"{_IPHONE} {_WEBKIT} Version/{{v}} Mobile/15E148 Safari/604.1", _SAFARI_VERSIONS, PHONES, True, 20),
    Agent(f"{_ANDROID} {_CHROMIUM} Chrome/{{v}}.0.0.0 Mobile Safari/537.36", _CHROME_VERSIONS, ANDROIDS, True, 16),
    Agent(f"{_ANDROID} {_CHROMIUM} SamsungBrowser/{{v}} Chrome/146.0.0.0 Mobile Safari/537.36", ("30.0", "29.0"), ANDROIDS, True, 5),
    Agent("Mozilla/5.0 (Android 15; Mobile; rv:{v}) Gecko/{v} Firefox/{v}", _FIREFOX_VERSIONS, ANDROIDS, True, 1),
    Agent(f"{_IPAD} {_WEBKIT} Version/{{v}} Mobile/15E148 Safari/604.1", _SAFARI_VERSIONS, TABLETS, True, 3),
    Agent(f"{_ANDROID} {_CHROMIUM} Chrome/{{v}}.0.0.0 Safari/537.36", _CHROME_VERSIONS, ((800, 1280), (962, 601)), True, 1),
)  # fmt: skip

BOTS: tuple[tuple[str, float], ...] = (
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/156.0.0.0 Safari/537.36", 5),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/155.0.0.0 Safari/537.36", 3),
    ("Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)", 2),
    ("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)", 2),
    ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 2),
    ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36", 1),
)  # fmt: skip


def draw_agent(random: Random, korean: bool) -> tuple[str, Screen]:
    """Draw a browser and its screen in CSS pixels; in Korea phones and Samsung's browser are commoner."""

    def share(agent: Agent) -> float:
        if not korean:
            return agent.weight
        return agent.weight * (4.0 if "Samsung" in agent.text else 1.3 if agent.mobile else 0.9)

    agent = pick(random, [(agent, share(agent)) for agent in AGENTS])
    version = pick(random, [(v, 1 / (1 + 2 * age)) for age, v in enumerate(agent.versions)])
    return agent.text.format(v=version), random.choice(agent.screens)
