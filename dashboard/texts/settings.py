"""Texts of the settings: the lists of what owners set, and their forms."""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from dashboard.texts import notes


def plain() -> dict[str, str]:
    return _lists() | _goals() | _notes() | _saved() | _shares() | _tokens()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "goal.times.event": lambda n: ngettext("{n} time", "{n} times", n),
        "goal.times.page": lambda n: ngettext("{n} pageview", "{n} pageviews", n),
    }


def _lists() -> dict[str, str]:
    return {
        "things.change": gettext("Edit"),
        "things.rename": gettext("Rename"),
        "things.delete": gettext("Delete"),
        "things.restore": gettext("Restore"),
        "things.copy": gettext("Copy"),
        "things.labelled": gettext("{action}: {name}"),
        "things.name": gettext("Name"),
        "things.made": gettext("made {date}"),
        "site.saved": gettext("Saved. It is taken up within half a minute."),
    }


def _goals() -> dict[str, str]:
    return {
        "goal.add": gettext("Add a goal"),
        "goal.make": gettext("Add the goal"),
        "goal.change": gettext("Edit the goal"),
        "goal.deleted": gettext("The goal “{name}” is deleted."),
        "goal.none": gettext("No goals yet. Set the first one, and every report can tell who reached it."),
        "goal.event": gettext("Event"),
        "goal.page": gettext("Page"),
        "goal.revenueIn": gettext("Revenue in {currency}"),
        "goal.thisMonth": gettext("this month"),
        "goal.explain": gettext("{visitors} visitors reached it this month, {rate} of all visitors"),
        "goal.kind": gettext("What counts"),
        "goal.by.event": gettext("An event"),
        "goal.by.page": gettext("A page"),
        "goal.eventName": gettext("Name of the event"),
        "goal.eventHint": gettext("As your site sends it, for example signup."),
        "goal.pagePath": gettext("Path of the page"),
        "goal.pageHint": gettext("* stands for any text: /blog/* is every page below /blog/."),
        "goal.visit": gettext("Visit {page}"),
        "goal.nameHint": gettext("As reports show it; made of the event or page if left empty."),
        "goal.currency": gettext("Revenue"),
        "goal.currencyHint": gettext("Amounts in other currencies are left out."),
        "goal.noCurrency": gettext("Without revenue"),
        "goal.seen.event": gettext("Events of your site"),
        "goal.seen.page": gettext("Pages of your site"),
        "goal.matches.event": gettext("Choose or type an event to see how often it came in."),
        "goal.matches.page": gettext("Choose or type a path to see what it stands for."),
        "goal.matches.found": gettext("In the last 30 days: {visitors}, {times}"),
        "goal.matches.none.event": gettext("None in the last 30 days. The goal counts as soon as one comes in."),
        "goal.matches.none.page": gettext("No such page was opened in the last 30 days."),
        "goal.matches.unknown": gettext("How much it matches cannot be told right now; it can be saved all the same."),
        "goal.suggested": gettext("Your site sends these events too"),
        "goal.makeThis": gettext("Make it a goal"),
        "goal.lately": gettext("{visitors} in the last 30 days"),
    }


def _notes() -> dict[str, str]:
    return notes.plain() | {
        "note.make": gettext("Add the note"),
        "note.none": gettext("No notes yet. A good first one: the day on which you put LiveInsight on your site."),
        "note.look": gettext("Show it on the chart"),
    }


def _saved() -> dict[str, str]:
    return {
        "segment.change": gettext("Rename the segment"),
        "segment.deleted": gettext("The segment “{name}” is deleted."),
        "segment.none": gettext("No segments yet. Set filters on a report, then save them under Segments."),
        "segment.open": gettext("Open the overview"),
        "segment.look": gettext("Look at the overview with these filters"),
        "segment.byApi": gettext("Made by the API, with filters that the pages cannot show"),
        "funnel.change": gettext("Rename the funnel"),
        "funnel.deleted": gettext("The funnel “{name}” is deleted."),
        "funnel.none": gettext("No saved funnels yet."),
        "funnel.open": gettext("Make one on the funnels page"),
        "funnel.look": gettext("Open the funnel"),
        "funnel.inVisit": gettext("within one visit"),
        "funnel.inDays": gettext("within {n} days"),
        "journey.change": gettext("Rename the journey"),
        "journey.deleted": gettext("The journey “{name}” is deleted."),
        "journey.none": gettext("No saved journeys yet."),
        "journey.open": gettext("Make one on the journeys page"),
        "journey.look": gettext("Open the journey"),
        "journey.from": gettext("from {place}"),
        "journey.to": gettext("to {place}"),
        "journey.depth": gettext("steps: {n}"),
    }


def _shares() -> dict[str, str]:
    return {
        "share.add": gettext("Make a link"),
        "share.make": gettext("Make the link"),
        "share.none": gettext("No links yet. Make one for a colleague, a client, or a screen on the wall."),
        "share.unnamed": gettext("Without a label"),
        "share.label": gettext("Whom it is for"),
        "share.labelHint": gettext("Only you see this."),
        "share.labelExample": gettext("Agency"),
        "share.password": gettext("Password"),
        "share.passwordHint": gettext("Optional, at least 4 characters. It is not shown again."),
        "share.withPassword": gettext("with password"),
        "share.expires": gettext("Good for"),
        "share.days.ever": gettext("until it is revoked"),
        "share.days.7": gettext("7 days"),
        "share.days.30": gettext("30 days"),
        "share.days.90": gettext("90 days"),
        "share.days.365": gettext("one year"),
        "share.until": gettext("good until {date}"),
        "share.forEver": gettext("does not expire"),
        "share.ready": gettext("The link is ready"),
        "share.send": gettext("Send it to whoever may see this site. Whoever has it can look, without a log-in."),
        "share.sendBoth": gettext("Send it together with the password, best by another way."),
        "share.revoke": gettext("Revoke"),
        "share.revokeFor": gettext(
            "“{name}” stops working at once, for everybody who has it, and for good. You can make a new link later."
        ),
        "share.revokeNow": gettext("Revoke for good"),
        "share.deleted": gettext("The link “{name}” is revoked."),
    }


def _tokens() -> dict[str, str]:
    return {
        "token.add": gettext("Make a token"),
        "token.make": gettext("Make the token"),
        "token.none": gettext("No tokens yet. A program needs one to ask the API."),
        "token.unnamed": gettext("Token {id}"),
        "token.label": gettext("What it is for"),
        "token.labelExample": gettext("Nightly report"),
        "token.scope": gettext("What it may do"),
        "token.scopeHint": gettext("Give no more than it needs."),
        "token.scope.read": gettext("Read only"),
        "token.scope.admin": gettext("Read, and change settings, goals, notes, links and tokens"),
        "token.read": gettext("reads"),
        "token.admin": gettext("may change things"),
        "token.sites": gettext("Which sites it opens"),
        "token.allSites": gettext("all sites"),
        "token.someSites": gettext("some sites…"),
        "token.used": gettext("last used {date}"),
        "token.neverUsed": gettext("never used"),
        "token.ready": gettext("The new token"),
        "token.once": gettext("Copy it now: it is shown this once and kept nowhere."),
        "token.try": gettext("Try it"),
        "token.revoke": gettext("Revoke"),
        "token.revokeFor": gettext(
            "“{name}” opens nothing any more, at once and for good. Programs that use it stop working until you give "
            "them another one."
        ),
        "token.revokeNow": gettext("Revoke for good"),
        "token.deleted": gettext("The token “{name}” is revoked."),
    }
