"""The tables, as PynamoDB models: keys, attributes, time to live. The one source of truth for their shape.

Models are bound to names and an endpoint by `bind`, at start, and never read the environment themselves. All
models share one connection, so a Lambda pays for one client only.

What a write costs (1 write unit a started KB; `tests/integration/test_capacity.py` holds these):
an event 1, the visitor's live session 1 a beacon; so a one-pageview beacon of a known session costs 2, one
with ten small events 11. An event that comes over a minute late costs 1 more for its mark, one from a wrong
clock 1 more for its receipt. A page that a bot looked at costs 1, and one claim (1) for every 20 of them.
"""

import random
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import botocore.config
import botocore.session
from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    TTLAttribute,
    UnicodeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.models import Model

from liveinsight import __version__
from liveinsight.domain.event import Attribution, Client
from liveinsight.errors import StoreUnavailable
from liveinsight.settings import Settings

CONNECT_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 2.0
RETRIES = 1
PATIENT_READ_TIMEOUT_S = 30.0
PATIENT_ATTEMPTS = 5
CONNECTIONS = 32
BATCH = 25
BATCH_ATTEMPTS = 5
ATTRIBUTION = tuple(Attribution.__dataclass_fields__)
CLIENT = tuple(Client.__dataclass_fields__)
CONDITION_FAILED = "ConditionalCheckFailedException"


class _Described(Model):
    """What events and sessions say alike: where the visit came from, and with what and from where it was made."""

    source = UnicodeAttribute(null=True)
    channel = UnicodeAttribute(null=True)
    referrer = UnicodeAttribute(null=True)
    utm_source = UnicodeAttribute(null=True)
    utm_medium = UnicodeAttribute(null=True)
    utm_campaign = UnicodeAttribute(null=True)
    utm_term = UnicodeAttribute(null=True)
    utm_content = UnicodeAttribute(null=True)
    click_id = UnicodeAttribute(null=True)
    device = UnicodeAttribute(null=True)
    browser = UnicodeAttribute(null=True)
    browser_version = UnicodeAttribute(null=True)
    os = UnicodeAttribute(null=True)
    os_version = UnicodeAttribute(null=True)
    country = UnicodeAttribute(null=True)
    region = UnicodeAttribute(null=True)
    city = UnicodeAttribute(null=True)
    language = UnicodeAttribute(null=True)
    screen = UnicodeAttribute(null=True)


class EventItem(_Described):
    """One immutable event. The sort key is time first, so a range of keys is a range of time."""

    class Meta:
        table_name = "Events"
        billing_mode = "PAY_PER_REQUEST"

    site_hour = UnicodeAttribute(hash_key=True)
    event_key = UnicodeAttribute(range_key=True)
    expires = TTLAttribute()
    type = UnicodeAttribute()
    visitor = UnicodeAttribute()
    session = UnicodeAttribute()
    hostname = UnicodeAttribute()
    path = UnicodeAttribute()
    entry_page = UnicodeAttribute(null=True)
    bridge = UnicodeAttribute(null=True)
    lasting_visitor = UnicodeAttribute(null=True)
    name = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    props = UnicodeAttribute(null=True)
    revenue_amount = UnicodeAttribute(null=True)
    revenue_currency = UnicodeAttribute(null=True)
    visible_ms = NumberAttribute(null=True)
    scroll_pct = NumberAttribute(null=True)
    passive = BooleanAttribute(null=True)
    own = UnicodeAttribute(null=True)


class BotHitItem(Model):
    """A page that a bot looked at, in a partition that no reader of events asks for: `SITE#bots#DAY`."""

    class Meta(EventItem.Meta):
        pass

    site_hour = UnicodeAttribute(hash_key=True)
    event_key = UnicodeAttribute(range_key=True)
    expires = TTLAttribute()
    name = UnicodeAttribute(null=True)
    kind = UnicodeAttribute()
    path = UnicodeAttribute()


class BotBudgetItem(Model):
    """How many hits of bots may still be stored in an hour; beside the hits, `~HOUR` sorts behind them."""

    class Meta(EventItem.Meta):
        pass

    site_hour = UnicodeAttribute(hash_key=True)
    event_key = UnicodeAttribute(range_key=True)
    expires = TTLAttribute()
    claimed = NumberAttribute(null=True)
    exceeded = BooleanAttribute(null=True)


class SessionItem(_Described):
    """One finished session, under the UTC day on which it started.

    `visitor` is whom statistics count; where a page identified somebody, `daily_visitor` is the id that the visit
    goes by in the log.
    """

    class Meta:
        table_name = "Sessions"
        billing_mode = "PAY_PER_REQUEST"

    site_day = UnicodeAttribute(hash_key=True)
    session_key = UnicodeAttribute(range_key=True)
    expires = TTLAttribute(null=True)
    id = UnicodeAttribute()
    visitor = UnicodeAttribute()
    daily_visitor = UnicodeAttribute(null=True)
    started_at = NumberAttribute()
    ended_at = NumberAttribute()
    duration_ms = NumberAttribute()
    engaged_ms = NumberAttribute()
    pageviews = NumberAttribute()
    events = NumberAttribute()
    bounce = BooleanAttribute()
    hostname = UnicodeAttribute()
    entry_page = UnicodeAttribute()
    exit_page = UnicodeAttribute()
    pages = UnicodeAttribute()


