"""How much a first look at the overview transfers: at most 250 KB compressed, with all its panels and the map."""

from playwright.sync_api import Browser, CDPSession, expect

from tests.integration.dashboard.conftest import Dashboard

MOST_BYTES = 250_000


def test_the_overview_is_small(browser: Browser, shop: Dashboard, logged_in: str) -> None:
    context = browser.new_context(storage_state=logged_in, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    network: CDPSession = context.new_cdp_session(page)
    network.send("Network.enable")
    received: dict[str, int] = {}
    urls: dict[str, str] = {}
    network.on("Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]}))
    network.on(
        "Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]})
    )
    page.goto(f"{shop.url}/sites/{shop.site}/")
    for _ in range(8):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(200)
    expect(page.locator("[data-panel][aria-busy]")).to_have_count(0)
    parts = {urls[request].split("/")[-1][:40]: size for request, size in received.items() if request in urls}
    context.close()
    assert sum(received.values()) > 30_000, "the measurement saw too little to be true"
    assert sum(received.values()) <= MOST_BYTES, sorted(parts.items(), key=lambda part: -part[1])
