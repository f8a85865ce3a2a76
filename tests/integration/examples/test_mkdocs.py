"""The example for mkdocs: the site that `mkdocs build` makes of it."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "tracker-js/examples/mkdocs"


class Scripts(HTMLParser):
    """The attributes of every `<script src>` in the head."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_head = (self.in_head or tag == "head") and tag != "body"
        if tag == "script" and self.in_head and "src" in dict(attrs):
            self.found.append(dict(attrs))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, with a real installation's address and key in place of the placeholders."""
    folder = tmp_path_factory.mktemp("mkdocs")
    config = (EXAMPLE / "mkdocs.yml").read_text()
    config = config.replace("https://DASHBOARD", "https://stats.example").replace("SITE_KEY", "key-1")
    config += f"\ndocs_dir: {EXAMPLE / 'docs'}\n"
    (folder / "mkdocs.yml").write_text(config.replace("overrides", str(EXAMPLE / "overrides")))
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder / "site"))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.mark.parametrize("page", ["index.html", "brewing/index.html", "404.html"])
def test_every_page_has_the_tags_once(site: Path, page: str) -> None:
    scripts = Scripts()
    scripts.feed((site / page).read_text())
    ours = [attributes for attributes in scripts.found if "stats.example" in (attributes["src"] or "")]
    assert ours == [
        {"defer": None, "src": "https://stats.example/li.js", "data-site": "key-1"},
        {"defer": None, "src": "https://stats.example/li-vitals.js"},
    ]
