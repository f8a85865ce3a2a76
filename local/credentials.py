"""The secrets of one local installation: made once, kept in a file that only its owner can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

ADMIN = "admin@liveinsight.example"


@dataclass(frozen=True)
class Credentials:
    """What has to be the same at the next start. The token is empty until the tables know it."""

    secret_key: str
    site: str
    admin_email: str
    admin_password: str
    api_token: str = ""

    @classmethod
    def keep(cls, file: Path) -> Self:
        """Those of the file; new ones, written to it, when there is none or it cannot be understood."""
        try:
            return cls(**{name: str(value) for name, value in json.loads(file.read_text()).items()})
        except (OSError, ValueError, TypeError, AttributeError):
            made = cls(secrets.token_urlsafe(32), f"demo{secrets.token_hex(4)}", ADMIN, secrets.token_urlsafe(9))
            made.write(file)
            return made

    def with_token(self, token: str) -> "Credentials":
        return replace(self, api_token=token)

    def write(self, file: Path) -> None:
        write_private(file, json.dumps(asdict(self), indent=1) + "\n")


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    draft.replace(file)
