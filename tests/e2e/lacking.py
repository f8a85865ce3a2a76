"""What cannot be well, or is left out, since the local AWS or this machine is no AWS: each by name, with its reason."""

NO_DOMAIN = "nobody sold stats.example.com to us: its name leads nowhere, and what is behind it is asked past it"
FINDINGS = {
    "stats.example.com in the DNS": NO_DOMAIN,
    "dashboard": NO_DOMAIN,
    "way of beacons": NO_DOMAIN,
}
"""What `doctor` finds wrong here → why."""
PLAYED = {
    "tasks of ECS": "the local ECS counts tasks and runs none; gunicorn runs beside it, with the settings of their "
    "definition (but with DuckDB, for Athena reads days that are over), at the addresses that the tasks would have",
    "the image": "with nothing in it, for no task runs it; pytest tests/e2e/image.py builds it and runs it",
    "CloudFront": "the local one leads to the internet; each request goes where the distribution's own configuration "
    "says, with its headers",
    "the nightly backup": "the local AWS Backup keeps its plan without doing it; its jobs are started by hand",
    "rates of EventBridge": "rollup and archive are started every minute for a while, not every five and sixty",
    "scans of images": "the local ECR has no scanner, and blue-green says so",
    "alarms": "the local CloudWatch measures nothing by itself, so that no alarm is ever OK and none stops a switch",
}
"""What was done in another way than AWS does it → how."""
