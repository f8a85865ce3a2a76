"""What is uploaded to where CloudFront takes scripts from."""

from pathlib import Path

import pytest

from deploy.errors import Refused
from deploy.scripts import FOR_EVER, SHORT, files


@pytest.fixture
def built(tmp_path: Path) -> tuple[Path, Path]:
    """A tracker and the dashboard's files as the build leaves them."""
    tracker, assets = tmp_path / "tracker", tmp_path / "assets"
    (assets / "flags-1").mkdir(parents=True)
    tracker.mkdir()
    (tracker / "li.js").write_text('send("__LI_API__")')
    (tracker / "li-vitals.js").write_text("vitals()")
    for name in ("app-1a2b.js", "app-1a2b.js.gz", "style-3c.css", "manifest.json", "flags-1/kr.svg"):
        (assets / name).write_text(name)
    return tracker, assets


def test_files_by_the_paths_that_pages_ask_for(built: tuple[Path, Path]) -> None:
    found = {file.key: file for file in files("https://stats.example.com", *built)}
    assert list(found) == [
        "static/dist/app-1a2b.js", "static/dist/flags-1/kr.svg", "static/dist/style-3c.css", "li-vitals.js", "li.js",
    ]  # fmt: skip
    assert found["li.js"].content == b'send("https://stats.example.com")'
    assert found["static/dist/flags-1/kr.svg"].content == b"flags-1/kr.svg"


def test_what_browsers_are_told(built: tuple[Path, Path]) -> None:
    found = {file.key: (file.type, file.cache) for file in files("https://stats.example.com", *built)}
    assert found["li.js"] == ("text/javascript; charset=utf-8", SHORT)
    assert found["static/dist/style-3c.css"] == ("text/css; charset=utf-8", FOR_EVER)
    assert found["static/dist/flags-1/kr.svg"] == ("image/svg+xml", FOR_EVER)


def test_an_address_cannot_break_out_of_the_script(built: tuple[Path, Path]) -> None:
    (script,) = (file for file in files('https://x.example/");alert(1)//', *built) if file.key == "li.js")
    assert b'")' not in script.content.removesuffix(b'")')


def test_what_was_not_built(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="build them with: make build"):
        list(files("https://stats.example.com", tmp_path, tmp_path))


def test_without_an_address_of_the_collector(built: tuple[Path, Path]) -> None:
    with pytest.raises(Refused, match="deploy it first: make ingest"):
        list(files("", *built))
