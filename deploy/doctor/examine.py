"""All checks at once. Whatever one of them runs into is its own finding; the others go on."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from botocore.exceptions import (
    ClientError,
    CredentialRetrievalError,
    HTTPClientError,
    NoCredentialsError,
    TokenRetrievalError,
)
from botocore.exceptions import ConnectionError as NoConnection

from deploy.doctor.finding import Check, Checks, Finding, State, make
from deploy.environment import Environment
from deploy.errors import DENIED, EXPIRED, Refused

AT_ONCE = 16
PERMISSIONS = "docs/operations/troubleshoot.md#a-permission-is-missing"
LOG_IN = (NoCredentialsError, CredentialRetrievalError, TokenRetrievalError)
_MISSING = re.compile(r"NotFound|NoSuch|NonExistent|DoesNotExist")
_ACTION = re.compile(r"perform: (\S+)")


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at, in which phase, and how it is."""

    phase: str
    what: str
    finding: Finding


def examine(environment: Environment, phases: Sequence[tuple[str, Sequence[Checks]]]) -> list[Examined]:
    """Every check of every phase, in their order. Raises ClientError when the credentials themselves are refused."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            (phase, check.what, pool.submit(_look, environment, check))
            for phase, parts in phases
            for part in parts
            for check in _checks(environment, part)
        ]
        return [Examined(phase, what, future.result()) for phase, what, future in asked]


def _checks(environment: Environment, part: Checks) -> list[Check]:
    try:
        return list(part(environment))
    except Refused as refused:
        finding = Finding(State.UNKNOWN, str(refused), make(environment, "infra"))
        return [Check(part.__name__, lambda: finding)]


def _look(environment: Environment, check: Check) -> Finding:
    try:
        return check.look()
    except ClientError as error:
        return _judged(environment, check, error)
    except LOG_IN:
        raise
    except (NoConnection, HTTPClientError, OSError) as error:
        return Finding(State.UNKNOWN, f"AWS cannot be reached: {error}", "try again; is the network up?")
    except Refused as refused:
        return Finding(State.UNKNOWN, str(refused), make(environment, "infra"))
    except Exception as error:  # one answer that nobody foresaw must not hide all the other findings
        return Finding(State.UNKNOWN, f"AWS answered something unforeseen ({type(error).__name__}: {error})", "")


def _judged(environment: Environment, check: Check, error: ClientError) -> Finding:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in EXPIRED:
        raise error
    if code in DENIED:
        action = _ACTION.search(str(error))
        return Finding(State.UNKNOWN, f"you may not look: {action[1] if action else error.operation_name} is denied",
                       f"ask for that permission; {PERMISSIONS}")  # fmt: skip
    if _MISSING.search(code):
        return Finding(State.FAILED, "is missing", check.remedy or make(environment, "infra"))
    return Finding(State.UNKNOWN, str(error), "")
