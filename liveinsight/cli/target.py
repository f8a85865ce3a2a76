"""Which AWS the command works on: the one that the environment names, else the one on this laptop."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from liveinsight import tables
from liveinsight.settings import settings

_CHOSEN_BY = ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def connect() -> None:
    """Bind the tables. Says on stderr when it works on the laptop's AWS without having been told so."""
    env_file = Path(os.environ.get("LIVEINSIGHT_VAR") or Path(__file__).parents[2] / "var") / "local.env"
    if not any(os.environ.get(name) for name in _CHOSEN_BY) and env_file.is_file():
        endpoint = _value(env_file, "AWS_ENDPOINT_URL")
        os.environ["AWS_ENDPOINT_URL"] = endpoint
        sys.stderr.write(f"using the local AWS at {endpoint}\n")
    if urlsplit(os.environ.get("AWS_ENDPOINT_URL", "")).hostname in LOOPBACK:
        # The local AWS takes any key, but the client insists on having one.
        os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
        os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    tables.bind(settings())


def _value(env_file: Path, name: str) -> str:
    lines = env_file.read_text().splitlines()
    return next((line.partition("=")[2] for line in lines if line.startswith(f"{name}=")), "")
