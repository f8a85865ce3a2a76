"""The collector's own part: HTTP and schedules in terms of Chalice, metrics and logs in terms of Lambda."""
