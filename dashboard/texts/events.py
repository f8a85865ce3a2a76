"""Texts of the page about custom events."""

from flask_babel import gettext


def plain() -> dict[str, str]:
    return _list() | _one() | _goal() | _empty()


def _list() -> dict[str, str]:
    return {
        "events.name": gettext("Event"),
        "events.total": gettext("Events"),
        "events.totalHint": gettext("How often it happened"),
        "events.rate": gettext("Conversion rate"),
        "events.rateShort": gettext("Rate"),
        "events.rateHint": gettext("Visitors who did it, of all visitors that meet the other filters"),
        "events.visitorsHint": gettext("Different people who did it"),
        "events.search": gettext("Find an event"),
        "events.notFound": gettext("No event is called that."),
        "events.more": gettext("and {n} more"),
        "events.file": gettext("events"),
    }


def _one() -> dict[str, str]:
    return {
        "events.each": gettext("Per visitor"),
        "events.eachHint": gettext("How often each of those who did it did it, on average"),
        "events.revenue": gettext("Revenue"),
        "events.revenueHint": gettext("What these events brought in, all added up"),
        "events.average": gettext("On average"),
        "events.averageHint": gettext("What one event with an amount brought in, on average"),
        "events.propertyHint": gettext("{name}: on {events} events, {values} different values"),
        "events.noProperties": gettext("These events carry no properties."),
        "events.ofVisitors": gettext("{share} of the visitors who did it"),
        "events.moreValues": gettext("and {n} more values; filter to find them"),
        "events.nothing": gettext("There is nothing to show here."),
    }


def _goal() -> dict[str, str]:
    return {
        "events.isGoal": gettext("Goal: {name}"),
        "events.makeGoal": gettext("Make this a goal"),
        "events.makeGoalHint": gettext("Goals have conversion rates on every page, and can be filtered by."),
        "events.goalName": gettext("Name of the goal"),
        "events.currency": gettext("Currency"),
        "events.currencyHint": gettext("Three letters, such as EUR, to add up revenue; or nothing."),
        "events.goalMade": gettext("The goal is set. Pages know it within seconds."),
    }


def _empty() -> dict[str, str]:
    return {
        "events.none": gettext(
            "No custom events yet. Send one from a script, or mark a link or button; it appears here within seconds:"
        ),
        "events.noneNow": gettext("No custom events in this time."),
        "events.noneFiltered": gettext("No custom event in this time meets the filters."),
        "events.allTime": gettext("Look at all time"),
        "events.install": gettext("How to install the snippet"),
    }
