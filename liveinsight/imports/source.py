"""The input: a file, plain or gzipped, as blocks of whole lines."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from liveinsight.errors import InvalidRequest
from liveinsight.imports.line import MAX_LINE

BLOCK = 4 << 20
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, unpacked if it is gzipped. Raises `InvalidRequest` when it cannot be read."""
    try:
        with path.open("rb") as file:
            yield unpacked(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidRequest("unreadable_file", f"{path} cannot be read: {reason}; nothing was imported") from None


def unpacked(file: IO[bytes]) -> IO[bytes]:
    """The same stream, unpacked if it begins like a gzip file. It must be able to peek."""
    begins = file.peek(2)[:2]  # type: ignore[attr-defined]  # binary files and standard input are buffered readers
    return gzip.open(file) if begins == _GZIP else file  # type: ignore[return-value]  # typed as its own class


def blocks(stream: IO[bytes], size: int = BLOCK) -> Iterator[bytes]:
    """Whole lines, a few MB at a time. Of a line that is too long, only so much that it can be seen to be."""
    rest = b""
    first = True
    while chunk := stream.read(size):
        if first:
            chunk, first = chunk.removeprefix(_BOM), False
        end = chunk.rfind(b"\n") + 1
        if not end:
            rest = (rest + chunk)[: max(MAX_LINE + 1, len(rest))]
            continue
        yield rest + chunk[:end]
        rest = chunk[end:]
    if rest:
        yield rest
