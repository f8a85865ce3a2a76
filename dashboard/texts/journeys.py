"""Texts of the page about journeys."""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from dashboard.texts import steps


def plain() -> dict[str, str]:
    return steps.plain() | _choice() | _diagram() | _sentences()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "visits": lambda n: ngettext("{n} visit", "{n} visits", n),
        "journey.stepsBefore": lambda n: ngettext("{n} step before", "{n} steps before", n),
    }


def _choice() -> dict[str, str]:
    return {
        "journey.title": gettext("Journey"),
        "journey.new": gettext("New journey"),
        "journey.reset": gettext("Start over"),
        "journey.save": gettext("Save as…"),
        "journey.saveChanges": gettext("Save changes"),
        "journey.nameAfter": gettext("After {step}"),
        "journey.nameBefore": gettext("Before {step}"),
        "journey.action": gettext("Start or end"),
        "journey.direction": gettext("Direction"),
        "journey.forward": gettext("What follows"),
        "journey.backward": gettext("What leads to"),
        "journey.throughWhat": gettext("Steps are"),
        "journey.through.pages": gettext("pages"),
        "journey.through.events": gettext("events"),
        "journey.through.all": gettext("pages and events"),
        "journey.depth": gettext("Number of steps"),
        "journey.top": gettext("Shown in a step"),
    }


def _diagram() -> dict[str, str]:
    return {
        "journey.diagram": gettext("Diagram of the journey; the table below has the same numbers"),
        "journey.start": gettext("Start"),
        "journey.end": gettext("End"),
        "journey.stepAfter": gettext("Step {n}"),
        "journey.other": gettext("Others"),
        "journey.exit": gettext("Left the site"),
        "journey.entry": gettext("Came to the site"),
        "journey.way": gettext("{from} → {to}: {visits} ({share})"),
        "journey.ofAll": gettext("{visits}, {share} of all in this journey"),
        "journey.cameFrom": gettext("Came from"),
        "journey.wentTo": gettext("Went on to"),
        "journey.fromHere": gettext("Choose a page or event to go on from there."),
        "journey.more": gettext("Shows more of them."),
        "journey.table": gettext("The same as a table"),
        "journey.step": gettext("Step"),
        "journey.from": gettext("Coming from"),
        "journey.to": gettext("Going to"),
        "journey.visits": gettext("Visits"),
        "journey.shareFrom": gettext("Share going there"),
        "journey.shareTo": gettext("Share coming from there"),
    }


def _sentences() -> dict[str, str]:
    return {
        "journey.reached": gettext("{visits} reached {step}."),
        "journey.mostNext": gettext("Most often {step} came next ({share})."),
        "journey.mostBefore": gettext("Most often {step} came before ({share})."),
        "journey.left": gettext("{share} left right away."),
        "journey.entered": gettext("For {share} the visit began here."),
        "journey.nothing": gettext("No visits in this time. Look at a longer one, or take filters away."),
        "journey.unfinished": gettext("Choose a page, an event or a goal: its journeys appear here."),
        "journey.nobody": gettext("No visit did {step} in this time. Look at a longer one, or choose something else."),
    }
