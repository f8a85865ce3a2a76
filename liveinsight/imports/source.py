"""The input: a file, plain or gzipped, as blocks of whole lines."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import IO

from liveinsight.errors import InvalidRequest
from liveinsight.imports.line import MAX_LINE

BLOCK = 4 << 20
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file of this name, `-` for standard input; unpacked if it is gzipped.

    Raises `InvalidRequest` when it cannot be opened, or not be read to its end.
    """
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            yield _unpacked(file)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise InvalidRequest("unreadable_file", f"{name} cannot be read: {reason}; nothing was imported") from None


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    """The same stream, unpacked if it begins like a gzip file."""
    reader = file if isinstance(file, BufferedReader) else BufferedReader(file)  # type: ignore[type-var]
    begins = reader.peek(len(_GZIP))[: len(_GZIP)]
    return gzip.open(reader) if begins == _GZIP else reader  # type: ignore[return-value]  # typed as its own class


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
