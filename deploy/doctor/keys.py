"""The key of everything that lies still, and the parameters. No value is read, only that they are there."""

from collections.abc import Iterator
from functools import partial

from deploy.doctor.finding import Check, Finding, fault, judged, make
from deploy.environment import Environment

PLAIN = ("archive-bucket", "athena-database", "project-name")
SECRET = ("secret-key",)
BEHIND_CLOUDFRONT = ("proxy-secret",)


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
    secret = SECRET + (BEHIND_CLOUDFRONT if environment.output("distribution_id") else ())
    wanted = [prefix + name for name in PLAIN + secret]
    answer = environment.client("ssm").describe_parameters(
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": wanted}]
    )
    types = {each["Name"]: each["Type"] for each in answer["Parameters"]}
    lacking = [name for name in wanted if name not in types]
    readable = [name for name in secret if types.get(prefix + name, "SecureString") != "SecureString"]
    return judged(
        ", ".join(wanted),
        fault(bool(lacking), f"missing: {', '.join(lacking)}", make(environment, "infra")),
        fault(bool(readable), f"not encrypted: {', '.join(readable)}", "docs/operations/rotate.md"),
    )
