"""Makes the local AWS ready for LiveInsight: tables, archive bucket, demo site, a person and a token. Idempotent."""

from contextlib import suppress

import boto3
from botocore.config import Config

from liveinsight import sites, tables, tokens, users
from liveinsight.errors import Conflict, NotAuthenticated, NotFound
from liveinsight.settings import Settings
from local.credentials import Credentials
from local.ports import LOOPBACK

SITE_NAME = "Demo shop"
TOKEN_LABEL = "local.env"  # noqa: S105  # a label, not a token


def prepare(settings: Settings, credentials: Credentials) -> Credentials:
    """The same credentials, with a token that the tables know.

    What exists is kept; a password that was changed in the dashboard is set back to the one in `local.env`.
    """
    tables.bind(settings)
    tables.create()
    _bucket(settings)
    _site(credentials.site)
    _admin(credentials)
    return credentials.with_token(_token(credentials.api_token))


def _bucket(settings: Settings) -> None:
    s3 = boto3.client(
        "s3",
        endpoint_url=settings.endpoint_url,
        region_name=settings.region,
        config=Config(s3={"addressing_style": "path"}),
    )
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        s3.create_bucket(Bucket=settings.archive_bucket)


def _site(key: str) -> None:
    try:
        sites.get(key)
    except NotFound:
        sites.add(SITE_NAME, LOOPBACK, key=key)


def _admin(credentials: Credentials) -> None:
    try:
        users.add(credentials.admin_email, credentials.admin_password)
    except Conflict:
        if users.log_in(credentials.admin_email, credentials.admin_password) is None:
            users.change_password(credentials.admin_email, credentials.admin_password)


def _token(known: str) -> str:
    """One that may do everything, as the person whose password stands beside it may."""
    with suppress(NotAuthenticated):
        if known and tokens.check(known).scope == tokens.ADMIN:
            return known
    return tokens.create(label=TOKEN_LABEL, scope=tokens.ADMIN)
