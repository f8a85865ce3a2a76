"""Modules are compiled once and for all: on a read-only file system no start could keep what it compiles."""

import compileall
import sys
from pathlib import Path
from py_compile import PycInvalidationMode


def compile_all(folder: Path) -> None:
    """Raises `SystemExit` for a file that this Python cannot compile."""
    if not compileall.compile_dir(folder, quiet=1, workers=0, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
        sys.exit(f"{folder} has files that Python {sys.version.split()[0]} cannot compile")
