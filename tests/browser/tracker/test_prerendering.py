"""A page that the browser renders before anybody asked for it counts when it is seen, and not if it never is."""

from pathlib import Path

from tests.browser.tracker.conftest import ARGUMENTS
from tests.browser.tracker.stored import Log
from tests.browser.tracker.unattended import unattended
from tests.browser.tracker.website import Website

RULES = (
    '<script type="speculationrules">{"prerender": [{"urls": ["/next", "/never"], "eagerness": "immediate"}]}</script>'
)
WHEN_TOLD = """<script>
  (async () => {
    while (!(await fetch("/ready")).ok) await new Promise(later => setTimeout(later, 50));
    location.href = "/next";
  })();
</script>"""
TELL = """<script>
  if (document.prerendering) {
    fetch("/prerendered");
    document.addEventListener("prerenderingchange", () => fetch("/activated"));
  }
</script>"""


def test_prerendered_pages(pages: Website, log: Log, tmp_path: Path) -> None:
    pages.page("/", head=RULES + WHEN_TOLD)
    pages.page("/next", head=TELL)
    pages.page("/never", head=TELL)
    with unattended(pages.url(), tmp_path, ARGUMENTS):
        pages.wait_for("/prerendered", 2)
        pages.wait_for("/li.js", 3)
        assert [event.path for event in log.pageviews(1)] == ["/"]

        pages.page("/ready")
        pages.wait_for("/activated", 1)
        assert [event.path for event in log.pageviews(2)] == ["/", "/next"]
