"""Enrichers: each adds to an event what can be known of it. They drop only what they cannot make sense of."""

import re
from dataclasses import replace
from decimal import Decimal

import msgspec

from liveinsight.domain.address import clean
from liveinsight.domain.event import Client
from liveinsight.enrich import agent, place
from liveinsight.enrich.attribution import attribution
from liveinsight.ingest.draft import Draft, DropReason, Surroundings
from liveinsight.ingest.payload import MAX_BYTES, Revenue, Scalar
from liveinsight.timing import DAY_MS, midnight
from liveinsight.visitors import LastingIds, Salts, bridge_id, bridged_day, visitor_id

MAX_TITLE = 150
MAX_NAME = 120
WITH_PATH = frozenset({"404", "Form: Submission", "WP Form Completions"})
"""Custom events, as Plausible's trackers name them, whose property `path` is their page's unless they say else."""
MAX_VISIBLE_MS = 86_400_000
_MOST_REVENUE = Decimal("1e12")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,30},[0-9]{1,2}\Z", re.ASCII)
"""With three digits behind it a comma may as well stand for thousands."""
_AMOUNT = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?(e-?[0-9]{1,2})?\Z", re.ASCII)


def client_of(around: Surroundings) -> Client:
    """The visitor's software and place: the same for all events of a beacon."""
    found = agent.parse(around.sender.user_agent)
    sender = around.sender
    return Client(
        device=found.device,
        browser=found.browser,
        browser_version=found.browser_version,
        os=found.os,
        os_version=found.os_version,
        country=place.country(sender.country, sender.address, around.settings.country_mmdb),
        region=clean(sender.region, 60),
        city=clean(sender.city, 80),
        language=sender.language.split(",")[0].split(";")[0].strip()[:20],
    )


def with_own_language(client: Client, draft: Draft) -> Client:
    """What the page itself reported wins over the request's headers."""
    language = clean(draft.sent.language or "", 20)
    screen = f"{draft.sent.screen[0]}x{draft.sent.screen[1]}" if draft.sent.screen else ""
    if language in ("", client.language) and screen == client.screen:
        return client
    return replace(client, language=language or client.language, screen=screen or client.screen)


def add_attribution(draft: Draft, around: Surroundings) -> None:
    assert draft.page is not None
    draft.own = attribution(draft.page, draft.sent.referrer or "", around.site.domain)


def add_texts(draft: Draft, _: Surroundings) -> None:
    """Texts that visitors or pages chose: cleaned of control characters here, escaped wherever shown."""
    draft.title = clean(draft.sent.title or "", MAX_TITLE)
    draft.name = clean(draft.sent.name, MAX_NAME)
    draft.props = props_text(_with_path(draft))


def _with_path(draft: Draft) -> dict[str, Scalar] | None:
    """The event's properties; those that goals filter by path have the path of their page at least."""
    props = draft.sent.props
    if draft.page is None or draft.name not in WITH_PATH or "path" in (props or {}):
        return props
    return {**(props or {}), "path": draft.page.path}


def props_text(props: dict[str, Scalar] | None) -> str:
    """Properties as they are stored: a JSON object of texts, or empty."""
    given = ((clean(name, 300), value) for name, value in (props or {}).items())
    texts = {name: _text(value) for name, value in given if name and value is not None}
    return msgspec.json.encode(texts).decode() if texts else ""


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return clean(str(value), 2000)


def add_revenue(draft: Draft, around: Surroundings) -> DropReason | None:
    """An exact decimal amount, and an ISO 4217 currency code as its shape allows."""
    if draft.sent.revenue is None:
        return None
    amount = exact_amount(draft.sent.revenue)
    if amount is None and not around.beacon.partial:
        return DropReason.INVALID_REVENUE
    draft.revenue_amount = amount or ""
    return None


def exact_amount(revenue: Revenue) -> str | None:
    """The amount as a plain decimal number with up to three places; None when it is none, or beyond 1e12."""
    amount = str(revenue.amount)
    if _DECIMAL_COMMA.match(amount):
        amount = amount.replace(",", ".")
    if not _AMOUNT.match(amount) or abs(Decimal(amount)) > _MOST_REVENUE:
        return None
    return f"{Decimal(amount).quantize(Decimal('0.001')).normalize() + 0:f}"


class AddVisitor:
    """The visitor's id under the salt of the event's day, and around midnight the bridge to the other day."""

    def __init__(self, salts: Salts) -> None:
        self._salts = salts

    def __call__(self, draft: Draft, around: Surroundings) -> DropReason | None:
        salt = self._salts.of_day(midnight(draft.at), around.now_ms)
        if salt is None:
            return DropReason.TOO_OLD
        person = (around.site.key, around.sender.address, around.sender.user_agent)
        draft.visitor = visitor_id(salt, *person)
        bridged = bridged_day(draft.at)
        bridge_salt = None if bridged is None else self._salts.of_day(bridged, around.now_ms)
        draft.bridge = "" if bridge_salt is None else bridge_id(bridge_salt, *person)
        return None

    def before_midnight(self, around: Surroundings, at_ms: int) -> str | None:
        """The id that this visitor had on the day before `at_ms`, while that day's salt lives."""
        salt = self._salts.of_day(midnight(at_ms) - DAY_MS, around.now_ms)
        person = (around.site.key, around.sender.address, around.sender.user_agent)
        return None if salt is None else visitor_id(salt, *person)


class AddLastingVisitor:
    """The lasting id of a visitor whom the page identifies, on sites that are open to it. All others have none."""

    def __init__(self, ids: LastingIds) -> None:
        self._ids = ids

    def __call__(self, draft: Draft, around: Surroundings) -> DropReason | None:
        user = clean(around.beacon.user or "", MAX_BYTES)
        if around.site.identify and user:
            draft.lasting_visitor = self._ids.of(around.site.key, user)
        return None
