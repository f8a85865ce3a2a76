"""Pages that make it hard: strict policies, scripts that replace what the tracker uses, blocked requests."""

import pytest

from tests.browser.tracker.stored import Log
from tests.browser.tracker.visitor import Visitor
from tests.browser.tracker.website import Website

WATCH = "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"


def test_a_strict_content_security_policy(pages: Website, visitor: Visitor, log: Log) -> None:
    """The lines that the documentation names, and nothing else."""
    host = f"http://shop.example:{pages.port}"
    policy = (
        f"default-src 'none'; script-src {host}; connect-src {log.road.url}; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    pages.file("/watch.js", WATCH.encode())
    page = pages.page(
        "/",
        "<a id=a href=/file.pdf download data-li-event=click>file</a>",
        head="<script src=/watch.js></script>",
        headers={"Content-Security-Policy": policy},
        mask="/users/*",
        store="",
    )
    pages.file("/file.pdf", b"%PDF")
    visitor.go(page)
    visitor.page.click("a")
    visitor.do("history.pushState({}, '', '/two')")
    assert visitor.page.evaluate("violations") == []
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == ["/", "/two"]
    assert sorted(event.name for event in log.custom(2)) == ["File Download", "click"]


FETCHES: dict[str, tuple[str, str, bool]] = {
    "watched, before": (
        "{ const real = fetch; window.calls = 0; window.fetch = (...a) => { calls++; return real(...a) } }",
        "",
        True,
    ),
    "broken, after": ("", "window.fetch = () => { throw new Error('no fetch today') }", True),
    "promises that fail, before": ("window.fetch = () => Promise.reject(new Error('never'))", "", False),
    "throws, before": ("window.fetch = () => { throw new Error('never') }", "", False),
    "gone, before": ("delete window.fetch", "", False),
    "answers nonsense, before": ("window.fetch = async () => ({})", "", False),
}


def test_pages_that_replace_fetch(pages: Website, visitor: Visitor, log: Log) -> None:
    for number, (before, after, _) in enumerate(FETCHES.values()):
        pages.file(f"/later{number}.js", after.encode())
        later = f"<script defer src=/later{number}.js></script>"
        visitor.go(pages.page(f"/case{number}", head=f"<script>{before}</script>", after=later))
        visitor.do("liveinsight('event', 'call')", f"history.pushState({{}}, '', '/case{number}/two')", pause_ms=50)
    visitor.leave()
    counted = [number for number, (_, _, counted) in enumerate(FETCHES.values()) if counted]
    expected = [f"/case{number}{path}" for number in counted for path in ("", "/two")]
    assert [event.path for event in log.pageviews(len(expected))] == expected


WRAP = """{
  const real = history.pushState;
  window.seen = [];
  history.pushState = function (...given) {
    seen.push([this === history, given.length, given[2]]);
    return real.apply(this, given);
  };
}"""
FROM_A_FRAME = """
  const frame = document.body.appendChild(document.createElement('iframe'));
  History.prototype.pushState = frame.contentWindow.History.prototype.pushState;
  delete history.pushState;
"""


@pytest.mark.parametrize(("before", "after"), [(WRAP, ""), ("", WRAP)], ids=["before", "after"])
def test_pages_that_wrap_the_history(pages: Website, visitor: Visitor, log: Log, before: str, after: str) -> None:
    visitor.go(pages.page("/", head=f"<script>{before}</script>"))
    visitor.do(after + "; 0", "history.pushState({a: 1}, '', '/two')")
    assert visitor.page.evaluate("[seen, history.state]") == [[[True, 3, "/two"]], {"a": 1}]
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == ["/", "/two"]


def test_a_page_that_takes_the_history_back(pages: Website, visitor: Visitor, log: Log) -> None:
    """Our wrapper is gone. The address is looked at every second all the same."""
    visitor.go(pages.page("/"))
    visitor.do(FROM_A_FRAME, "history.pushState({}, '', '/two')", pause_ms=1200)
    visitor.leave()
    assert [event.path for event in log.pageviews(2)] == ["/", "/two"]


def test_a_navigation_that_fails_is_the_pages_own_error(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/"))
    attempt = (
        "() => { try { history.pushState({}, '', 'http://other.example/'); } catch (error) { return error.name } }"
    )
    assert visitor.page.evaluate(attempt) == "SecurityError"
    visitor.leave()
    assert [event.path for event in log.pageviews(1)] == ["/"]


CLUTTER = {
    "prototypes": "Object.prototype.extra = () => 1; Array.prototype.extra = () => 1",
    "a Promise of its own": "window.Promise = class extends Promise { constructor(run) { super(run) } }",
    "no Navigation API": "delete window.navigation",
    "no requestIdleCallback": "delete window.requestIdleCallback",
}


def test_pages_that_change_what_scripts_build_on(pages: Website, visitor: Visitor, log: Log) -> None:
    for number, script in enumerate(CLUTTER.values()):
        visitor.go(pages.page(f"/case{number}", head=f"<script>{script}</script>", store=""))
        visitor.do(
            "liveinsight('event', 'call', {props: {plan: 'pro'}})", f"history.pushState({{}}, '', '/two{number}')"
        )
    visitor.leave()
    expected = [path for number in range(len(CLUTTER)) for path in (f"/case{number}", f"/two{number}")]
    assert [event.path for event in log.pageviews(len(expected))] == expected
    assert [event.props for event in log.custom(len(CLUTTER))] == ['{"plan":"pro"}'] * len(CLUTTER)


def test_an_element_that_has_the_trackers_name(pages: Website, visitor: Visitor, log: Log) -> None:
    """Browsers make elements with an id globals of the page."""
    visitor.go(pages.page("/", "<p id=liveinsight>We use LiveInsight</p>"))
    visitor.leave()
    assert [event.path for event in log.pageviews(1)] == ["/"]


def test_a_blocked_collector(pages: Website, visitor: Visitor) -> None:
    """By an extension, for example: the page works, and only the browser itself writes to the console."""
    visitor.context.route("**/events", lambda route: route.abort("blockedbyclient"))
    visitor.go(pages.page("/", "<a href='/two'>two</a><form action=/two><button>go</button></form>"))
    visitor.do("liveinsight('event', 'call')", "history.pushState({}, '', '/pushed')", pause_ms=1200)
    assert visitor.page.evaluate("location.pathname") == "/pushed"
    pages.page("/two")
    visitor.click_through("a", "/two")
    assert [message for message in visitor.console if "ERR_BLOCKED_BY_CLIENT" not in message] == []


DEVELOPMENT = ("localhost", "127.0.0.1", "shop.test")
MISTAKES: dict[str, tuple[dict[str, str | None], str]] = {
    "no site": ({"site": None}, "data-site"),
    "an empty site": ({"site": ""}, "data-site"),
    "an address that is none": ({"api": "http://["}, "URL"),
}
"""Options of the tag, and what the warning must name."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_told_once_and_to_developers_only(pages: Website, visitor: Visitor, mistake: str) -> None:
    options, remedy = MISTAKES[mistake]
    pages.page("/", tagged=False, after=pages.tag(**options))
    for host in (*(DEVELOPMENT if mistake == "no site" else DEVELOPMENT[:1]), "shop.example"):
        visitor.go(pages.url(host=host))
        visitor.do("window.liveinsight && liveinsight('event', 'call')", pause_ms=50)
        told = visitor.own_messages()
        visitor.console.clear()
        assert len(told) == (1 if host in DEVELOPMENT else 0), (host, told)
        assert all("liveinsight" in message.lower() and remedy in message for message in told), told


def test_an_unknown_site_is_no_reason_to_write_to_the_console(pages: Website, visitor: Visitor, log: Log) -> None:
    visitor.go(pages.page("/", site="nonesuch"))
    visitor.do("liveinsight('event', 'call')")
    assert {beacon.status for beacon in log.road.wait_for(1)} == {403}


@pytest.mark.parametrize("host", ["localhost", "shop.example"])
def test_a_right_tag_says_nothing_anywhere(pages: Website, visitor: Visitor, host: str) -> None:
    pages.page("/", hash="", exclude="/admin/*", mask="/users/*", auto="pageviews", store="")
    visitor.go(pages.url(host=host))
    visitor.do("liveinsight('event', 'call')", pause_ms=300)
    assert visitor.console == [] or host == "localhost"
