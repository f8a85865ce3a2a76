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
    local = _values(env_file)
    if local and not any(os.environ.get(name) for name in _CHOSEN_BY):
        os.environ["AWS_ENDPOINT_URL"] = local["AWS_ENDPOINT_URL"]
        sys.stderr.write(f"using the local AWS at {local['AWS_ENDPOINT_URL']}\n")
    if local and os.environ.get("AWS_ENDPOINT_URL") == local["AWS_ENDPOINT_URL"]:
        for name in ("COLLECTOR_URL", "DASHBOARD_URL"):
            os.environ.setdefault(f"LIVEINSIGHT_{name}", local[name])
    if urlsplit(os.environ.get("AWS_ENDPOINT_URL", "")).hostname in LOOPBACK:
        # The local AWS takes any key, but the client insists on having one.
        os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
        os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    tables.bind(settings())


def _values(env_file: Path) -> dict[str, str]:
    """What the running local system says of itself; nothing when none is running."""
    lines = env_file.read_text().splitlines() if env_file.is_file() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)
