"""Texts of the overview's figures, chart and notes."""

from collections.abc import Callable

from flask_babel import gettext, ngettext

from dashboard.texts import notes


def plain() -> dict[str, str]:
    return _metrics() | _explanations() | _chart() | notes.plain()


def counted() -> dict[str, Callable[[int], str]]:
    return {"now": lambda n: ngettext("{n} visitor now", "{n} visitors now", n)}


def _metrics() -> dict[str, str]:
    return {
        "metric.visitors": gettext("Visitors"),
        "metric.visits": gettext("Visits"),
        "metric.pageviews": gettext("Pageviews"),
        "metric.views_per_visit": gettext("Views per visit"),
        "metric.bounce_rate": gettext("Bounce rate"),
        "metric.visit_duration": gettext("Visit duration"),
        "metric.engaged_time": gettext("Engaged time"),
        "metric.time_on_page": gettext("Time on page"),
        "metric.scroll_depth": gettext("Scroll depth"),
        "conversion.visitors": gettext("Unique conversions"),
        "conversion.events": gettext("Total conversions"),
        "conversion.conversion_rate": gettext("Conversion rate"),
        "conversion.total_revenue": gettext("Revenue"),
        "conversion.average_revenue": gettext("Revenue per conversion"),
    }


def _explanations() -> dict[str, str]:
    return {
        "explain.visitors": gettext(
            "Different people who came. Without consent a person is recognised for one day only."
        ),
        "explain.visits": gettext(
            "Visits that had an event in this time. A visit ends after 30 minutes without activity."
        ),
        "explain.pageviews": gettext("Pages that were opened."),
        "explain.views_per_visit": gettext("Pageviews divided by visits."),
        "explain.bounce_rate": gettext("Visits with one pageview and no interactive event."),
        "explain.visit_duration": gettext("From the first to the last event of a visit, on average."),
        "explain.engaged_time": gettext("How long pages of a visit were visible and focused, on average."),
        "explain.time_on_page": gettext("How long the page was visible and focused, on average."),
        "explain.scroll_depth": gettext("How far down the page visitors scrolled, on average."),
        "explain.conversion.visitors": gettext("Different people who reached the goal."),
        "explain.conversion.events": gettext("How often the goal was reached."),
        "explain.conversion.conversion_rate": gettext("Visitors who reached the goal, of all visitors."),
        "explain.conversion.total_revenue": gettext("What these conversions brought in, all added up."),
        "explain.conversion.average_revenue": gettext("What one conversion brought in on average."),
        "change.up": gettext("more by "),
        "change.down": gettext("less by "),
        "change.same": gettext("unchanged "),
        "change.points": gettext("{n} pts"),
        "change.from": gettext("before: {value}"),
        "change.noData": gettext("no data before {date}"),
    }


def _chart() -> dict[str, str]:
    return {
        "interval.hour": gettext("By hour"),
        "interval.day": gettext("By day"),
        "interval.week": gettext("By week"),
        "interval.month": gettext("By month"),
        "series.time": gettext("Time"),
        "series.before": gettext("Before"),
    }
