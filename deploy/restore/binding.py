"""LiveInsight's own code on the tables of an installation, or on copies of them."""

import os
from dataclasses import replace

from deploy.environment import Environment
from liveinsight.settings import Settings

_RETENTION = "LIVEINSIGHT_EVENT_RETENTION_DAYS"


def settings_of(env: Environment, prefix: str) -> Settings:
    """Settings by which tables.bind finds the tables under this prefix, with this installation's archive."""
    told = env.outputs.get("collector", {}).get("environment", {})
    known = Settings.from_env({**os.environ, **({_RETENTION: told[_RETENTION]} if _RETENTION in told else {})})
    return replace(known, project_name=prefix, region=env.region, archive_bucket=str(env.output("archive_bucket")))
