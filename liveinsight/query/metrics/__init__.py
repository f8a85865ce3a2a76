"""The metrics: what each part of the statement sums up, and what a metric makes of the sums."""
