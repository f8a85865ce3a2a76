"""The trackers that are compared, each as a site would load it: one script file, its tag, and a call for an event.

Plausible's is the npm package, bundled by esbuild with everything switched on that ours does by default. Umami's is in
no package that could be installed alone: `UMAMI_SCRIPT` names a file that was built from its repository, and without
it Umami is left out.
"""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "tracker-js/dist"
NONE = "no tracker"
PLAUSIBLE = """
import { init, track } from "@plausible-analytics/tracker";
init({
  domain: "shop.example", endpoint: "%s/api/event", outboundLinks: true, fileDownloads: true, formSubmissions: true,
});
window.plausible = track;
"""


@dataclass(frozen=True)
class Script:
    """A tracker. `tag` makes its HTML from the collector's address; `event` is JavaScript that counts an event."""

    name: str
    source: Callable[[str], bytes]
    tag: Callable[[str], str]
    event: str

    @property
    def path(self) -> str:
        """Where the site serves the script."""
        return f"/{self.name.replace(' ', '-')}.js"


def scripts() -> list[Script]:
    """The page without any tracker first."""
    compared = [
        Script(NONE, lambda _: b"", lambda _: "", ""),
        Script(
            "LiveInsight",
            lambda _: (DIST / "li.js").read_bytes(),
            lambda collector: f'<script defer src="/LiveInsight.js" data-site="key" data-api="{collector}"></script>',
            "liveinsight('event', 'signup', {props: {plan: 'pro'}})",
        ),
        Script(
            "Plausible",
            _plausible,
            lambda _: '<script defer src="/Plausible.js"></script>',
            "plausible('signup', {props: {plan: 'pro'}})",
        ),
    ]
    if umami := os.environ.get("UMAMI_SCRIPT"):
        compared.append(
            Script(
                "Umami",
                lambda _: Path(umami).read_bytes(),
                lambda collector: (
                    f'<script defer src="/Umami.js" data-website-id="key" data-host-url="{collector}"></script>'
                ),
                "umami.track('signup', {plan: 'pro'})",
            )
        )
    return compared


def _plausible(collector: str) -> bytes:
    """The npm package in a script, as a site's own build makes it."""
    command = ["node_modules/.bin/esbuild", "--bundle", "--minify", "--format=iife", "--log-level=error"]
    done = subprocess.run(command, cwd=ROOT, input=(PLAUSIBLE % collector).encode(), check=True, capture_output=True)
    return done.stdout
