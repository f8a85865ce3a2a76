"""Imports point inward: deployables import the shared core, never the other way round, never each other.

The sources are read, not run, so an import inside a function counts as well.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOYABLES = {"chalice", "chalicelib", "flask", "dashboard", "collector"}
OUTER = DEPLOYABLES | {"classification", "demo", "deploy", "local", "tests"}
FORBIDDEN = {
    "liveinsight": OUTER,
    "dashboard": {"collector", "chalicelib", "chalice", "deploy", "local", "demo", "tests"},
    "collector": {"dashboard", "flask", "deploy", "local", "demo", "tests"},
    "demo": {"dashboard", "collector", "chalicelib", "chalice", "deploy", "tests"},
    "classification": OUTER - {"classification"},
    "deploy": {"demo", "local", "tests"},
    "local": {"tests"},
}


def sources(folder: str) -> list[Path]:
    found = (ROOT / folder).rglob("*.py")
    return sorted(path for path in found if not {"vendor", "node_modules", "__pycache__"} & set(path.parts))


def imported(path: Path) -> Iterator[str]:
    """Full names of the modules that a file imports; relative imports are made absolute."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield ".".join([*base, *([node.module] if node.module else [])])


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_folder_imports_nothing_that_lies_further_out(folder: str) -> None:
    assert sources(folder)
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(folder)
        for name in imported(path)
        if name.partition(".")[0] in FORBIDDEN[folder]
    }
    assert wrong == set()


def test_the_domain_imports_only_the_standard_library_and_itself() -> None:
    assert sources("liveinsight/domain")
    wrong = {
        f"{path.name} imports {name}"
        for path in sources("liveinsight/domain")
        for name in imported(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("liveinsight.domain")
    }
    assert wrong == set()


def test_only_settings_and_the_command_line_read_the_environment() -> None:
    readers = {
        str(path.relative_to(ROOT))
        for path in sources("liveinsight")
        if "cli" not in path.parts and any(name in path.read_text() for name in ("os.environ", "os.getenv", "getenv("))
    }
    assert readers <= {"liveinsight/settings.py"}


def test_a_forbidden_import_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    bad = tmp_path / "liveinsight" / "ingest" / "bad.py"
    bad.parent.mkdir(parents=True)
    bad.write_text("def late():\n    import flask.app\n    from ..domain import session\n    from . import clock\n")
    assert list(imported(bad)) == ["flask.app", "liveinsight.domain", "liveinsight.ingest"]
