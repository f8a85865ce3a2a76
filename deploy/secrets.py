"""What must be secret and stay the same: made once, kept encrypted in SSM, shown nowhere.

The key that signs log-ins is not here: Terraform writes it and forgets it (deploy/terraform.py, `make rotate`).
"""

import secrets
from typing import Any

from botocore.exceptions import ClientError

BYTES = 32


def name_of(project: str) -> str:
    """The parameter of SSM that holds what CloudFront proves itself with."""
    return f"/{project}/proxy-secret"


def find(ssm: Any, project: str) -> str | None:
    """The secret of this installation, where it has one."""
    try:
        return str(ssm.get_parameter(Name=name_of(project), WithDecryption=True)["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        return None


def find_or_make(ssm: Any, project: str) -> str:
    """The secret of this installation: 64 hexadecimal digits. Of two that make it at once, both get the first."""
    found = find(ssm, project)
    if found:
        return found
    made = secrets.token_hex(BYTES)
    try:
        ssm.put_parameter(
            Name=name_of(project), Value=made, Type="SecureString", Overwrite=False,
            Description="What CloudFront proves itself with to load balancer and collector",
        )  # fmt: skip
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterAlreadyExists":
            raise
        return find(ssm, project) or made
    return made


def forget(ssm: Any, project: str) -> None:
    """Delete it, where it is; nothing may use it any more."""
    try:
        ssm.delete_parameter(Name=name_of(project))
    except ssm.exceptions.ParameterNotFound:
        return
