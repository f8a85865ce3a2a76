"""Which user agents are programs instead of people, and of what kind."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveinsight.enrich import lists
from liveinsight.enrich.bots import PIECE, Bot, BotKind, classify
from tests.unit.core.test_agent import ANDROID, IPHONE, LINUX, MAC, PEOPLE, WEBVIEW, WIN

CHROME = "Chrome/142.0.0.0 Safari/537.36"
COMPATIBLE = "Mozilla/5.0 (compatible; {}; +https://{})"
APPLE_WEBKIT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {}; +{})"

BOTS = {
    BotKind.AI_CRAWLER: {
        "GPTBot": APPLE_WEBKIT.format("GPTBot/1.3", "https://openai.com/gptbot"),
        "OAI-SearchBot": MAC + "537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36; compatible; "
        "OAI-SearchBot/1.3; +https://openai.com/searchbot",
        "ClaudeBot": APPLE_WEBKIT.format("ClaudeBot/1.0", "claudebot@anthropic.com"),
        "Claude-SearchBot": APPLE_WEBKIT.format("Claude-SearchBot/1.0", "searchbot@anthropic.com"),
        "PerplexityBot": APPLE_WEBKIT.format("PerplexityBot/1.0", "https://perplexity.ai/perplexitybot"),
        "CCBot": "CCBot/2.0 (https://commoncrawl.org/faq/)",
        "Bytespider": ANDROID
        + "Chrome/110.0.0.0 Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "meta-externalagent": "meta-externalagent/1.1 "
        "(+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        "Amazonbot": MAC + "600.2.5 (KHTML, like Gecko) Version/8.0.2 Safari/600.2.5 (Amazonbot/0.1; "
        "+https://developer.amazon.com/support/amazonbot)",
        "GoogleOther": ANDROID + "Chrome/142.0.7444.59 Mobile Safari/537.36 (compatible; GoogleOther)",
        "Diffbot": "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.1.2) Gecko/20090729 Firefox/3.5.2 "
        "(.NET CLR 3.5.30729; Diffbot/0.1; +http://www.diffbot.com)",
    },
    BotKind.AI_ASSISTANT: {
        "ChatGPT-User": APPLE_WEBKIT.format("ChatGPT-User/1.0", "https://openai.com/bot"),
        "Claude-User": APPLE_WEBKIT.format("Claude-User/1.0", "Claude-User@anthropic.com"),
        "Perplexity-User": APPLE_WEBKIT.format("Perplexity-User/1.0", "https://perplexity.ai/perplexity-user"),
        "MistralAI-User": APPLE_WEBKIT.format("MistralAI-User/1.0", "https://docs.mistral.ai/robots"),
        "DuckAssistBot": "DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)",
        "Google-NotebookLM": "Mozilla/5.0 (compatible; Google-NotebookLM)",
        "meta-externalfetcher": "meta-externalfetcher/1.1",
        "Manus-User": WIN + CHROME + " Manus-User/1.0",
    },
    BotKind.SEARCH_ENGINE: {
        "Googlebot": ANDROID
        + "Chrome/142.0.0.0 Mobile Safari/537.36 "
        + COMPATIBLE.format("Googlebot/2.1", "google.com"),
        "Googlebot-Image": "Googlebot-Image/1.0",
        "bingbot": APPLE_WEBKIT.format("bingbot/2.0", "http://www.bing.com/bingbot.htm")
        + " Chrome/136.0.0.0 Safari/537.36",
        "Naver": "Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)",
        "Daum": "Mozilla/5.0 (compatible; Daum/4.1; +http://cs.daum.net/faq/15/4118.html?faqId=28966)",
        "YandexBot": "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Baiduspider": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "DuckDuckBot": "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
        "Applebot": MAC + "605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1; "
        "+http://www.apple.com/go/applebot)",
        "SeznamBot": "Mozilla/5.0 (compatible; SeznamBot/4.0; "
        "+https://o-seznam.cz/napoveda/vyhledavani/en/seznambot-crawler/)",
        "Sogou Spider": "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
        "Yahoo! Slurp": "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    },
    BotKind.PREVIEW: {
        "Facebook preview": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "KakaoTalk preview": "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984",
        "LINE preview": "facebookexternalhit/1.1;line-poker/1.0",
        "Slackbot": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Twitterbot": "Twitterbot/1.0",
        "TelegramBot": "TelegramBot (like TwitterBot)",
        "Discordbot": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "LinkedInBot": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
        "WhatsApp": "WhatsApp/2.23.20.0",
        "Google image proxy": "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com "
        "GoogleImageProxy)",
        "Feedly": "Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)",
        "Microsoft Teams preview": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 "
        "skype-url-preview@microsoft.com",
    },
    BotKind.MONITOR: {
        "UptimeRobot": "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Pingdom": "Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)",
        "Kubernetes probe": "kube-probe/1.31",
        "AWS load balancer": "ELB-HealthChecker/2.0",
        "Amazon Route 53 health check": "Amazon-Route53-Health-Check-Service (ref 1a2b; report http://amzn.to/1vsZADi)",
        "Google Cloud health check": "GoogleHC/1.0",
        "CloudWatch Synthetics": LINUX
        + "HeadlessChrome/131.0.0.0 Safari/537.36 CloudWatchSynthetics/arn:aws:synthetics",
        "Lighthouse": WIN + CHROME + " Chrome-Lighthouse",
        "StatusCake": "Mozilla/5.0 (Windows NT 6.2; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0 "
        "StatusCake",
    },
    BotKind.SEO: {
        "DataForSeoBot": "Mozilla/5.0 (compatible; DataForSeoBot/1.0; +https://dataforseo.com/dataforseo-bot)",
        "AhrefsBot": "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "SemrushBot": "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "Majestic": "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
        "Moz": "Mozilla/5.0 (compatible; dotbot/1.2; https://opensiteexplorer.org/dotbot; help@moz.com)",
        "Screaming Frog": "Screaming Frog SEO Spider/19.0",
    },
    BotKind.HEADLESS: {
        "HeadlessChrome": LINUX + "HeadlessChrome/142.0.0.0 Safari/537.36",
        "PhantomJS": "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) "
        "PhantomJS/2.1.1 Safari/538.1",
        "Electron": MAC + "537.36 (KHTML, like Gecko) Slack/4.43.0 Chrome/134.0.0.0 Electron/35.0.0 Safari/537.36",
        "jsdom": "Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.0.0",
        "Playwright": "Playwright/1.55.0 (x64; ubuntu 24.04) node/22.20",
        "Cypress": LINUX + "Cypress/13.6.0 Chrome/118.0.5993.159 Safari/537.36",
    },
    BotKind.TOOL: {
        "curl": "curl/8.5.0",
        "Wget": "Wget/1.21.4 (linux-gnu)",
        "Requests": "python-requests/2.32.3",
        "Python": "Python-urllib/3.12",
        "httpx": "python-httpx/0.28.1",
        "Go": "Go-http-client/2.0",
        "okhttp": "okhttp/4.12.0",
        "axios": "axios/1.7.2",
        "Java": "Java/17.0.1",
        "Node.js": "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
        "AWS": "Amazon CloudFront",
        "Google Cloud": "AppEngine-Google; (+http://code.google.com/appengine; appid: s~feedly)",
        "Postman": "PostmanRuntime/7.43.0",
        "Scrapy": "Scrapy/2.11.2 (+https://scrapy.org)",
        "Dart": "Dart/3.5 (dart:io)",
        "zgrab": "Mozilla/5.0 zgrab/0.x",
    },
    BotKind.OTHER: {
        "Google Ads": "AdsBot-Google (+http://www.google.com/adsbot.html)",
        "Zapier": "Zapier; (+https://zapier.com)",
        "BoxcarBot": "Mozilla/5.0 (compatible; BoxcarBot/1.1; +awesome@boxcar.io)",
        "archive.org": "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
    },
}

APPS = {
    "KakaoTalk on Android": WEBVIEW + "Chrome/142.0.7444.102 Mobile Safari/537.36;KAKAOTALK 2511000",
    "KakaoTalk on iPhone": IPHONE + "Mobile/15E148 KAKAOTALK/25.9.0 (INAPP)",
    "KakaoStory": WEBVIEW + "Chrome/120.0.0.0 Mobile Safari/537.36 KAKAOSTORY/6.4.0",
    "Naver on Android": WEBVIEW + "Chrome/140.0.0.0 Whale/1.0.0.0 Crosswalk/29.140.0.20 Mobile Safari/537.36 "
    "NAVER(inapp; search; 2000; 12.14.2)",
    "Naver on iPhone": IPHONE + "Version/18.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1010; 12.12.1; 15PROMAX)",
    "Naver Cafe": WEBVIEW + "Chrome/130.0.0.0 Mobile Safari/537.36 NAVER(inapp; cafe; 500; 5.7.0)",
    "Daum app": WEBVIEW + "Chrome/130.0.0.0 Mobile Safari/537.36 DaumApps/7.8.0 DaumDevice/mobile",
    "Band": WEBVIEW + "Chrome/130.0.0.0 Mobile Safari/537.36 BAND/19.0.1 (Android OS 14;SM-S921N;)",
    "Instagram on Android": WEBVIEW + "Chrome/131.0.6778.260 Mobile Safari/537.36 Instagram 361.0.0.46.88 Android "
    "(34/14; 480dpi; 1080x2340; samsung; SM-S921N; e1s; s5e9945; ko_KR; 674675155)",
    "Instagram on iPhone": IPHONE
    + "Mobile/22B91 Instagram 361.0.0.35.82 (iPhone14,2; iOS 18_1_1; ko_KR; ko; scale=3.00)",
    "Facebook on Android": WEBVIEW + "Chrome/131.0.6778.260 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/494.1.0.56.73;]",
    "Facebook on iPhone": IPHONE
    + "Mobile/22B91 [FBAN/FBIOS;FBAV/494.0.0.37.98;FBBV/675577417;FBDV/iPhone15,3;FBMD/iPhone;"
    "FBSN/iOS;FBSV/18.1.1;FBSS/3;FBID/phone;FBLC/ko_KR;FBOP/5;FBRV/0]",
    "Meta's in-app browser": ANDROID + "Chrome/139.0.7258.143 Mobile Safari/537.36 MetaIAB Facebook",
    "Messenger": IPHONE + "Mobile/22B91 [FBAN/MessengerForiOS;FBAV/486.0.0.41.104;]",
    "LINE on Android": WEBVIEW + "Chrome/131.0.6778.200 Mobile Safari/537.36 Line/14.21.1/IAB",
    "LINE on iPhone": IPHONE + "Mobile/22B91 Safari Line/14.21.0",
    "Samsung Internet": ANDROID + "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Google app": IPHONE + "GSA/345.0.702484540 Mobile/15E148 Safari/604.1",
    "Snapchat": IPHONE + "Mobile/15E148 Snapchat/13.20.0.44 (like Safari/8620.1.16.10.11, panda)",
    "TikTok": WEBVIEW
    + "Chrome/131.0.0.0 Mobile Safari/537.36 trill_380303 BytedanceWebview/d8a21c6 musical_ly_2023803030 "
    "JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/trill app_version/38.3.3",
    "WeChat": WEBVIEW
    + "Chrome/130.0.0.0 Mobile Safari/537.36 MMWEBID/4773 MicroMessenger/8.0.54.2760 WeChat/arm64 NetType/WIFI",
    "X": IPHONE + "Mobile/15E148 Twitter for iPhone/10.72",
    "Pinterest": IPHONE + "Mobile/22B91 [Pinterest/iOS]",
    "LinkedIn": IPHONE + "Mobile/15E148 [LinkedInApp]/9.30.3570",
    "Tumblr": IPHONE + "Mobile/15E148 Tumblr/iPhone/36.9/369/18.1",
    "WhatsApp": WEBVIEW + "Chrome/131.0.0.0 Mobile Safari/537.36 WhatsApp/2.24.25",
    "Viber": WEBVIEW + "Chrome/131.0.0.0 Mobile Safari/537.36 Viber/24.0.0",
    "Baidu": WEBVIEW + "Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.58 baiduboxapp/13.58.0.10 (Baidu; P1 14)",
    "Sogou on Android": WEBVIEW + "Chrome/87.0.4280.101 Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/6.8.28",
    "Sogou on Windows": WIN + "Chrome/80.0.3987.87 Safari/537.36 SE 2.X MetaSr 1.0",
    "UC": "Mozilla/5.0 (Linux; U; Android 14; en-US; SM-A155F Build/UP1A.231005.007) AppleWebKit/537.36 "
    "(KHTML, like Gecko) "
    "Version/4.0 Chrome/123.0.6312.80 UCBrowser/13.8.2.1324 Mobile Safari/537.36",
    "Xiaomi": WEBVIEW + "Chrome/127.0.0.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.24.0-gn",
    "Huawei": WEBVIEW + "Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36",
    "DuckDuckGo": ANDROID + "Chrome/142.0.0.0 Mobile Safari/537.36 DuckDuckGo/5",
    "Ecosia": ANDROID + "Chrome/142.0.0.0 Mobile Safari/537.36 (Ecosia android@142.0.0.0)",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/84.0.2254/191.303; U; en) Presto/2.12.423 Version/12.16",
    "Silk": "Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/142.1.1 like "
    "Chrome/142.0 Safari/537.36",
    "Brave, as it looks": MAC + "537.36 (KHTML, like Gecko) " + CHROME,
    "an app's own requests": "Shop/412 CFNetwork/1568.300.101 Darwin/24.2.0",
    "PlayStation": "Mozilla/5.0 (PlayStation; PlayStation 5/10.00) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Safari/605.1.15",
    "Quest": "Mozilla/5.0 (X11; Linux x86_64; Quest 3) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/36.2 "
    "Chrome/130.0.6723.140 VR Safari/537.36",
}

PHONES = {
    "CUBOT": "CUBOT NOTE 20",
    "CUBOT in one word": "CUBOT_X18_Plus",
    "cubot in small": "cubot note s",
    "HTC Butterfly": "HTC Butterfly s",
    "AYN Odin": "Odin2; wv",
    "a build of Android 15": "CPH2609 Build/AP3A.240617.008; wv",
    "Magellan": "Magellan TRX7",
    "Robot": "Abbott A1",
}


@pytest.mark.parametrize(
    ("kind", "name", "agent"), [(kind, name, agent) for kind, agents in BOTS.items() for name, agent in agents.items()]
)
def test_bots_by_name_and_kind(kind: BotKind, name: str, agent: str) -> None:
    assert classify(agent) == Bot(name, kind)


def test_every_kind_is_tested() -> None:
    assert BOTS.keys() == set(BotKind)


@pytest.mark.parametrize("agent", [row[0] for row in PEOPLE])
def test_people_are_no_bots(agent: str) -> None:
    assert classify(agent) is None


@pytest.mark.parametrize("app", APPS)
def test_browsers_within_apps_are_people(app: str) -> None:
    assert classify(APPS[app]) is None


@pytest.mark.parametrize("phone", PHONES)
def test_phones_whose_names_sound_like_bots_are_people(phone: str) -> None:
    agent = f"Mozilla/5.0 (Linux; Android 12; {PHONES[phone]}) AppleWebKit/537.36 (KHTML, like Gecko) {CHROME}"
    assert classify(agent) is None


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "-",
        "Mozilla/5.0",
        "Mozilla Firefox, the browser",
        "Mozilla/5.0 (compatible; NewThing-bot/1.0)",
        "Mozilla/5.0 (compatible; NewThingBot; see our site)",
        "Mozilla/5.0 (compatible; something) mybot",
        "newthing/1.0 (+https://newthing.example/)",
        WIN + CHROME + " company-website-monitoring/3",
        LINUX + CHROME + " cubot crawler/1.0",
    ],
)
def test_bots_that_no_list_knows_have_no_name(agent: str) -> None:
    assert classify(agent) == Bot("", BotKind.OTHER)


@pytest.mark.parametrize("agent", ["\x00\ud800<script> / hostile", "한국어 브라우저 이름 / 있음", "x/" * 512])
def test_agents_of_any_kind_get_an_answer_whose_name_is_not_theirs(agent: str) -> None:
    assert classify(agent) in (None, Bot("", BotKind.OTHER))


def test_the_text_that_says_most_gives_the_name() -> None:
    assert classify("Googlebot-Image/1.0") == Bot("Googlebot-Image", BotKind.SEARCH_ENGINE)
    assert classify("Googlebot/2.1 (+http://www.google.com/bot.html)") == Bot("Googlebot", BotKind.SEARCH_ENGINE)


def test_every_text_of_the_list_is_found_and_is_a_bot() -> None:
    """The index by pieces loses none of the texts, whatever stands around them."""
    for kind, names in lists.read("bots")["bots"].items():
        for texts in names.values():
            for text in texts:
                assert len(text.lstrip("^")) >= PIECE
                agent = f"{text[1:]} x/1.0" if text.startswith("^") else f"Mozilla/5.0 (x) {text} y/1.0"
                assert classify(agent), (kind, text)


def test_the_list_has_no_regular_expressions_left() -> None:
    texts = [text for names in lists.read("bots")["bots"].values() for texts in names.values() for text in texts]
    assert len(texts) > 1500
    assert [text for text in texts if re.search(r"[\[\]{}*$|\\]", text)] == []


TEXTS = [
    (text, kind, name)
    for kind, names in lists.read("bots")["bots"].items()
    for name, texts in names.items()
    for text in texts
]
agents = st.lists(
    st.one_of(st.sampled_from([text.lstrip("^") for text, _, _ in TEXTS]), st.text(max_size=12)), max_size=4
)


@given(agents.map(" ".join))
def test_the_index_finds_what_looking_for_every_text_finds(agent: str) -> None:
    found = [
        (list(BotKind).index(BotKind(kind)), -len(text), name)
        for text, kind, name in TEXTS
        if (agent.startswith(text[1:]) if text.startswith("^") else text in agent)
    ]
    answer = classify(agent)
    if found:
        assert answer == Bot(min(found)[2], list(BotKind)[min(found)[0]])
    else:
        assert answer in (None, Bot("", BotKind.OTHER))
