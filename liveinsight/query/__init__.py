"""Questions about the past: a Stats API v2 request becomes one SQL statement over a site's events and visits.

The request and the answer are those of the Plausible Stats API v2 (https://plausible.io/docs/stats-api). Where
its documentation leaves a case open, these rules decide it:

- A visit is counted once, in the time in which it starts (site's time zone). This holds for `visits` and for all
  metrics that are an average over visits. With filters on events, a visit counts when one of its events, at any
  time of the visit, meets all of them.
- Visitors are those who were active within the time; with filters on events, or grouped by something of an
  event, those with such an event within the time. The value of a day in a series is that of a query of the day.
- Events and pageviews are counted at their own time. Engagement beacons are no events: they feed `scroll_depth`
  and `time_on_page` only.
- Grouped by `event:page`, `bounce_rate`, `visit_duration`, `views_per_visit` and `engaged_time` are those of the
  visits that entered on the page; with a filter on `event:page` this holds for `bounce_rate`.
- Shorthand ranges such as `7d` and `6mo` end with today and with this month.
- Halves are rounded up, from exact fractions.
"""
