"""Metrics that set a group's visitors in relation to others."""

from liveinsight.query.metrics.fractions import percent

VALUES = {
    "percentage": percent("coalesce(visitors, 0)", "all_visitors", 1, empty="NULL"),
    "conversion_rate": percent("coalesce(visitors, 0)", "base_visitors", 1, empty="0.0"),
    "group_conversion_rate": percent("coalesce(visitors, 0)", "coalesce(group_visitors, 0)", 1, empty="0.0"),
}
"""Of the visitors of all groups; of all visitors with or without the goal; of those in the same group."""
