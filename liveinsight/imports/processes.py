"""Blocks parsed by several processes at once, answered in order."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from liveinsight.imports.parse import Parsed, Parser
from liveinsight.sites import Site

MOST = 4
WAITING = 2
"""Blocks that wait for each process: enough for none to idle, few enough for the memory."""
_parser: Parser | None = None


def parse_all(blocks: Iterator[bytes], site: Site, folder: Path, now_ms: int) -> Iterator[Parsed]:
    """What came of each block, in order. A single block is not worth starting processes for."""
    first, second = next(blocks, b""), next(blocks, None)
    if second is None:
        yield Parser(site, folder, 0, now_ms).parse(first, 0)
        return
    workers = min(MOST, max(2, os.cpu_count() or 2))
    # Not forked: the parent has threads by then, boto3's and the lease's.
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_start, initargs=(site, folder, now_ms)) as pool:
        waiting: deque[Future[Parsed]] = deque()
        for number, block in enumerate(chain((first, second), blocks)):
            waiting.append(pool.submit(_parse, block, number))
            if len(waiting) > workers * WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _start(site: Site, folder: Path, now_ms: int) -> None:
    global _parser  # each process has one, for all of its blocks
    _parser = Parser(site, folder, os.getpid(), now_ms)


def _parse(block: bytes, number: int) -> Parsed:
    assert _parser is not None
    return _parser.parse(block, number)
