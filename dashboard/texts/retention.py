"""Texts of the retention report."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return _switches() | _grid() | _reasons() | _empty() | _file()


def counted() -> dict[str, Callable[[int], str]]:
    return {
        "retention.after.day": lambda n: ngettext("{n} day later", "{n} days later", n),
        "retention.after.week": lambda n: ngettext("{n} week later", "{n} weeks later", n),
        "retention.after.month": lambda n: ngettext("{n} month later", "{n} months later", n),
    }


def _switches() -> dict[str, str]:
    return {
        "retention.by": gettext("Group by"),
        "retention.by.day": gettext("Days"),
        "retention.by.week": gettext("Weeks"),
        "retention.by.month": gettext("Months"),
        "retention.unit": gettext("Show as"),
        "retention.percent": gettext("Percent of the visitors of the row"),
        "retention.count": gettext("Visitors"),
        "retention.countHint": gettext("How many visitors came back"),
    }


def _grid() -> dict[str, str]:
    return {
        "retention.caption.day": gettext("Visitors by the day on which they were first seen, and who came back later"),
        "retention.caption.week": gettext(
            "Visitors by the week in which they were first seen, and who came back later"
        ),
        "retention.caption.month": gettext(
            "Visitors by the month in which they were first seen, and who came back later"
        ),
        "retention.first": gettext("First seen"),
        "retention.later.day": gettext("Came back so many days later"),
        "retention.later.week": gettext("Came back so many weeks later"),
        "retention.later.month": gettext("Came back so many months later"),
        "retention.size": gettext("New visitors"),
        "retention.sizeHint": gettext("Visitors whose first visit in the chosen time began then"),
        "retention.average": gettext("Average"),
        "retention.averageHint": gettext(
            "Of all visitors whose period is over and complete, so that large groups count more than small ones"
        ),
        "retention.together": gettext("All together"),
        "retention.averageNone": gettext("No period that far away is complete yet."),
        "retention.averageOf": gettext("{percent}: {visitors} of {size} visitors"),
        "retention.of": gettext("{visitors} of {size} visitors"),
        "retention.cell": gettext("{percent}: {visitors} of {size} visitors first seen {first} came back {then}"),
        "retention.headline.day": gettext("of new visitors come back the day after"),
        "retention.headline.week": gettext("of new visitors come back the week after"),
        "retention.headline.month": gettext("of new visitors come back the month after"),
        "retention.curveHint": gettext("Share of new visitors who come back, by how much later."),
        "retention.notYet": gettext("No later period is complete yet, so there is no average."),
    }


def _reasons() -> dict[str, str]:
    return {
        "retention.incomplete": gettext("not complete"),
        "retention.running": gettext("This period is not over yet; more visitors may come back."),
        "retention.cut": gettext("The chosen time has only a part of this period."),
        "retention.own.running": gettext("This period is not over yet; more new visitors may come."),
        "retention.own.cut": gettext("The chosen time has only a part of this period, so the group is smaller."),
        "retention.ids": gettext("At least {percent} of visitors ({lasting} of {visitors}) have a lasting id."),
        "retention.idsHigher": gettext(
            "They were seen on several days. Of the others nobody can tell: ids that change every day cannot come "
            "back, so the real share of returning visitors may be higher."
        ),
        "retention.idsIdentified": gettext(
            "They were seen on several days. Whom your pages do not identify gets a new id every day and cannot come "
            "back, so the real share of returning visitors may be higher."
        ),
    }


def _empty() -> dict[str, str]:
    return {
        "retention.noVisits": gettext("No visits in this time. Look at a longer one:"),
        "retention.short.day": gettext(
            "There is only one day with visitors here, so nobody can have come back. Look at more:"
        ),
        "retention.short.week": gettext(
            "There is only one week with visitors here, so nobody can have come back in a later one. Look at days, or "
            "at more weeks:"
        ),
        "retention.short.month": gettext(
            "There is only one month with visitors here, so nobody can have come back in a later one. Look at days, or "
            "at more months:"
        ),
        "retention.byDay": gettext("By days"),
        "retention.daily": gettext("Nobody can be recognised on another day, so there is no retention to show."),
        "retention.dailyWhy": gettext(
            "Visitor ids of this site change every day. That protects your visitors, and whoever comes back on another "
            "day counts as new. A table would show zeros that say nothing about what people did."
        ),
        "retention.dailyIdentify": gettext(
            "What helps: pages that identify visitors who have agreed to it, such as customers who are logged in. "
            "Switch it on in the site's settings, and call {call} on your pages."
        ),
        "retention.dailyImport": gettext(
            "Imported visits may have ids that last as well, with “liveinsight import”: each text in the field "
            "“visitor” is the same visitor on every day."
        ),
        "retention.nobodyYet": gettext("Nobody was recognised on another day yet, so there is no retention to show."),
        "retention.nobodyYetWhy": gettext(
            "Your pages may identify visitors, and these are the same on every day. None of them has come back in this "
            "time. Everybody else gets a new id every day and counts as new."
        ),
        "retention.dailyElse": gettext(
            "What works without: the overview shows visits and visitors of each day, and funnels within a visit."
        ),
        "retention.tooMany": gettext("These are more than 100 groups. Choose longer groups, or a shorter time."),
    }


def _file() -> dict[str, str]:
    return {
        "retention.csv.cohort": gettext("First seen"),
        "retention.csv.size": gettext("New visitors"),
        "retention.csv.period": gettext("Period"),
        "retention.csv.after": gettext("Periods later"),
        "retention.csv.visitors": gettext("Visitors who came back"),
        "retention.csv.percent": gettext("Percent"),
        "retention.csv.complete": gettext("Complete"),
    }
