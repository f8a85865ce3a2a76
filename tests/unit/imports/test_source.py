"""Files come in whole lines, whatever they are packed in, and however long a line is."""

import gzip
import io
from pathlib import Path

import pytest

from liveinsight.errors import InvalidRequest
from liveinsight.imports.line import MAX_LINE
from liveinsight.imports.source import blocks, opened

LINES = b"".join(b"line %d\n" % number for number in range(1000))


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 20])
def test_blocks_are_whole_lines_and_nothing_is_lost(size: int) -> None:
    found = list(blocks(io.BytesIO(LINES + b"the last"), size))
    assert b"".join(found) == LINES + b"the last"
    assert all(block.endswith(b"\n") for block in found[:-1])


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert list(blocks(io.BytesIO(b"\xef\xbb\xbf{}\n"))) == [b"{}\n"]


def test_an_endless_line_takes_no_memory_and_hides_nothing_after_it() -> None:
    found = list(blocks(io.BytesIO(b"x" * (50 * MAX_LINE) + b"\nnext\n"), MAX_LINE))
    assert max(map(len, found)) < 4 * MAX_LINE
    lines = b"".join(found).split(b"\n")
    assert len(lines[0]) > MAX_LINE
    assert lines[1:] == [b"next", b""]


def test_gzipped_files_are_known_by_their_content(tmp_path: Path) -> None:
    for content in (LINES, gzip.compress(LINES), gzip.compress(LINES[:50]) + gzip.compress(LINES[50:])):
        path = tmp_path / "any.name"
        path.write_bytes(content)
        with opened(str(path)) as stream:
            assert b"".join(blocks(stream)) == LINES


@pytest.mark.parametrize("content", [gzip.compress(LINES)[:-20], gzip.compress(LINES)[:200] + b"damage" * 50])
def test_a_damaged_gzip_file_is_a_refusal(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "events.gz"
    path.write_bytes(content)
    with (
        pytest.raises(InvalidRequest, match=r"events\.gz cannot be read.*nothing was imported"),
        opened(str(path)) as stream,
    ):
        list(blocks(stream))


def test_files_that_cannot_be_opened_are_a_refusal(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InvalidRequest, match="cannot be read"), opened(str(path)):
            pytest.fail("it was opened")
