"""The form of web vitals as events, and the thresholds they are rated by.

A page sends each metric as a custom event that does not count as an interaction:
`{"type": "event", "name": "web-vital", "interactive": false, "props": {"name": "LCP", "value": "2310.5"}}`.
Thresholds: https://web.dev/articles/defining-core-web-vitals-thresholds, https://web.dev/articles/fcp and /ttfb.
"""

from typing import Literal

EVENT = "web-vital"
METRIC_PROP, VALUE_PROP = "name", "value"
Metric = Literal["LCP", "INP", "CLS", "FCP", "TTFB"]
Rating = Literal["good", "needs improvement", "poor"]

THRESHOLDS: dict[Metric, tuple[float, float]] = {
    "LCP": (2_500, 4_000),
    "INP": (200, 500),
    "CLS": (0.1, 0.25),
    "FCP": (1_800, 3_000),
    "TTFB": (800, 1_800),
}
"""Metric → the largest good value, and the largest one that is not poor. In ms; CLS is a plain number."""


def rating(metric: Metric, value: float) -> Rating:
    """What a value means; for a page or a site, that of its 75th percentile."""
    good, fair = THRESHOLDS[metric]
    return "good" if value <= good else "needs improvement" if value <= fair else "poor"
