"""Texts of the list of visits and of a visit's timeline."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return _list() | _hints() | _visit()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "visits.total": lambda n: ngettext("{n} visit", "{n} visits", n),
        "visit.events": lambda n: ngettext("{n} event", "{n} events", n),
    }


def _list() -> dict[str, str]:
    return {
        "visits.caption": gettext("Visits, one a row"),
        "visits.started": gettext("Started"),
        "visits.who": gettext("Visitor"),
        "visits.from": gettext("Source"),
        "visits.pages": gettext("Entry → exit page"),
        "visits.views": gettext("Pageviews"),
        "visits.events": gettext("Events"),
        "visits.long": gettext("Duration"),
        "visits.read": gettext("Engaged"),
        "visits.order": gettext("Order"),
        "visits.by.started_at": gettext("Newest first"),
        "visits.by.pageviews": gettext("Most pageviews"),
        "visits.by.duration": gettext("Longest"),
        "visits.by.engaged": gettext("Most engaged"),
        "visits.saving": gettext("{done} of {total}…"),
        "visits.csvMost": gettext("The first {n} visits in this order"),
        "visits.file": gettext("visits"),
        "visits.none": gettext("No visits began in this time."),
        "visits.noneFiltered": gettext("No visit in this time meets the filters."),
        "visits.allTime": gettext("Look at all time"),
        "visits.never": gettext("Nobody has visited yet. Visits appear here seconds after the first pageview."),
        "visits.install": gettext("Install the snippet"),
    }


def _hints() -> dict[str, str]:
    return {
        "visits.hint.started": gettext("When the visit began, on the site's clock"),
        "visits.hint.who": gettext("Country and city, device, browser and operating system, where known"),
        "visits.hint.from": gettext("Where the visit came from, and the channel that this belongs to"),
        "visits.hint.pages": gettext("First and last page of the visit"),
        "visits.hint.views": gettext("Pages seen in the visit, and custom events"),
        "visits.hint.events": gettext("Custom events in the visit"),
        "visits.hint.long": gettext("From the first to the last event of the visit"),
        "visits.hint.read": gettext("How long pages were visible and focused"),
    }


def _visit() -> dict[str, str]:
    return {
        "visit.title": gettext("Visit"),
        "visit.live": gettext("Live"),
        "visit.liveHint": gettext("On the site now: seen within the last 5 minutes"),
        "visit.bounce": gettext("Bounce"),
        "visit.bounceHint": gettext("One pageview and no interactive event"),
        "visit.to": gettext("to"),
        "visit.previous": gettext("Previous visit in the list"),
        "visit.next": gettext("Next visit in the list"),
        "visit.steps": gettext("Timeline"),
        "visit.at": gettext("At {time}"),
        "visit.gapHint": gettext("Time since the step before"),
        "visit.event": gettext("Event"),
        "visit.on": gettext("on {page}"),
        "visit.read": gettext("{value} engaged"),
        "visit.readHint": gettext("How long the page was visible and focused, beside the other pages of the visit"),
        "visit.scrolled": gettext("{value} scrolled"),
        "visit.scrolledHint": gettext("How far down the page was scrolled"),
        "visit.engagement": gettext("This page was opened before the visit began, and was read on during it."),
        "visit.more": gettext("Show more steps ({shown} of {total})"),
    }
