"""A saved selection on the pages of others: another origin, its own policy and language, and our server down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bloomington import filled, served, website
from msgspec.structs import replace
from playwright.sync_api import BrowserContext, Page, expect
from website import Reply, Site

from finder.saved import Look, SavedSelection
from finder.store import Store

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
ELM = SavedSelection(
    name="elm",
    title="Make things near Elm",
    asks={"near": ("Bloomington, Indiana",), "within": ("15",), "units": ("mi",), "pathway": ("crafts", "music")},
    look=Look(layout="compact", ink="#ffffff", paper="#003366", link="#ffd166", line="#7799bb"),
    created="2026-11-20",
    changed="2026-11-20",
    key_hash="x",
)
NAVY, WHITE, YELLOW = "rgb(0, 51, 102)", "rgb(255, 255, 255)", "rgb(255, 209, 102)"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path)
    opened.add_selection(ELM)
    opened.add_selection(replace(ELM, name="empty", asks={**ELM.asks, "pathway": ("writing",)}))
    yield opened
    opened.close()


@pytest.fixture
def own(tmp_path: Path, store: Store) -> Iterator[str]:
    with served(website(tmp_path, store)) as base:
        yield base


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def show(
    host: Site, base: str, attributes: str, *, head: str = "", tag: str = 'html lang="en"', strict: bool = False
) -> None:
    """Let the library's page hold the component."""
    script = f'<script src="{base}/embed/creative-finder.js" defer></script>'
    fallback = '<a href="https://library.example/groups">Groups at the library</a>'
    body = f"<main><h1>Elm</h1><creative-finder {attributes}>{fallback}</creative-finder></main>"
    start = f"<!doctype html><{tag}><head><meta charset=utf-8><title>Elm</title>{head}{script}</head>"
    policy = f"default-src 'none'; script-src {base}; connect-src {base}; base-uri 'none'; form-action 'none'"
    headers = {"Content-Type": "text/html; charset=utf-8"} | ({"Content-Security-Policy": policy} if strict else {})
    host.replies["/"] = Reply(body=f"{start}<body>{body}</body></html>".encode(), headers=headers)


def style(page: Page, part: str, name: str) -> str:
    found = page.locator("creative-finder").first.locator(part).first
    value: str = found.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    return value


def audit(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def test_its_name_alone_brings_title_choices_and_look_under_a_strict_policy(page: Page, own: str, host: Site) -> None:
    show(host, own, 'selection="elm"', strict=True)
    broken: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: broken.append(line.text) if "Security Policy" in line.text else None)
    page.on("request", lambda request: asked.append(request.url) if own in request.url else None)
    page.goto(host.url)
    expect(page.locator("creative-finder h2")).to_have_text("Make things near Elm")
    expect(page.locator("creative-finder .about")).to_have_text("2 groups within 15 miles of Bloomington, Indiana")
    expect(page.locator("creative-finder section")).to_have_class("box compact")
    assert (style(page, "section", "backgroundColor"), style(page, "section", "color")) == (NAVY, WHITE)
    assert (style(page, "li a", "color"), style(page, ".checked", "color")) == (YELLOW, WHITE)
    assert (broken, len(asked)) == ([], 2)
    assert audit(page) == []


def test_what_the_page_says_itself_wins_over_what_was_saved(page: Page, own: str, host: Site) -> None:
    show(host, own, 'selection="elm" layout="cards" theme="dark" tags="fiber-arts"')
    page.goto(host.url)
    expect(page.locator("creative-finder section")).to_have_class("box cards")
    expect(page.locator("creative-finder li")).to_have_count(1)
    assert style(page, "section", "backgroundColor") == "rgb(38, 33, 30)"
    page.evaluate("document.querySelector('creative-finder').removeAttribute('theme')")
    expect(page.locator("creative-finder section")).to_have_css("background-color", NAVY)


def test_colours_come_by_attributes_and_the_style_of_the_page_has_the_last_word(
    page: Page, own: str, host: Site
) -> None:
    head = "<style>creative-finder{--finder-link:#00ff00}creative-finder::part(title){font-style:italic}</style>"
    show(host, own, 'near="Bloomington" ink="#fff" paper="#036" link="red;}*{color:red" line="javascript:1"', head=head)
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(3)
    assert (style(page, "section", "backgroundColor"), style(page, "section", "color")) == (NAVY, WHITE)
    assert (style(page, "li a", "color"), style(page, "h2", "fontStyle")) == ("rgb(0, 255, 0)", "italic")
    assert style(page, "section", "borderTopColor") == "rgb(138, 123, 111)"


