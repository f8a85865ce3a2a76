"""A certificate for the stand-ins for AWS, which nobody but the tests believes."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Self

OPENSSL = shutil.which("openssl") or "openssl"
AWS_NAME = "localhost"
"""What the stand-ins for API Gateway and the dashboard's load balancer are called; they answer to no other name."""


@dataclass(frozen=True)
class Certificate:
    """A certificate for `AWS_NAME` that signs itself."""

    file: Path
    key: Path

    @classmethod
    def make(cls, folder: Path, name: str = AWS_NAME) -> Self:
        made = cls(folder / f"{name}.pem", folder / f"{name}.key")
        subprocess.run(
            (OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", str(made.key), "-out", str(made.file), "-days", "2",
             "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"),
            check=True, capture_output=True,
        )  # fmt: skip
        return made
