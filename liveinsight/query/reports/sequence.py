"""The order of a visit's events, for reports in which it matters what came first.

Events are ordered by time. Those of the same ms have no true order; so that every answer is the same, a page comes
before what happens on it, and the rest is alphabetical.
"""

IN_ORDER = """"at", CASE type WHEN 'pageview' THEN 0 WHEN 'event' THEN 1 ELSE 2 END, path, name, props"""
COLUMNS = '"at", type, path, name, props'
"""What the order needs."""
