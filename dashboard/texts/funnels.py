"""Texts of the page about funnels."""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from dashboard.texts import steps


def plain() -> dict[str, str]:
    return steps.plain() | _page() | _form() | _picture()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "funnel.inDays": lambda n: ngettext(
            "All within {n} day of the first step.", "All within {n} days of the first step.", n
        ),
    }


def _page() -> dict[str, str]:
    return {
        "funnel.title": gettext("Funnel"),
        "funnel.preview": gettext("Preview"),
        "funnel.new": gettext("New funnel"),
        "funnel.edit": gettext("Edit funnel"),
        "funnel.none": gettext(
            "A funnel shows how many visitors take steps in order, such as from a page to a purchase, and where they"
            " leave."
        ),
        "funnel.try": gettext("Try this one, made of your most visited pages and your goals:"),
        "funnel.lookAtIt": gettext("Look at it"),
        "funnel.own": gettext("Make your own"),
        "funnel.nobody": gettext("Nobody took the first step in this time. Look at a longer one, or change the step."),
        "funnel.unfinished": gettext("Fill in at least two steps: what they show appears here as you type."),
    }


def _form() -> dict[str, str]:
    return {
        "funnel.namePlaceholder": gettext("Checkout"),
        "funnel.step": gettext("Step {n}"),
        "funnel.addStep": gettext("Add a step"),
        "funnel.removeStep": gettext("Remove"),
        "funnel.up": gettext("Move up"),
        "funnel.down": gettext("Move down"),
        "funnel.within": gettext("All steps"),
        "funnel.withinVisit": gettext("in one visit"),
        "funnel.withinDays": gettext("within {n} days of the first step"),
        "funnel.days": gettext("Number of days"),
        "funnel.tooFew": gettext("Fill in at least two steps."),
    }


def _picture() -> dict[str, str]:
    return {
        "funnel.total": gettext("Conversion"),
        "funnel.totalHint": gettext("Of those who took the first step, how many took all of them"),
        "funnel.took": gettext("{n} of {visitors} took all steps."),
        "funnel.inVisit": gettext("All in one visit."),
        "funnel.loss": gettext("Most leave between {from} and {to}: {visitors} ({share})."),
        "funnel.ofBefore": gettext("{share} go on"),
        "funnel.ofBeforeHint": gettext("Of those who took the step before"),
        "funnel.ofFirst": gettext("{share} of the first"),
        "funnel.ofFirstHint": gettext("Of those who took the first step"),
        "funnel.dropped": gettext("{n} left ({share})"),
        "funnel.droppedHint": gettext("Took the step before, and not this one"),
        "funnel.whereTo": gettext("Where to?"),
        "funnel.whereToHint": gettext("What visits do after {step}"),
        "funnel.median": gettext("Median {time}"),
        "funnel.medianHint": gettext(
            "Median time from the last time the step before was taken to the first time this one was"
        ),
        "funnel.breakdown": gettext("By group"),
        "funnel.by": gettext("Group by"),
        "funnel.noneLast": gettext(
            "Visitors get another id every day (UTC) unless the site recognises them with their consent, and no id was"
            " seen on two days here. Whoever takes a further step on another day is missing in these numbers."
        ),
        "funnel.someLast": gettext(
            "At least {share} of visitor ids last longer than a day. The others change every day (UTC): their further"
            " steps on another day are missing, so the true conversion may be higher."
        ),
    }
