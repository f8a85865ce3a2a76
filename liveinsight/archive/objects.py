"""The archive's bucket: whole objects in and out, each replaced by one PUT, and only when its content changed."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from liveinsight.settings import Settings

CONNECT_TIMEOUT_S = 2.0
READ_TIMEOUT_S = 30.0
ATTEMPTS = 4
CONNECTIONS = 16
_ABSENT = ("404", "NoSuchKey", "NotFound")


def s3_client(settings: Settings) -> Any:
    """An S3 client with short time-outs; local endpoints are addressed by path, for they have no names."""
    style = "path" if settings.endpoint_url and _is_local(settings.endpoint_url) else "auto"
    config = Config(
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=READ_TIMEOUT_S,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        max_pool_connections=CONNECTIONS,
        s3={"addressing_style": style},
    )
    return boto3.client("s3", region_name=settings.region, endpoint_url=settings.endpoint_url, config=config)


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.") or "." not in host


@dataclass(slots=True, frozen=True)
class Listed:
    """An object as a listing shows it; `size` is in bytes. Whenever its content changes, so does its `etag`."""

    key: str
    etag: str
    size: int


class Bucket:
    """The bucket of this installation. `may_write` is called before every write, and raises when it may not."""

    def __init__(self, settings: Settings, may_write: Callable[[], None] = lambda: None) -> None:
        self.name = settings.archive_bucket
        self._client = s3_client(settings)
        self._may_write = may_write

    def put_file(self, key: str, path: Path) -> bool:
        """Replace the object by this file in one PUT. Returns False, and writes nothing, when it is the same."""
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            if self._digest(key) == digest:
                return False
            content.seek(0)
            self._may_write()
            self._client.put_object(Bucket=self.name, Key=key, Body=content, Metadata={"sha256": digest})
        return True

    def _digest(self, key: str) -> str | None:
        found = self._metadata(key)
        return None if found is None else found.get("sha256")

    def _metadata(self, key: str) -> dict[str, str] | None:
        """None when there is no such object."""
        try:
            metadata: dict[str, str] = self._client.head_object(Bucket=self.name, Key=key)["Metadata"]
        except ClientError as error:
            _raise_unless_absent(error)
            return None
        return metadata

    def get_file(self, key: str, path: Path) -> bool:
        """Copy the object to this file. Returns False when there is none."""
        return self.download(key, path) is not None

    def download(self, key: str, path: Path) -> str | None:
        """Copy the object to this file. Returns the ETag of what was copied; None when there is no object."""
        try:
            found = self._client.get_object(Bucket=self.name, Key=key)
        except ClientError as error:
            _raise_unless_absent(error)
            return None
        with path.open("wb") as target:
            for chunk in found["Body"].iter_chunks(1 << 20):
                target.write(chunk)
        return _plain(found["ETag"])

    def get(self, key: str) -> bytes | None:
        """The object's content; None when there is none."""
        try:
            content: bytes = self._client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except ClientError as error:
            _raise_unless_absent(error)
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        self._may_write()
        self._client.put_object(Bucket=self.name, Key=key, Body=content)

    def delete(self, key: str) -> bool:
        """Delete the object. Returns whether there was one."""
        if self._metadata(key) is None:
            return False
        self._may_write()
        self._client.delete_object(Bucket=self.name, Key=key)
        return True

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys under this prefix, in order."""
        return (found.key for found in self.listed(prefix))

    def listed(self, prefix: str) -> Iterator[Listed]:
        """The objects under this prefix, in order of their keys."""
        for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix):
            for found in page.get("Contents", ()):
                yield Listed(found["Key"], _plain(found["ETag"]), found["Size"])


def _plain(etag: str) -> str:
    """An ETag without its quotation marks."""
    return etag.strip('"')


def _raise_unless_absent(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _ABSENT:
        raise error
