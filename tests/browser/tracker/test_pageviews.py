"""Pageviews: of documents, of single-page applications, and of pages that are shown before or after their time."""

import pytest

from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import Website

APPLICATION = """<script>
  const go = (method, path, title = "Page " + path) => {
    history[method]({}, "", path);
    setTimeout(() => { document.title = title; }, 20);  // an application renders after it has navigated
  };
</script>"""


def paths(log: Log, count: int) -> list[str]:
    return [event.path for event in log.pageviews(count)]


def test_a_page_is_counted_with_what_the_browser_says_of_it(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/start", f"<a href='{pages.url('/shoes')}?utm_source=news&color=red#top'>shoes</a>")
    pages.page("/shoes", title="Shoes – Shop")
    visitor.go(pages.url("/start"))
    log.pageviews(1)  # Visits are provisional at ingest: of beacons on their way together, either may be there first.
    visitor.click_through("a", "/shoes")
    visitor.leave()

    first, second = log.pageviews(2)
    assert (first.path, first.title, second.path, second.title) == ("/start", "Page /start", "/shoes", "Shoes – Shop")
    assert (second.hostname, second.own.utm_source) == ("shop.example", "news")
    assert (second.client.language, second.client.browser, second.client.os) == ("en-GB", "Chrome", "Linux")
    assert (second.session, second.entry_page) == (first.session, "/start")


def test_a_visit_has_the_source_that_it_came_from(pages: Website, visitor: Visitor, log: Log) -> None:
    pages.page("/")
    pages.page("/blog", f"<a href='{pages.url()}'>the shop</a>", tagged=False)
    visitor.go(pages.url("/blog", host="blog.example"))
    visitor.click_through("a", "/")
    visitor.leave()

    (pageview,) = log.pageviews(1)
    assert (pageview.visit.source, pageview.visit.channel) == ("blog.example", "Referral")


NAVIGATIONS = {
    "push": ("go('pushState', '/two')", ["/two"]),
    "push of another query": ("go('pushState', '?page=2')", []),
    "push of the same address": ("go('pushState', location.href)", []),
    "push of another fragment": ("go('pushState', '#two')", []),
    "replace": ("go('replaceState', '/two')", ["/two"]),
    "replace of the query only": ("go('replaceState', '?sorted=yes')", []),
    "fragment": ("location.hash = 'two'", []),
    "push, then replace at once": ("go('pushState', '/login'); go('replaceState', '/two')", ["/two"]),
}


def test_navigation_of_a_single_page_application(
    pages: Website, visitor: Visitor, log: Log, subtests: pytest.Subtests
) -> None:
    for number, (script, _) in enumerate(NAVIGATIONS.values()):
        visitor.go(pages.page(f"/case{number}", head=APPLICATION))
        visitor.do(script)
    visitor.leave()
    seen = paths(log, sum(1 + len(expected) for _, expected in NAVIGATIONS.values()))
    starts = [seen.index(f"/case{number}") for number in range(len(NAVIGATIONS))]
    for number, (name, (_, expected)) in enumerate(NAVIGATIONS.items()):
        with subtests.test(name):
            found = seen[starts[number] : [*starts, len(seen)][number + 1]]
            # A page that nobody could see because the next one took its place at once may be counted or not.
            assert [path for path in found if path != "/login"] == [f"/case{number}", *expected]


def test_back_and_forward_in_a_single_page_application(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", head=APPLICATION))
    visitor.do("go('pushState', '/two')", "go('pushState', '/three')", "history.back()", "history.forward()")
    visitor.leave()
    seen = log.pageviews(5)
    assert [event.path for event in seen] == ["/", "/two", "/three", "/two", "/three"]
    assert [event.title for event in seen[:3]] == ["Page /", "Page /two", "Page /three"]


def test_fragments_are_pages_where_the_owner_says_so(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", hash=""))
    visitor.do("location.hash = '/two'", "location.hash = '/three'", "history.back()")
    visitor.leave()
    assert paths(log, 4) == ["/", "/#/two", "/#/three", "/#/two"]


def test_a_page_may_count_by_hand(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", head=APPLICATION, auto=""))
    visitor.do(
        "go('pushState', '/unnoticed')", "liveinsight('pageview', {url: '/step-two'})", "liveinsight('pageview')"
    )
    visitor.leave()
    assert paths(log, 2) == ["/step-two", "/unnoticed"]


def test_a_second_script_on_the_page_does_nothing(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", after=pages.tag()))
    visitor.leave()
    assert paths(log, 1) == ["/"]


def test_a_page_from_the_back_forward_cache_is_another_pageview(pages: Website, visitor: Visitor, log: Log) -> None:
    remember = "<script>addEventListener('pageshow', event => { window.persisted = event.persisted })</script>"
    pages.page("/", "<a href='/two'>two</a>", head=remember)
    pages.page("/two", head=remember)
    visitor.go(pages.url())
    visitor.click_through("a", "/two")
    visitor.page.evaluate("history.back()")
    visitor.wait(lambda: visitor.page.url == pages.url(), "going back")
    visitor.page.wait_for_function("window.persisted")
    visitor.page.evaluate("liveinsight('event', 'after')")
    visitor.leave()
    assert paths(log, 3) == ["/", "/two", "/"]
    assert [event.path for event in log.custom(1)] == ["/"]


@pytest.mark.parametrize("host", ["shop.example", "other.example"])
def test_a_page_in_a_frame_is_a_page_of_its_own(pages: Website, visitor: Visitor, log: Log, host: str) -> None:
    """Of the same origin and of another; the frame's page has the snippet, and the site allows only its own origin."""
    pages.page("/inner", "<p>inner</p>")
    pages.page("/", f"<iframe src='{pages.url('/inner', host)}'></iframe>")
    visitor.go(pages.url())
    visitor.page.wait_for_timeout(300)
    visitor.leave()
    expected = ["/", "/inner"] if host == "shop.example" else ["/"]
    assert sorted(paths(log, len(expected))) == expected
    statuses = {beacon.status for beacon in log.road.beacons}
    assert statuses == ({202} if host == "shop.example" else {202, 403})
