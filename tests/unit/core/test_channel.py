"""Channels: the rules of GA4's default channel group, one row a rule or a case that two rules claim."""

import pytest

from liveinsight.domain.channel import channel


@pytest.mark.parametrize(
    ("expected", "tags"),
    [
        ("Direct", {}),
        ("Cross-network", {"source": "Google", "category": "search", "campaign": "cross-network"}),
        (
            "Cross-network",
            {"source": "Google", "category": "search", "medium": "cpc", "campaign": "EU Cross-Network 1"},
        ),
        ("Paid Shopping", {"source": "Amazon", "category": "shopping", "medium": "cpc"}),
        ("Paid Shopping", {"source": "Google", "category": "search", "medium": "ppc", "campaign": "shopping-eu"}),
        ("Paid Shopping", {"source": "Google", "category": "search", "medium": "ppc", "campaign": "my shop"}),
        ("Paid Search", {"source": "Google", "category": "search", "medium": "cpc", "campaign": "workshop"}),
        ("Paid Search", {"source": "Google", "category": "search", "medium": "cpc"}),
        ("Paid Search", {"source": "Google", "category": "search", "medium": "CPC"}),
        ("Paid Search", {"source": "Naver", "category": "search", "medium": "paid-brand"}),
        ("Paid Search", {"source": "Google", "category": "search", "click_medium": "cpc"}),
        ("Paid Search", {"source": "Bing", "category": "search", "click_medium": "cpc"}),
        ("Paid Social", {"source": "Facebook", "category": "social", "medium": "paidsocial"}),
        ("Paid Social", {"source": "Instagram", "category": "social", "medium": "retargeting"}),
        ("Paid Social", {"source": "TikTok", "category": "social", "click_medium": "cpc"}),
        ("Paid Video", {"source": "YouTube", "category": "video", "medium": "cpv-cpc"}),
        ("Display", {"source": "adnet", "medium": "display"}),
        ("Display", {"source": "adnet", "medium": "banner"}),
        ("Display", {"source": "adnet", "medium": "expandable"}),
        ("Display", {"source": "adnet", "medium": "interstitial"}),
        ("Display", {"source": "adnet", "medium": "cpm"}),
        ("Paid Search", {"source": "Google", "category": "search", "medium": "cpm"}),
        ("Paid Other", {"source": "adnet", "medium": "cpc"}),
        ("Paid Other", {"source": "ChatGPT", "category": "ai", "medium": "paid"}),
        ("Organic Shopping", {"source": "Coupang", "category": "shopping"}),
        ("Organic Shopping", {"source": "letter", "campaign": "shop"}),
        ("AI Assistants", {"source": "ChatGPT", "category": "ai"}),
        ("AI Assistants", {"source": "Perplexity", "category": "ai", "medium": "referral"}),
        ("AI Assistants", {"source": "new.example", "medium": "ai-assistant"}),
        ("Referral", {"source": "new.example", "medium": "ai-assistants"}),
        ("Organic Shopping", {"source": "ChatGPT", "category": "ai", "campaign": "shop"}),
        ("Organic Social", {"source": "Facebook", "category": "social"}),
        ("Organic Social", {"source": "Facebook", "category": "social", "click_medium": ""}),
        ("Organic Social", {"source": "somewhere", "medium": "social"}),
        ("Organic Social", {"source": "somewhere", "medium": "social-network"}),
        ("Organic Social", {"source": "somewhere", "medium": "social media"}),
        ("Organic Social", {"source": "somewhere", "medium": "sm"}),
        ("Organic Video", {"source": "YouTube", "category": "video"}),
        ("Organic Video", {"source": "somewhere", "medium": "promo-video"}),
        ("Organic Search", {"source": "Google", "category": "search"}),
        ("Organic Search", {"source": "somewhere", "medium": "organic"}),
        ("Referral", {"source": "partner", "medium": "referral"}),
        ("Referral", {"source": "partner", "medium": "app"}),
        ("Referral", {"source": "partner", "medium": "link"}),
        ("Referral", {"source": "blog.example"}),
        ("Email", {"source": "Gmail", "category": "email"}),
        ("Email", {"source": "list", "medium": "email"}),
        ("Email", {"source": "list", "medium": "E-Mail"}),
        ("Email", {"source": "list", "medium": "e_mail"}),
        ("Email", {"source": "e mail", "tagged_source": "e mail"}),
        ("Email", {"source": "newsletter", "tagged_source": "newsletter"}),
        ("Affiliates", {"source": "partner", "medium": "affiliate"}),
        ("Affiliates", {"source": "Impact", "click_medium": "affiliate"}),
        ("Audio", {"source": "podcast", "medium": "audio"}),
        ("SMS", {"source": "sms", "tagged_source": "sms"}),
        ("SMS", {"source": "twilio", "medium": "sms"}),
        ("Mobile Push Notifications", {"source": "app", "medium": "web-push"}),
        ("Mobile Push Notifications", {"source": "app", "medium": "mobile-alert"}),
        ("Mobile Push Notifications", {"source": "app", "medium": "notification"}),
        ("Mobile Push Notifications", {"source": "firebase", "tagged_source": "firebase"}),
    ],
    ids=str,
)
def test_channel(expected: str, tags: dict[str, str]) -> None:
    assert of(tags) == expected


