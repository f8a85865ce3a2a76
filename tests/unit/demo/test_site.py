"""The demo shop: its pages, the snippet, the basket, and nothing that counts twice."""

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from demo.site.app import create_site
from demo.site.cart import MOST
from demo.site.catalogue import BREWERS, COFFEES, FLAVOURS, PRODUCTS, matches
from demo.site.pages import PAGES, VIRTUAL, Kind, Page, ways
from demo.site.settings import SiteSettings

SNIPPET = '<script defer src="http://dash.test:8000/li.js" data-site="key-1"></script>'


def html(shop: FlaskClient, path: str) -> str:
    answer = shop.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def buy(shop: FlaskClient, slug: str, quantity: int) -> None:
    shop.post("/cart/add/", data={"product": slug, "quantity": quantity})
    shop.post("/checkout/", data={"name": "A", "email": "a@example.com", "address": "B"})


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.path)
def test_every_page_exists_with_its_title_and_the_snippet_once(shop: FlaskClient, page: Page) -> None:
    text = html(shop, page.path)
    titles = re.findall(r"<title>(.*?)</title>", text)
    assert [unescape(title) for title in titles] == [page.title]
    assert text.count(SNIPPET) == 1
    assert text.count("li.js") == 1
    assert text.count('<script defer src="http://dash.test:8000/li-vitals.js"></script>') == 1


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.path)
def test_a_page_links_to_where_visitors_go_from_it(shop: FlaskClient, page: Page) -> None:
    if page.kind is Kind.CART:
        shop.post("/cart/add/", data={"product": "giwa"})
    text = html(shop, page.path)
    made_by_script_or_form = {Kind.FINDER_MATCH, Kind.THANKS}
    linked = [way.path for way in ways(page) if way.kind not in made_by_script_or_form]
    assert len(linked) >= 6
    assert [path for path in linked if f'href="{path}"' not in text] == []


def test_a_page_loads_nothing_from_elsewhere(shop: FlaskClient) -> None:
    for path in PAGES:
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', html(shop, path))
        scripts = {f"http://dash.test:8000/{name}" for name in ("li.js", "li-vitals.js")}
        assert {url for url in loaded if not url.startswith("/static/")} == scripts
        for url in loaded:
            if url.startswith("/static/"):
                with shop.get(url) as answer:
                    assert answer.status_code == 200, url


def test_options_of_the_snippet_appear_only_when_asked_for() -> None:
    settings = SiteSettings("http://dash.test/", "k", "http://collector.test", allow_webdriver=True)
    text = create_site(settings).test_client().get("/").get_data(as_text=True)
    options = 'data-site="k" data-api="http://collector.test" data-webdriver="allow"'
    assert text.count(f'<script defer src="http://dash.test/li.js" {options}></script>') == 1


@pytest.mark.parametrize("arguments", [("ftp://x", "k"), ("http://", "k"), ("http://x", "")])
def test_wrong_settings_are_refused_at_start(arguments: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"not an http|empty"):
        SiteSettings(*arguments)


@pytest.mark.parametrize(
    "path", ["/nowhere", "/coffee/none/", "/gear/giwa/", "/stories/none/", "/finder/match/", "/finder/about/"]
)
def test_an_unknown_page_is_not_found(shop: FlaskClient, path: str) -> None:
    answer = shop.get(path)
    assert answer.status_code == 404
    assert "This cup is empty" in answer.get_data(as_text=True)


def test_adding_by_script_answers_the_count_and_by_form_shows_the_basket(shop: FlaskClient) -> None:
    form = {"product": "giwa", "quantity": "2"}
    assert shop.post("/cart/add/", data=form, headers={"Accept": "application/json"}).json == {"count": 2}
    answer = shop.post("/cart/add/", data=form, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.location) == (303, "/cart/")
    assert "$70.00" in html(shop, "/cart/")
    assert shop.get("/cart/count/").json == {"count": 4}


def test_the_basket_keeps_its_bounds(shop: FlaskClient) -> None:
    assert shop.post("/cart/add/", data={"product": "<b>"}).status_code == 400
    shop.post("/cart/add/", data={"product": "giwa", "quantity": "999999999"})
    shop.post("/cart/add/", data={"product": "giwa", "quantity": "-5"})
    assert shop.get("/cart/count/").json == {"count": MOST}
    shop.post("/cart/change/", data={"product": "giwa", "quantity": "0"})
    assert shop.get("/cart/count/").json == {"count": 0}


def test_a_purchase_is_announced_once_whatever_is_reloaded(shop: FlaskClient) -> None:
    buy(shop, "giwa", 2)
    first = shop.get("/thanks/")
    assert 'data-amount="35.00" data-currency="USD" data-items="2"' in first.get_data(as_text=True)
    assert first.headers["Cache-Control"] == "no-store"
    assert "data-purchase" not in html(shop, "/thanks/")
    again = shop.post("/checkout/", data={"name": "A", "email": "a@example.com", "address": "B"})
    assert again.location == "/cart/"
    assert "data-purchase" not in html(shop, "/thanks/")


def test_signing_up_keeps_nothing_that_was_typed(shop: FlaskClient) -> None:
    typed = {"email": "<script>alert(1)</script>@example.com"}
    assert shop.post("/newsletter/", data=typed, headers={"Accept": "application/json"}).json == {"ok": True}
    assert shop.post("/newsletter/", data=typed).status_code == 303
    page = html(shop, "/")
    assert "You are on the list" in page
    assert "alert(1)" not in page


def test_the_finder_knows_the_title_of_each_of_its_addresses_and_a_match_for_all_answers(
    shop: FlaskClient,
) -> None:
    text = html(shop, "/finder/flavour/")
    found = re.search(r"data-finder-script>(.*?)</script>", text)
    assert found is not None
    script = json.loads(found[1])
    virtual = {path: page.title for path, page in PAGES.items() if page.kind in VIRTUAL}
    assert virtual.items() <= script["titles"].items()
    steps = set(re.findall(r'data-step="([^"]+)"', text))
    assert steps == {*virtual, "/finder/"}
    for brewer in BREWERS:
        for flavour in FLAVOURS:
            ranked = script["ranking"][brewer][flavour]
            assert ranked == [coffee.slug for coffee in matches(brewer, flavour)]
            assert {f"/finder/match/{slug}/" for slug in ranked} <= steps


def test_a_match_is_of_the_wanted_flavour() -> None:
    assert matches("espresso", "deep")[0].slug == "giwa"
    assert {matches(brewer, "bright")[0].flavour for brewer in BREWERS} == {"bright"}


def test_products_lead_to_products_that_exist() -> None:
    assert len(PRODUCTS) >= 8
    assert len(COFFEES) >= 8
    for product in PRODUCTS.values():
        assert set(product.goes_with) <= set(PRODUCTS) - {product.slug}
        assert re.fullmatch(r"\d+\.\d\d", product.price)
