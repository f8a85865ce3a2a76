"""Ingest: the list of steps that every event goes through, and what comes out of a beacon."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from liveinsight.bot_visits.recorder import Recorder
from liveinsight.domain.event import Event
from liveinsight.errors import Forbidden, NotFound, StoreUnavailable
from liveinsight.ingest import clock, enrichers, gates, partial, payload
from liveinsight.ingest.draft import Draft, DropReason, Surroundings
from liveinsight.ingest.partial import Wrong
from liveinsight.ingest.sender import Sender
from liveinsight.ingest.site_memory import SiteMemory
from liveinsight.ingest.writer import Writer
from liveinsight.settings import Settings
from liveinsight.sites import Site
from liveinsight.visitors import LastingIds, Salts

Step = Callable[[Draft, Surroundings], DropReason | None]


@dataclass(slots=True)
class Outcome:
    """What became of a beacon: how many events are counted, which were dropped why, and which could not be read."""

    site: str
    accepted: int = 0
    dropped: list[tuple[str, DropReason]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


class Ingest:
    """The collector's work on one beacon after another. Make one per process; it remembers salts and sites."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sites = SiteMemory()
        self._bots = Recorder()
        visitor = enrichers.AddVisitor(Salts())
        self._writer = Writer(settings, visitor)
        self._steps: Sequence[Step] = (
            gates.drop_bots,
            gates.drop_excluded_addresses,
            gates.drop_repeated_ids,
            gates.read_page,
            gates.drop_excluded_paths,
            gates.drop_spam_referrers,
            clock.correct_clock,
            enrichers.add_revenue,
            visitor,
            enrichers.AddLastingVisitor(LastingIds()),
            enrichers.add_attribution,
            enrichers.add_texts,
        )

    def beacon(self, body: bytes, sender: Sender, now_ms: int | None = None) -> Outcome:
        """Validate, enrich and store the events of one request body.

        A beacon that says `partial` is taken without its wrong events.

        Raises `InvalidRequest` or `TooLarge` for a body of the wrong shape, `Forbidden` for an unknown site or a
        foreign origin, `StoreUnavailable` when the tables cannot be reached. In these cases nothing is counted,
        and sending the same body again later is safe.
        """
        beacon, wrong = partial.read(body)
        outcome = self.take(beacon, sender, int(time.time() * 1000) if now_ms is None else now_ms)
        outcome.wrong = wrong
        return outcome

    def take(self, beacon: payload.Beacon, sender: Sender, now_ms: int) -> Outcome:
        """The same for a beacon that has been read already, from whatever it came in."""
        with _store_errors():
            return self._take(beacon, sender, now_ms)

    def site_named(self, name: str) -> str:
        """The key of the site with this domain, or this key. Raises `Forbidden`, `StoreUnavailable`."""
        with _store_errors():
            try:
                return self._sites.key_of(name)
            except NotFound:
                raise Forbidden("unknown_site", "no site has this domain; add it on the sites page") from None

    def _take(self, beacon: payload.Beacon, sender: Sender, now_ms: int) -> Outcome:
        site = self._known_site(beacon.site)
        if not site.allows(sender.origin):
            raise Forbidden("origin_not_allowed", f"{site.name} takes no events from this origin")
        around = Surroundings(beacon, sender, site, self._settings, now_ms)
        outcome = Outcome(site.key)
        drafts = [draft for sent in beacon.events if (draft := self._run(Draft(sent), around, outcome))]
        if drafts:
            around.client = enrichers.client_of(around)
            self._writer.write([_event(draft, around) for draft in drafts], around)
        if any(reason is DropReason.BOT for _, reason in outcome.dropped):
            self._bots.record(around)
        outcome.accepted = len(drafts)
        return outcome

    def _run(self, draft: Draft, around: Surroundings, outcome: Outcome) -> Draft | None:
        """The draft after all steps, or None when one of them dropped it."""
        for step in self._steps:
            reason = step(draft, around)
            if reason is not None:
                outcome.dropped.append((draft.sent.id, reason))
                return None
        return draft

    def _known_site(self, key: str) -> Site:
        try:
            return self._sites.get(key)
        except NotFound:
            raise Forbidden("unknown_site", "no site has this key; copy the snippet from the sites page") from None


@contextmanager
def _store_errors() -> Iterator[None]:
    """What the tables' clients raise becomes `StoreUnavailable`."""
    try:
        yield
    except (PynamoDBException, ClientError, BotoCoreError) as error:
        raise StoreUnavailable("the event store cannot be reached; the events were not counted") from error


def _event(draft: Draft, around: Surroundings) -> Event:
    sent, page = draft.sent, draft.page
    assert page is not None
    return Event(
        site=around.site.key,
        id=sent.id,
        type=sent.type,
        at=draft.at,
        visitor=draft.visitor,
        hostname=page.hostname,
        path=page.path,
        client=enrichers.with_own_language(around.client, draft),
        own=draft.own,
        bridge=draft.bridge,
        lasting_visitor=draft.lasting_visitor,
        name=draft.name,
        title=draft.title,
        props=draft.props,
        revenue_amount=draft.revenue_amount,
        revenue_currency=sent.revenue.currency.upper() if sent.revenue and draft.revenue_amount else "",
        visible_ms=min(sent.visible_ms, enrichers.MAX_VISIBLE_MS),
        scroll_pct=sent.scroll_pct,
        interactive=sent.interactive,
    )