class BotDayItem(Model):
    """The bots of a site on one UTC day, summed up; `SITE#bots`, by day. Written by `liveinsight.bot_visits.days`."""

    class Meta(SessionItem.Meta):
        pass

    site_day = UnicodeAttribute(hash_key=True)
    session_key = UnicodeAttribute(range_key=True)
    expires = TTLAttribute(null=True)
    content = UnicodeAttribute()


class ActiveSessionItem(Model):
    """The state of a live session. `state` is written by `liveinsight.active.encode`.

    Whether a session is active is computed from `last_seen`: DynamoDB deletes expired items hours late.
    """

    class Meta:
        table_name = "ActiveSessions"
        billing_mode = "PAY_PER_REQUEST"

    site_shard = UnicodeAttribute(hash_key=True)
    visitor = UnicodeAttribute(range_key=True)
    version = VersionAttribute()
    last_seen = NumberAttribute()
    expires = TTLAttribute()
    state = UnicodeAttribute()
    marks = BinaryAttribute(legacy_encoding=False)


class _Setting(Model):
    kind = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)


class SiteItem(_Setting):
    """A website that may send events; kind `site`, id its public key."""

    class Meta:
        table_name = "Settings"
        billing_mode = "PAY_PER_REQUEST"

    KIND = "site"
    name = UnicodeAttribute()
    domain = UnicodeAttribute()
    timezone = UnicodeAttribute(default="UTC")
    created_at = NumberAttribute()
    first_event_at = NumberAttribute(null=True)
    shards = NumberAttribute(default=1)
    retention_days = NumberAttribute(null=True)
    allowed_origins = JSONAttribute(null=True)
    excluded_addresses = JSONAttribute(null=True)
    excluded_paths = JSONAttribute(null=True)
    identify = BooleanAttribute(null=True)
    rolled_up_to = NumberAttribute(null=True)


class UserItem(_Setting):
    """A person who may log in; kind `user`, id the e-mail address in lower case."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "user"
    password_hash = UnicodeAttribute()
    created_at = NumberAttribute()
    language = UnicodeAttribute(null=True)
    session_epoch = NumberAttribute(default=0)


class TokenItem(_Setting):
    """An API token; kind `token`, id the SHA-256 of the token, which itself is stored nowhere."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "token"
    label = UnicodeAttribute()
    site = UnicodeAttribute(null=True)
    sites = JSONAttribute(null=True)
    scope = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    last_used_at = NumberAttribute(null=True)


class CollectionItem(_Setting):
    """All of a site's things of one kind in one item, so that a name is taken by whoever writes first.

    The kind is that of the things, such as `goals`, the id the site. `content` is JSON, written by
    `liveinsight.saved.collection`, which bounds its size. Goals used to be in `goals`, until they are next changed.
    """

    class Meta(SiteItem.Meta):
        pass

    version = VersionAttribute()
    content = UnicodeAttribute(null=True)
    goals = UnicodeAttribute(null=True)


class AnnotationItem(_Setting):
    """A note on a day or a moment of a site; kind `annotation#SITE`, id its own. `expires` once it is deleted."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "annotation"
    at = UnicodeAttribute()
    text = UnicodeAttribute()
    created_at = NumberAttribute()
    deleted_at = NumberAttribute(null=True)
    expires = TTLAttribute(null=True)


class ShareItem(_Setting):
    """A link that shows one site to whoever has it; kind `share`, id the slug in the link."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "share"
    site = UnicodeAttribute()
    label = UnicodeAttribute()
    password_hash = UnicodeAttribute(null=True)
    created_at = NumberAttribute()
    expires = TTLAttribute(null=True)


class EndedSessionItem(_Setting):
    """A log-in that was ended by logging out; kind `ended`, id the log-in's own. Kept as long as its cookie lives."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "ended"
    expires = TTLAttribute()


class SaltItem(_Setting):
    """The secret of one UTC day; kind `salt`, id the date. Unusable after 48 hours even if not yet deleted."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "salt"
    value = BinaryAttribute(legacy_encoding=False)
    expires = TTLAttribute()


class SecretItem(_Setting):
    """A secret of this installation that is never changed; kind `secret`, id what it is for."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "secret"
    value = BinaryAttribute(legacy_encoding=False)


class ReceiptItem(_Setting):
    """What the clock of an event was corrected by when it first came; kind `receipt#SITE`, id the event's.

    Without it, the same event sent again would be corrected differently and count twice.
    """

    class Meta(SiteItem.Meta):
        pass

    offset_ms = NumberAttribute()
    expires = TTLAttribute()


class LeaseItem(_Setting):
    """Who does a job that only one may do at a time; kind `lease`, id the job's name."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "lease"
    holder = UnicodeAttribute()
    until = NumberAttribute()