RULES: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("Cross-network", {"campaign": "cross-network"}, {"campaign": "network"}),
    ("Paid Shopping", {"category": "shopping", "medium": "cpc"}, {"category": "shopping", "medium": "email"}),
    ("Paid Search", {"category": "search", "medium": "ppc"}, {"category": "search", "medium": "pp"}),
    ("Paid Social", {"category": "social", "medium": "paid"}, {"category": "social", "medium": "unpaid"}),
    ("Paid Video", {"category": "video", "medium": "retargeting"}, {"category": "video", "medium": "retarget"}),
    ("Display", {"medium": "banner"}, {"medium": "banners"}),
    ("Paid Other", {"source": "a", "medium": "cpc"}, {"source": "a", "medium": "c"}),
    ("Organic Shopping", {"category": "shopping"}, {"campaign": "workshop"}),
    ("AI Assistants", {"category": "ai"}, {"source": "ai"}),
    ("Organic Social", {"medium": "sm"}, {"medium": "sms"}),
    ("Organic Video", {"medium": "video-ad"}, {"medium": "vide"}),
    ("Organic Search", {"medium": "organic"}, {"medium": "organics"}),
    ("Email", {"medium": "e mail"}, {"medium": "mail"}),
    ("Affiliates", {"medium": "affiliate"}, {"medium": "affiliated"}),
    ("Referral", {"medium": "link"}, {"medium": "links"}),
    ("Audio", {"medium": "audio"}, {"medium": "audiobook"}),
    ("SMS", {"tagged_source": "sms"}, {"tagged_source": "smsx"}),
    ("Mobile Push Notifications", {"medium": "webpush"}, {"medium": "pushed"}),
]
"""Every channel in the order of GA4's definitions: what makes a visit one of it, and what just does not."""


@pytest.mark.parametrize(("expected", "tags", "not_quite"), RULES, ids=[rule[0] for rule in RULES])
def test_every_rule_and_its_edge(expected: str, tags: dict[str, str], not_quite: dict[str, str]) -> None:
    assert of(tags) == expected
    assert of(not_quite) != expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"campaign": "cross-network"}, {"category": "shopping", "medium": "cpc"}),
        ({"category": "shopping", "medium": "cpc"}, {"campaign": "shop", "category": "search"}),
        ({"category": "search", "medium": "cpc"}, {"medium": "cpm"}),
        ({"medium": "cpm"}, {"source": "a"}),
        ({"campaign": "shop"}, {"category": "ai"}),
        ({"category": "ai"}, {"medium": "social"}),
        ({"medium": "social"}, {"category": "video"}),
        ({"medium": "video"}, {"category": "search"}),
        ({"medium": "organic"}, {"category": "email"}),
        ({"medium": "email"}, {"tagged_source": "sms"}),
        ({"medium": "affiliate"}, {"tagged_source": "sms"}),
        ({"medium": "link"}, {"tagged_source": "firebase"}),
        ({"medium": "sms"}, {"tagged_source": "firebase"}),
    ],
    ids=str,
)
def test_of_two_rules_that_apply_the_earlier_one_counts(first: dict[str, str], second: dict[str, str]) -> None:
    assert of({**second, **first}) == of(first)


def of(tags: dict[str, str]) -> str:
    empty = {"source": "", "category": "", "medium": "", "campaign": "", "click_medium": "", "tagged_source": ""}
    return channel(**{**empty, **tags})
