"""The key of everything that lies still, and the parameters. No value is read, only that they are there."""

from collections.abc import Iterator
from functools import partial

from deploy.doctor.finding import Check, Finding, fault, judged, make
from deploy.environment import Environment

PLAIN = ("archive-bucket", "athena-database", "project-name")
SECRET = "secret-key"  # noqa: S105  # the name of a parameter


def keys(environment: Environment) -> Iterator[Check]:
    yield Check("key", partial(_key, environment))
    yield Check("parameters", partial(_parameters, environment))


def _key(environment: Environment) -> Finding:
    client, alias = environment.client("kms"), f"alias/{environment.project}"
    key = client.describe_key(KeyId=alias)["KeyMetadata"]
    rotates = client.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]
    cancel = f"aws kms cancel-key-deletion --key-id {key['KeyId']}; aws kms enable-key --key-id {key['KeyId']}"
    return judged(
        f"{alias} {key['KeyState']}, renewed every year",
        fault(key["KeyState"] != "Enabled", f"{alias} is {key['KeyState']}: nothing can be read without it", cancel),
        fault(not rotates, "is not renewed by itself", make(environment, "infra")),
    )


def _parameters(environment: Environment) -> Finding:
    prefix = f"/{environment.project}/"
    wanted = [prefix + name for name in (*PLAIN, SECRET)]
    answer = environment.client("ssm").describe_parameters(
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": wanted}]
    )
    found = {each["Name"]: each["Type"] for each in answer["Parameters"]}
    lacking = [name for name in wanted if name not in found]
    readable = found.get(prefix + SECRET, "SecureString") != "SecureString"
    return judged(
        ", ".join(wanted),
        fault(bool(lacking), f"missing: {', '.join(lacking)}", make(environment, "infra")),
        fault(readable, f"{prefix}{SECRET} is not encrypted", "docs/operations/rotate.md#the-key-that-signs-log-ins"),
    )
