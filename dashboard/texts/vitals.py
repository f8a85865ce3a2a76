"""Texts of the web vitals report."""

from collections.abc import Callable

from flask_babel import gettext, ngettext


def plain() -> dict[str, str]:
    return _metrics() | _percentiles() | _page() | _file()


def counted() -> dict[str, Callable[[int], str]]:
    return {"vitals.samples": lambda n: ngettext("{n} measurement", "{n} measurements", n)}


def _metrics() -> dict[str, str]:
    return {
        "vitals.LCP": gettext("Largest Contentful Paint"),
        "vitals.INP": gettext("Interaction to Next Paint"),
        "vitals.CLS": gettext("Cumulative Layout Shift"),
        "vitals.FCP": gettext("First Contentful Paint"),
        "vitals.TTFB": gettext("Time to First Byte"),
        "vitals.LCP.hint": gettext("How long until the largest picture or text of the page is there."),
        "vitals.INP.hint": gettext("How long the page takes to react to the slowest click, tap or key."),
        "vitals.CLS.hint": gettext("How much the page moves around while it is used. 0 is not at all."),
        "vitals.FCP.hint": gettext("How long until the first thing is there."),
        "vitals.TTFB.hint": gettext("How long until the server's answer begins."),
        "vitals.good": gettext("Good"),
        "vitals.fair": gettext("Needs improvement"),
        "vitals.poor": gettext("Poor"),
    }


def _percentiles() -> dict[str, str]:
    return {
        "vitals.percentile": gettext("Percentile"),
        "vitals.p50": gettext("Half of the measurements are at most this (median)."),
        "vitals.p75": gettext("Three quarters of the measurements are at most this. Google rates this one."),
        "vitals.p90": gettext("Nine of ten measurements are at most this."),
        "vitals.p99": gettext("99 of 100 measurements are at most this."),
    }


def _page() -> dict[str, str]:
    return {
        "vitals.noSamples": gettext("No measurements"),
        "vitals.none": gettext("No measurements in this time."),
        "vitals.share": gettext("{rating}: {percent} of the measurements"),
        "vitals.thresholds": gettext("Google's thresholds: good up to {good}, poor above {poor}"),
        "vitals.lines": gettext("Lines across: good up to {good}, poor above {poor} (Google's thresholds)."),
        "vitals.courseOf": gettext("Course of {metric}"),
        "vitals.byOf": gettext("Web vitals by: {dimension}"),
        "vitals.time": gettext("Time"),
        "vitals.measurements": gettext("Measurements"),
        "vitals.measurementsHint": gettext("Of all metrics together"),
        "vitals.few": gettext("So few measurements that chance decides."),
        "vitals.most": gettext("These are the 1,000 with the most measurements."),
        "vitals.metric": gettext("Metric"),
    }


def _file() -> dict[str, str]:
    return {
        "vitals.csv.samples": gettext("Measurements"),
        "vitals.csv.p50": "p50",
        "vitals.csv.p75": "p75",
        "vitals.csv.p90": "p90",
        "vitals.csv.p99": "p99",
        "vitals.csv.good": gettext("Good, percent"),
        "vitals.csv.needs_improvement": gettext("Needs improvement, percent"),
        "vitals.csv.poor": gettext("Poor, percent"),
    }
