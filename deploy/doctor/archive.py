"""The bucket of the history, and how Athena sees it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from deploy.doctor.finding import Check, Finding, fault, judged, make
from deploy.environment import Environment


def archive(environment: Environment) -> Iterator[Check]:
    bucket = environment.output("archive_bucket")
    yield Check(f"bucket {bucket}", partial(_bucket, environment, bucket))
    yield Check("Glue tables over it", partial(_glue, environment))
    yield Check("Athena workgroup", partial(_workgroup, environment))


def _bucket(environment: Environment, bucket: str) -> Finding:
    client = environment.client("s3")
    mends = make(environment, "infra")
    versioning = client.get_bucket_versioning(Bucket=bucket).get("Status")
    blocked = _unless_missing(client.get_public_access_block, bucket).get("PublicAccessBlockConfiguration", {})
    encryption = _algorithm(_unless_missing(client.get_bucket_encryption, bucket))
    policy = _unless_missing(client.get_bucket_policy, bucket).get("Policy", "")
    rules = _unless_missing(client.get_bucket_lifecycle_configuration, bucket).get("Rules", [])
    return judged(
        f"versioned, encrypted ({encryption}), private, TLS only",
        fault(versioning != "Enabled", "versioning is off: what is overwritten is lost", mends),
        fault(len(blocked) < 4 or not all(blocked.values()), "public access is not blocked", mends),
        fault(encryption != "aws:kms", "is not encrypted with the installation's key", mends),
        fault("aws:SecureTransport" not in policy, "may be read without TLS", mends),
        fault(not rules, "replaced files are kept for ever: no lifecycle rule", mends),
    )


def _unless_missing(call: Any, bucket: str) -> Any:
    """The answer, or nothing where that part of a bucket was never set. Raises ClientError for anything else."""
    try:
        return call(Bucket=bucket)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code != "NoSuchBucket" and (code.startswith("NoSuch") or code.endswith("NotFoundError")):
            return {}
        raise


def _algorithm(encryption: Any) -> str:
    rules = encryption.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
    return str(rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]) if rules else "not"


def _database(environment: Environment) -> str:
    """As terraform/modules/data/archive.tf calls it."""
    return "".join(letter if letter.isalnum() else "_" for letter in environment.project.lower())


def _glue(environment: Environment) -> Finding:
    found = environment.client("glue").get_tables(DatabaseName=_database(environment))["TableList"]
    names = {table["Name"] for table in found}
    lacking = {"events", "sessions"} - names
    return judged(
        ", ".join(sorted(names)),
        fault(bool(lacking), f"lacks {', '.join(sorted(lacking))}", make(environment, "infra")),
    )


def _workgroup(environment: Environment) -> Finding:
    group = environment.client("athena").get_work_group(WorkGroup=environment.project)["WorkGroup"]
    state = group.get("State", "ENABLED")
    return judged(state, fault(state != "ENABLED", f"is {state}", make(environment, "infra")))
