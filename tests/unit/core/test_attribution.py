"""Where a visit came from: which of several hints wins."""

import pytest

from liveinsight.domain.address import page
from liveinsight.domain.event import Attribution
from liveinsight.enrich.attribution import attribution


def came(query: str = "", referrer: str = "") -> Attribution:
    landing = page(f"https://shop.example/p?{query}")
    assert landing is not None
    return attribution(landing, referrer, "shop.example")


@pytest.mark.parametrize(
    ("query", "referrer", "source", "channel"),
    [
        ("", "", "", "Direct"),
        ("", "https://www.google.com/", "Google", "Organic Search"),
        ("", "https://blog.example/post", "blog.example", "Referral"),
        ("utm_source=news", "https://www.google.com/", "news", "Referral"),
        ("utm_source=newsletter&utm_medium=email", "https://mail.google.com/", "newsletter", "Email"),
        ("source=partner", "https://www.google.com/", "partner", "Referral"),
        ("ref=producthunt", "", "Product Hunt", "Organic Social"),
        ("utm_source=a&source=b&ref=c", "", "a", "Referral"),
        ("source=b&ref=c", "", "b", "Referral"),
        ("gclid=x", "", "Google", "Paid Search"),
        ("gclid=x", "https://www.google.com/", "Google", "Paid Search"),
        ("gclid=x&utm_source=bing&utm_medium=cpc", "", "Bing", "Paid Search"),
        ("fbclid=x", "", "Facebook", "Organic Social"),
        ("fbclid=x", "https://l.instagram.com/", "Instagram", "Organic Social"),
        ("msclkid=x", "", "Bing", "Paid Search"),
        ("ttclid=x", "", "TikTok", "Paid Social"),
        ("li_fat_id=x", "", "LinkedIn", "Paid Social"),
        ("yclid=x", "", "Yandex", "Paid Search"),
        ("yclid=x", "https://search.yahoo.co.jp/", "Yahoo", "Paid Search"),
        ("ysclid=x", "", "Yandex", "Organic Search"),
        ("dclid=x", "", "Google", "Display"),
        ("dclid=x", "https://news.example/", "news.example", "Display"),
        ("gad_source=1", "", "Google", "Paid Search"),
        ("n_media=27758&n_query=shoes", "https://m.search.naver.com/", "Naver", "Paid Search"),
        ("NaPm=ct%3Dx", "https://cr.shopping.naver.com/", "Naver Shopping", "Organic Shopping"),
        ("NaPm=ct%3Dx", "", "Naver", "Organic Search"),
        ("rdt_cid=x", "", "Reddit", "Paid Social"),
        ("ScCid=x", "", "Snapchat", "Paid Social"),
        ("epik=x", "", "Pinterest", "Paid Social"),
        ("sznclid=x", "", "Seznam", "Paid Search"),
        ("tblci=x", "", "Taboola", "Paid Other"),
        ("irclickid=x", "", "Impact", "Affiliates"),
        ("mc_cid=x", "", "Mailchimp", "Email"),
        ("srsltid=x", "https://www.google.com/", "Google", "Organic Search"),
        ("igshid=x", "", "Instagram", "Organic Social"),
        ("gclid=x&fbclid=y", "", "Google", "Paid Search"),
        ("", "android-app://com.google.android.googlequicksearchbox/", "Google", "Organic Search"),
        ("", "android-app://com.google.android.gm", "Gmail", "Email"),
        ("", "android-app://com.slack/https/slack.com", "Slack", "Referral"),
        ("", "android-app://com.unknown.app/", "com.unknown.app", "Referral"),
        ("utm_source=partner", "android-app://com.slack", "partner", "Referral"),
        ("", "android-app://<script>/", "", "Direct"),
        ("", "android-app://", "", "Direct"),
        ("", "android-app://com", "", "Direct"),
        ("", "https://chatgpt.com/", "ChatGPT", "AI Assistants"),
        ("utm_source=chatgpt.com", "", "ChatGPT", "AI Assistants"),
        ("utm_medium=email", "", "", "Email"),
        ("utm_source=google&utm_medium=cpc", "", "Google", "Paid Search"),
    ],
)
def test_tags_win_over_referrer_and_referrer_over_click_ids(
    query: str, referrer: str, source: str, channel: str
) -> None:
    found = came(query, referrer)
    assert (found.source, found.channel) == (source, channel)


@pytest.mark.parametrize(
    "referrer",
    ["https://shop.example/other", "https://www.shop.example/", "not a url", "javascript:alert(1)", "https://", "/p"],
)
def test_own_pages_and_nonsense_are_no_referrers(referrer: str) -> None:
    assert came(referrer=referrer) == Attribution(channel="Direct")


def test_a_visitor_who_moves_to_a_subdomain_was_not_referred_by_the_main_site() -> None:
    landing = page("https://blog.shop.example/")
    assert landing is not None
    assert attribution(landing, "https://shop.example/p", "shop.example").channel == "Direct"


@pytest.mark.parametrize(
    ("referrer", "kept"),
    [
        ("https://www.blog.example/", "blog.example"),
        ("https://blog.example/post/1/", "blog.example/post/1"),
        ("https://blog.example/post?token=secret#x", "blog.example/post"),
        ("https://user:secret@blog.example/post", "blog.example/post"),
        ("https://blog.example/" + "a" * 1000, ("blog.example/" + "a" * 1000)[:500]),
    ],
)
def test_of_a_referrer_only_host_and_path_are_kept(referrer: str, kept: str) -> None:
    assert came(referrer=referrer).referrer == kept


def test_all_tags_are_kept() -> None:
    found = came("utm_source=s&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=o&gclid=secret")
    assert (found.utm_source, found.utm_medium, found.utm_campaign, found.utm_term, found.utm_content) == tuple("smcto")


def test_of_a_click_id_only_its_name_is_kept() -> None:
    assert came("gclid=secret").click_id == "gclid"


def test_of_an_app_the_name_of_its_package_is_kept() -> None:
    assert came(referrer="android-app://com.slack/some/page?x=secret").referrer == "com.slack"
