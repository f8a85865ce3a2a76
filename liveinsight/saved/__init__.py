"""What people set for a site and find again under its name: goals, segments, funnels and journeys.

`collection` keeps any kind of such things. `segments`, `funnels` and `journeys` say what each of them is; goals have
their own module, `liveinsight.goals`.
"""
