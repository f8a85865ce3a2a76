"""Which user agents are programs instead of people, and of what kind."""

import pytest

from liveinsight.enrich.bots import classify
from tests.unit.core.test_agent import ANDROID, LINUX, MAC, PEOPLE, WIN

BOTS = [
    "",
    "Mozilla/5.0",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ANDROID + "Chrome/142.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
    "Mozilla/5.0 (compatible; Daum/4.1; +http://cs.daum.net/faq/15/4118.html?faqId=28966)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
    "Mozilla/5.0 (compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Bytespider; spider-feedback@bytedance.com",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    LINUX + "HeadlessChrome/142.0.0.0 Safari/537.36",
    MAC + "537.36 (KHTML, like Gecko) Slack/4.43.0 Chrome/134.0.0.0 Electron/35.0.0 Safari/537.36",
    "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
    WIN + "Chrome/142.0.0.0 Safari/537.36 Chrome-Lighthouse",
    "curl/8.5.0",
    "Wget/1.21.4 (linux-gnu)",
    "python-requests/2.32.3",
    "Go-http-client/2.0",
    "okhttp/4.12.0",
    "axios/1.7.2",
    "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "Java/17.0.1",
    "PostmanRuntime/7.43.0",
    "kube-probe/1.31",
    "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
]


@pytest.mark.parametrize("agent", [row[0] for row in PEOPLE])
def test_people_are_no_bots(agent: str) -> None:
    assert classify(agent) is None


@pytest.mark.parametrize("agent", BOTS)
def test_bots_are_bots(agent: str) -> None:
    assert classify(agent) is not None