class LateMarkItem(_Setting):
    """An hour that received a late event and is to be rolled up again; kind `late`, id `SITE#HOUR`."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "late"
    marked_at = NumberAttribute()


class BotProgressItem(_Setting):
    """From when on bots of a site are counted, and up to where its days are summed up; kind `bots`, id the site."""

    class Meta(SiteItem.Meta):
        pass

    KIND = "bots"
    since = NumberAttribute()
    until = NumberAttribute()


def described(attribution: Attribution, client: Client) -> dict[str, Any]:
    """The values of these attributes; empty ones are left out, they cost nothing then."""
    values: dict[str, Any] = {name: value for name in ATTRIBUTION if (value := getattr(attribution, name))}
    values.update((name, value) for name in CLIENT if (value := getattr(client, name)))
    return values


MODELS: dict[str, tuple[type[Model], ...]] = {
    "Events": (EventItem, BotHitItem, BotBudgetItem),
    "Sessions": (SessionItem, BotDayItem),
    "ActiveSessions": (ActiveSessionItem,),
    "Settings": (
        *(SaltItem, SiteItem, UserItem, TokenItem, ReceiptItem, LateMarkItem, LeaseItem, EndedSessionItem),
        *(CollectionItem, AnnotationItem, ShareItem, SecretItem),
    ),
}
"""Table name without the project's prefix → its models; the first one names the TTL attribute."""


def bind(settings: Settings) -> None:
    """Point all models at the tables of this project. Call once at start; calling again rebinds."""
    shared: Connection | None = None
    for table, model in _models():
        meta: Any = model.Meta
        meta.table_name = f"{settings.project_name}-{table}"
        meta.region = settings.region
        meta.host = settings.endpoint_url
        meta.max_retry_attempts = RETRIES
        model._connection = None
        table_connection = model._get_connection()
        if shared is None:
            shared = table_connection.connection
        elif meta.table_name not in shared._tables:
            shared.add_meta_table(table_connection.get_meta_table())
        table_connection.connection = shared
    if shared is not None:
        shared._client = _client(settings, READ_TIMEOUT_S, 1 + RETRIES)
    _patient_client.cache_clear()


def _client(settings: Settings, read_timeout_s: float, attempts: int) -> Any:
    """PynamoDB's own client, but for the User-Agent: botocore composes it anew for every request, which costs
    a tenth of a request's CPU time, unless it is given one.
    """
    config = botocore.config.Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=read_timeout_s,
        max_pool_connections=CONNECTIONS,
        parameter_validation=False,
        retries={"mode": "standard", "total_max_attempts": attempts},
        tcp_keepalive=True,
        user_agent=f"liveinsight/{__version__}",
    )
    session = botocore.session.get_session()
    return session.create_client("dynamodb", settings.region, endpoint_url=settings.endpoint_url, config=config)


def client() -> Any:
    """The plain botocore client that the models use: bulk reads are twice as fast without the models."""
    return EventItem._get_connection().connection.client


def patient_client() -> Any:
    """A client for jobs that read a lot and that nobody waits for."""
    meta: Any = EventItem.Meta
    return _patient_client(meta.region, meta.host)


@lru_cache(maxsize=1)
def _patient_client(region: str, endpoint_url: str | None) -> Any:
    return _client(Settings(region=region, endpoint_url=endpoint_url), PATIENT_READ_TIMEOUT_S, PATIENT_ATTEMPTS)


def create() -> list[str]:
    """Create the tables that do not exist yet and return their names. Idempotent."""
    created = []
    for models in MODELS.values():
        model = models[0]
        if not model.exists():
            model.create_table(wait=True)
            created.append(model.Meta.table_name)
    return created


def drop() -> None:
    """Delete all tables of the bound project, with everything in them."""
    for models in MODELS.values():
        if models[0].exists():
            models[0].delete_table()


def _models() -> Iterator[tuple[str, type[Model]]]:
    for table, models in MODELS.items():
        for model in models:
            yield table, model


def put_all(items: Iterable[Model]) -> None:
    """Put items, in batches of 25, with back-off where DynamoDB takes only a part of one.

    Raises `StoreUnavailable` when it does not take all of them after a few attempts.
    """
    waiting = [(item.Meta.table_name, {"PutRequest": {"Item": item.serialize()}}) for item in items]
    for start in range(0, len(waiting), BATCH):
        _put_batch(waiting[start : start + BATCH])


def _put_batch(batch: list[tuple[str, dict[str, Any]]]) -> None:
    requests: dict[str, list[dict[str, Any]]] = {}
    for table, request in batch:
        requests.setdefault(table, []).append(request)
    for attempt in range(BATCH_ATTEMPTS):
        if attempt:
            time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311  # jitter, not a secret
        requests = client().batch_write_item(RequestItems=requests).get("UnprocessedItems") or {}
        if not requests:
            return
    left = sum(map(len, requests.values()))
    raise StoreUnavailable(f"DynamoDB did not take {left} items after {BATCH_ATTEMPTS} attempts; try again")


def expiry(at_ms: int, keep_s: int) -> datetime:
    """The value of a TTL attribute for something that is to be kept `keep_s` seconds after `at_ms`."""
    return datetime.fromtimestamp(at_ms // 1000 + keep_s, UTC)
