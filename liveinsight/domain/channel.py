"""Channels: the kind of way that brought a visit.

The names and their order follow Google Analytics 4's default channel group
(https://support.google.com/analytics/answer/9756891, as described in 2026). What differs is in docs/classification.md.
"""

import re

DIRECT = "Direct"
AI_ASSISTANTS = "AI Assistants"
MOBILE_PUSH = "Mobile Push Notifications"
REFERRAL = "Referral"

_PAID_MEDIUM = re.compile(r"^(.*cp.*|ppc|retargeting|paid.*)$")
_SHOPPING_CAMPAIGN = re.compile(r"^(.*(([^a-df-z]|^)shop|shopping).*)$")
_SOCIAL_MEDIUMS = {"social", "social-network", "social-media", "sm", "social network", "social media"}
_DISPLAY_MEDIUMS = {"display", "banner", "expandable", "interstitial", "cpm"}
_REFERRAL_MEDIUMS = {"referral", "app", "link"}
_EMAIL_NAMES = {"email", "e-mail", "e_mail", "e mail"}
_AFFILIATE_MEDIUMS = {"affiliate", "affiliates"}


def channel(source: str, category: str, medium: str, campaign: str, click_medium: str, tagged_source: str) -> str:
    """The channel of a visit.

    `category` is what is known of the source (`search`, `social`, `video`, `shopping`, `email`, `ai` or
    empty); `click_medium` is the medium that a click id stands for (`cpc`, `display` …), empty without one;
    `tagged_source` is `utm_source`, and the other arguments are the visit's tags.
    """
    medium, tagged_source = medium.lower(), tagged_source.lower()
    paid = bool(_PAID_MEDIUM.match(medium) or _PAID_MEDIUM.match(click_medium))
    shopping = category == "shopping" or bool(_SHOPPING_CAMPAIGN.match(campaign.lower()))
    if "cross-network" in campaign.lower():
        return "Cross-network"
    if paid:
        return _paid(category, medium, shopping)
    if medium in _DISPLAY_MEDIUMS or click_medium in _DISPLAY_MEDIUMS:
        return "Display"
    return _unpaid(source, category, medium or click_medium, shopping, tagged_source)


def _paid(category: str, medium: str, shopping: bool) -> str:
    if shopping:
        return "Paid Shopping"
    named = {"search": "Paid Search", "social": "Paid Social", "video": "Paid Video"}.get(category)
    if named:
        return named
    return "Display" if medium in _DISPLAY_MEDIUMS else "Paid Other"


def _unpaid(source: str, category: str, medium: str, shopping: bool, tagged_source: str) -> str:
    rules = (
        (shopping, "Organic Shopping"),
        (category == "ai" or medium == "ai-assistant", AI_ASSISTANTS),
        (category == "social" or medium in _SOCIAL_MEDIUMS, "Organic Social"),
        (category == "video" or "video" in medium, "Organic Video"),
        (category == "search" or medium == "organic", "Organic Search"),
        (category == "email" or medium in _EMAIL_NAMES or tagged_source in _EMAIL_NAMES, "Email"),
        (medium == "newsletter" or tagged_source == "newsletter", "Email"),
        (medium in _AFFILIATE_MEDIUMS, "Affiliates"),
        (medium in _REFERRAL_MEDIUMS, REFERRAL),
        (medium == "audio", "Audio"),
        (medium == "sms" or tagged_source == "sms", "SMS"),
        (medium.endswith("push") or "mobile" in medium or "notification" in medium, MOBILE_PUSH),
        (tagged_source == "firebase", MOBILE_PUSH),
        (bool(source), REFERRAL),
    )
    return next((name for applies, name in rules if applies), DIRECT)
