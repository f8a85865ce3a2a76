"""Where the local system lies: its folders and files, its ports and addresses."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from local.ports import LOOPBACK

ROOT = Path(__file__).resolve().parent.parent
PORTS = {"DASHBOARD_PORT": 8000, "COLLECTOR_PORT": 8001, "DEMO_PORT": 8002, "AWS_PORT": 4566}


class Refused(Exception):
    """The system cannot start; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class Layout:
    """`var` holds all state; `ports` maps the variables that choose a port to the chosen ones."""

    var: Path
    ports: Mapping[str, int]

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """The layout that the environment asks for. Raises `Refused` for what is no port, or one used twice."""
        environ = os.environ if environ is None else environ
        ports = {name: _port(name, environ.get(name) or str(default)) for name, default in PORTS.items()}
        for name, port in ports.items():
            if list(ports.values()).count(port) > 1:
                others = ", ".join(other for other, value in ports.items() if value == port and other != name)
                raise Refused(f"{name} and {others} are both {port}; give each a port of its own")
        return cls((ROOT / (environ.get("LIVEINSIGHT_VAR") or "var")).resolve(), ports)

    def url(self, port: str) -> str:
        """Address of the server whose port this variable chooses."""
        return f"http://{LOOPBACK}:{self.ports[port]}"

    @property
    def env_file(self) -> Path:
        """Is there only while everything is ready."""
        return self.var / "local.env"

    @property
    def prepared(self) -> Path:
        """Is there only while the tables are ready."""
        return self.var / "run" / "prepared"

    @property
    def lock(self) -> Path:
        return self.var / "run" / "lock"

    @property
    def members(self) -> Path:
        return self.var / "run" / "members.json"

    @property
    def sample(self) -> Path:
        """Tells when sample visits were loaded last."""
        return self.var / "sample.json"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make_folders(self) -> None:
        """Raises `Refused` when `var` cannot be written."""
        try:
            for folder in ("run", "log", "tmp"):
                (self.var / folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(
                f"cannot write to {self.var} ({error.strerror}); LIVEINSIGHT_VAR names another folder"
            ) from error


def _port(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()) or not 0 < int(value) < 65_536:
        raise Refused(f"{name}={value!r} is no port; give a number from 1 to 65535")
    return int(value)
