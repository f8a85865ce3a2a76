"""Every bucket of every plan, and what is set for it."""

from dataclasses import dataclass
from typing import Any

from tests.terraform.runner import Run

LOGS = "module.web.module.access_logs[0]"
STATIC = "module.edge.module.static[0]"
ARCHIVE = "module.data.module.archive"
COPY = "module.backup.module.copy[0]"
NAMES = {
    LOGS: "access-logs-123456789012",
    STATIC: "static-123456789012",
    ARCHIVE: "archive-123456789012",
    COPY: "archive-123456789012-copy",
}
"""Without the project's name before them."""


@dataclass(frozen=True)
class Bucket:
    """What a plan says of a bucket: kind of resource, such as `versioning`, → its values."""

    module: str
    run: Run

    def has(self, kind: str) -> bool:
        return any(address.startswith(f"{self.module}.aws_s3_bucket_{kind}.") for address in self.run.resources)

    def planned(self, kind: str) -> dict[str, Any]:
        return self.run.planned(f"{self.module}.aws_s3_bucket{kind and '_'}{kind}.this")


def _buckets(plans: dict[str, Run]) -> dict[tuple[str, str], Bucket]:
    return {
        (name, module): Bucket(module, run)
        for name, run in plans.items()
        for address in run.resources
        for module, dot, _ in [address.partition(".aws_s3_bucket.")]
        if dot
    }


def test_there_are_no_others(plans: dict[str, Run]) -> None:
    found = _buckets(plans)
    assert {module for _, module in found} == NAMES.keys()
    for (name, module), bucket in found.items():
        project = "shop-stats" if name == "regional" else "liveinsight"
        assert bucket.planned("")["bucket"] == f"{project}-{NAMES[module]}"


def test_all_are_private_and_belong_to_us(plans: dict[str, Run]) -> None:
    for bucket in _buckets(plans).values():
        closed = bucket.planned("public_access_block")
        assert {value for name, value in closed.items() if name.startswith(("block", "ignore", "restrict"))} == {True}
        assert bucket.planned("ownership_controls")["rule"] == [{"object_ownership": "BucketOwnerEnforced"}]
        assert bucket.has("policy")


def test_archive_and_copy_are_encrypted_with_a_key_of_ours(plans: dict[str, Run]) -> None:
    for (_, module), bucket in _buckets(plans).items():
        (rule,) = bucket.planned("server_side_encryption_configuration")["rule"]
        (chosen,) = rule["apply_server_side_encryption_by_default"]
        assert chosen["sse_algorithm"] == ("aws:kms" if module in (ARCHIVE, COPY) else "AES256")


def test_uploads_that_nobody_finishes_go(plans: dict[str, Run]) -> None:
    for bucket in _buckets(plans).values():
        (rule,) = (each for each in bucket.planned("lifecycle_configuration")["rule"] if each["id"] == "unfinished")
        (days,) = rule["abort_incomplete_multipart_upload"]
        assert (rule["status"], days) == ("Enabled", {"days_after_initiation": 7})


def test_all_but_the_logs_keep_for_a_month_what_is_replaced(plans: dict[str, Run]) -> None:
    for (_, module), bucket in _buckets(plans).items():
        rules = {rule["id"]: rule for rule in bucket.planned("lifecycle_configuration")["rule"]}
        assert bucket.has("versioning") == ("replaced" in rules) == (module != LOGS)
        if module != LOGS:
            assert rules["replaced"]["noncurrent_version_expiration"][0]["noncurrent_days"] == 30
            # With days nothing of the bucket would be left after a month.
            assert not rules["replaced"]["expiration"][0].get("days")


def test_what_is_deleted_by_age(plans: dict[str, Run]) -> None:
    found = {
        (name, module, rule["id"]): (rule["filter"][0]["prefix"], rule["expiration"][0]["days"])
        for (name, module), bucket in _buckets(plans).items()
        for rule in bucket.planned("lifecycle_configuration")["rule"]
        if rule["id"] not in ("replaced", "unfinished")
    }
    logs = {"all_on": 30, "regional": 30, "production": 90, "standard": 30}
    expected = {(name, LOGS, "old"): ("", days) for name, days in logs.items()}
    expected |= {(name, ARCHIVE, "questions"): ("athena/", 7) for name in plans}
    expected |= {("all_on", ARCHIVE, f"old-{kind}"): (f"{kind}/", 400) for kind in ("events", "sessions")}
    assert found == expected


def test_those_of_production_are_not_deleted_with_what_is_in_them(plans: dict[str, Run]) -> None:
    for (name, module), bucket in _buckets(plans).items():
        thrown_away = module == LOGS or name in ("all_off", "regional", "development")
        assert bucket.planned("")["force_destroy"] is thrown_away