def test_a_change_of_the_list_shows_on_the_page_that_was_never_touched(
    page: Page, own: str, host: Site, store: Store
) -> None:
    show(host, own, 'selection="elm"')
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(2)
    changed = replace(ELM, name="oak", title="Draw", asks={"pathway": ("visual-arts",)}, look=Look(), version=2)
    store.change_selection("elm", changed)
    # What a test may answer itself comes from no cache: as it is when five minutes are over.
    page.route("**/*", lambda route: route.continue_())
    page.goto(host.url)
    # It was even renamed: the old name leads on.
    expect(page.locator("creative-finder h2")).to_have_text("Draw")
    expect(page.locator("creative-finder li a").first).to_have_text("Life Drawing")


def test_an_unknown_name_is_said_and_leaves_what_stands_inside(page: Page, own: str, host: Site) -> None:
    show(host, own, 'selection="nothing"')
    page.goto(host.url)
    expect(page.locator("creative-finder [role=status]")).to_contain_text("There is no list called “nothing”.")
    expect(page.get_by_role("link", name="Groups at the library")).to_be_visible()
    assert audit(page) == []


def test_an_empty_list_leads_to_what_is_nearest(page: Page, own: str, host: Site) -> None:
    show(host, own, 'selection="empty"')
    page.goto(host.url)
    expect(page.locator("creative-finder section")).to_have_attribute("data-state", "empty")
    expect(page.locator("creative-finder .state").first).to_have_text("There is nothing on this list right now.")
    way = page.locator("creative-finder .wider").first
    expect(way).to_be_visible()
    assert audit(page) == []
    page.goto(str(way.get_attribute("href")))
    expect(page.locator("article h2").first).to_be_visible()


def test_the_last_list_keeps_its_look_while_our_server_is_down(
    page: Page, tmp_path: Path, store: Store, host: Site
) -> None:
    with served(website(tmp_path, store)) as base:
        show(host, base, 'selection="elm"')
        page.goto(host.url)
        expect(page.locator("creative-finder li")).to_have_count(2)
        script = page.request.get(f"{base}/embed/creative-finder.js").text()
    page.route("**/embed/creative-finder.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(host.url)
    expect(page.locator("creative-finder [role=status]")).to_contain_text("This was the list on November 21, 2026.")
    expect(page.locator("creative-finder h2")).to_have_text("Make things near Elm")
    assert (style(page, "section", "backgroundColor"), style(page, "li a", "color")) == (NAVY, YELLOW)
    assert audit(page) == []


@pytest.mark.parametrize("layout", ["list", "cards", "compact", "calendar"])
def test_it_fits_280_pixels_and_pages_from_right_to_left(page: Page, own: str, host: Site, layout: str) -> None:
    head = "<style>body{margin:0;width:280px}</style>"
    show(host, own, f'selection="elm" layout="{layout}"', head=head, tag='html lang="ar" dir="rtl"')
    page.set_viewport_size({"width": 280, "height": 700})
    page.goto(host.url)
    expect(page.locator("creative-finder li")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 280
    assert audit(page) == []


def test_a_saved_language_wins_over_that_of_the_page(page: Page, own: str, host: Site, store: Store) -> None:
    store.change_selection("elm", replace(ELM, language="fr", version=2))
    show(host, own, 'selection="elm"')
    page.goto(host.url)
    expect(page.locator("creative-finder section")).to_have_attribute("lang", "fr")
    expect(page.locator("creative-finder .about")).to_contain_text("groupes")


def test_a_frame_of_it_has_its_colours_and_no_style_inside(page: Page, own: str, host: Site) -> None:
    frame = f'<iframe src="{own}/embed?selection=elm" title="Groups" width="280" height="400"></iframe>'
    start = '<!doctype html><html lang="en" dir="rtl"><title>Elm</title>'
    body = f"{start}<main><h1>Elm</h1>{frame}</main></html>"
    host.replies["/"] = Reply(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    page.goto(host.url)
    inner = page.frame_locator("iframe")
    expect(inner.locator("h1")).to_have_text("Make things near Elm")
    expect(inner.locator("body")).to_have_css("background-color", NAVY)
    expect(inner.locator("h2 a").first).to_have_css("color", YELLOW)
    assert inner.locator("html").evaluate("(one) => one.scrollWidth <= innerWidth")
    assert page.context.cookies() == []
    assert audit(page) == []
