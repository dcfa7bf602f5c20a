"""Making a list: by mouse, by keyboard alone, without script, on a small screen, with double text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from bloomington import filled, served, website
from librarian import QUERY, Librarian
from playwright.sync_api import Browser, Page, expect

from finder.store import Store
from finder.web.contrast import PARTS, TEXT, contrast, nearest

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
BUILD = "/for-librarians/build"
OWN = "near=Bloomington&theme=own&ink=222222&paper=fff3d6&link=e07a5f&line=cccccc"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Workshop:
    """A site of the test's own, with two saved lists and the key of the first."""

    def __init__(self, store: Store, base: str, key: str) -> None:
        self.store = store
        self.base = base
        self.key = key


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder: Path = tmp_path_factory.mktemp("workshop")
    store = filled(folder)
    site = website(folder, store)
    librarian = Librarian(site.test_client())
    key = librarian.saves("Make things near Elm", name="elm")
    librarian.saves("Nothing yet", query="near=Bloomington&pathway=writing", name="nothing-yet")
    store.save_count("elm", "2026-11-19", 3)
    store.save_count("elm", "2026-11-20", 1)
    with served(site) as base:
        yield Workshop(store, base, key)
    store.close()


def test_what_is_chosen_shows_at_once_and_stands_in_the_address(page: Page, workshop: Workshop) -> None:
    page.goto(workshop.base + BUILD)
    page.get_by_label("Where?").fill("Bloomington")
    component = page.locator("creative-finder")
    expect(component.locator("li")).to_have_count(3)
    page.get_by_label("Crafts").check()
    expect(component.locator("li")).to_have_count(1)
    page.get_by_label("Dark", exact=True).check()
    expect(component).to_have_attribute("theme", "dark")
    page.wait_for_url("**/build?*pathway=crafts*theme=dark*")
    # Drafts would fill the room of the shortlist.
    assert page.evaluate("Object.keys(localStorage)") == []
    page.get_by_label("A frame", exact=True).first.check()
    frame = page.frame_locator(".stage iframe")
    expect(frame.locator("article h2")).to_have_text("Tuesday Evening Knitters")
    assert frame.locator("body").evaluate("(body) => getComputedStyle(body).backgroundColor") == "rgb(27, 23, 21)"
    expect(page.get_by_label("Part of your page").last).to_have_value(
        f'<script src="{workshop.base}/embed/creative-finder.js" defer></script>\n'
        f'<creative-finder data-base="{workshop.base}/"'
        ' query="near=Bloomington%2C+Indiana&amp;pathway=crafts&amp;per_page=10&amp;units=mi'
        '&amp;within=15" layout="list" theme="dark">\n'
        f'  <a href="{workshop.base}/find?near=Bloomington%2C+Indiana&amp;within=15&amp;units=mi&amp;pathway=crafts'
        '&amp;per_page=10">Creative groups nearby</a>\n</creative-finder>'
    )


def test_the_browser_reckons_contrast_as_the_server_does(page: Page, workshop: Workshop) -> None:
    page.goto(f"{workshop.base}{BUILD}?{OWN}")
    drawn = random.Random(22)
    for _ in range(25):
        ink, paper, line = (f"#{drawn.randrange(1 << 24):06x}" for _ in range(3))
        for name, value in (("paper", paper), ("ink", ink), ("line", line)):
            page.locator(f"#{name}").fill(value)
        for name, value, least in (("ink", ink, TEXT), ("line", line, PARTS)):
            verdict = page.locator(f".verdict[data-of={name}]")
            ratio = contrast(value, paper)
            expect(verdict.locator(".said")).to_contain_text(f"{ratio:g} to 1")
            expect(verdict.locator(".hex")).to_have_text("" if ratio >= least else nearest(value, paper, least))


def test_one_press_takes_the_nearest_colour_that_can_be_read(page: Page, workshop: Workshop) -> None:
    page.goto(f"{workshop.base}{BUILD}?{OWN}")
    page.locator(".verdict[data-of=link] button").click()
    expect(page.locator("#link")).to_have_value("#a75b47")
    expect(page.locator("#link")).to_be_focused()
    expect(page.locator(".verdict[data-of=link]")).to_have_class("verdict good")
    expect(page.locator("creative-finder")).to_have_attribute("link", "a75b47")
    box = page.locator("creative-finder section")
    assert box.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(255, 243, 214)"
    assert box.locator("a").first.evaluate("(one) => getComputedStyle(one).color") == "rgb(167, 91, 71)"


def test_the_keyboard_alone_makes_and_saves_a_list(page: Page, workshop: Workshop) -> None:
    page.goto(workshop.base + BUILD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Where?")).to_be_focused()
    page.keyboard.type("Bloomington")
    expect(page.locator("creative-finder li")).to_have_count(3)
    page.get_by_label("List", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Cards")).to_be_checked()
    # What was typed stays where it is while the list is renewed beneath.
    page.get_by_label("Title").focus()
    page.keyboard.type("By hand alone")
    expect(page.locator("#query")).to_have_value(
        "per_page=10&near=Bloomington%2C+Indiana&within=15&units=mi&layout=cards"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“By hand alone” is saved")
    assert (
        page.get_by_label("Address to change the list")
        .input_value()
        .startswith(f"{workshop.base}/for-librarians/selections/by-hand-alone/edit#")
    )


def test_the_key_is_in_no_address_that_the_browser_asks_for(page: Page, workshop: Workshop) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer')}"))
    page.goto(f"{workshop.base}/for-librarians/selections/elm/edit#{workshop.key}")
    expect(page.get_by_label("Your key")).to_have_value(workshop.key)
    expect(page.get_by_role("button", name="Open the list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change “Make things near Elm”")
    page.get_by_label("Cards").check()
    expect(page.locator("creative-finder")).to_have_attribute("layout", "cards")
    expect(page.locator("#query")).to_have_value(
        "per_page=10&near=Bloomington%2C+Indiana&within=15&units=mi&pathway=crafts&layout=cards"
    )
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Make things near Elm” is saved")
    assert [address for address in asked if workshop.key in address.replace(f"#{workshop.key}", "")] == []
    kept = workshop.store.selection("elm")
    assert kept is not None
    assert kept.look.layout == "cards"


def test_everything_works_without_script(browser: Browser, workshop: Workshop) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(workshop.base + BUILD)
    page.get_by_label("Where?").fill("Bloomington")
    page.get_by_label("Short lines").check()
    page.get_by_label("My own colours").check()
    page.get_by_label("Links", exact=True).fill("#e07a5f")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.frame_locator(".stage iframe").get_by_role("heading", level=1)).to_contain_text("3 groups")
    expect(page.locator("creative-finder")).to_be_hidden()
    page.locator(".verdict[data-of=link] button").click()
    mended = nearest("#e07a5f", "#fffdf9", TEXT)
    expect(page.locator("#link")).to_have_value(mended)
    page.get_by_label("Title").fill("Without a script")
    page.get_by_role("button", name="Save this list").click()
    address = page.get_by_label("Address to change the list").input_value()
    page.get_by_role("link", name="Open it, and bookmark it there").click()
    page.get_by_label("Your key").fill(address)
    page.get_by_role("button", name="Open the list").click()
    page.get_by_label("Crafts").check()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.frame_locator(".stage iframe").get_by_role("heading", level=1)).to_contain_text("1 group")
    page.get_by_role("button", name="Keep the changes").click()
    kept = workshop.store.selection("without-a-script")
    assert kept is not None
    assert (kept.asks["pathway"], kept.look.link, kept.version) == (("crafts",), mended, 2)
    context.close()


def opened(page: Page, workshop: Workshop, name: str, width: int) -> None:
    """Go to one of the pages; all that is folded is unfolded."""
    page.set_viewport_size({"width": width, "height": 900})
    selections = f"{workshop.base}/for-librarians/selections"
    addresses = {
        "blank": f"{workshop.base}{BUILD}",
        "builder": f"{workshop.base}{BUILD}?near=Bloomington",
        "own colours": f"{workshop.base}{BUILD}?{OWN.replace('e07a5f', 'a75b47')}",
        "trouble": f"{workshop.base}{BUILD}?near=Nowhere",
        "key": f"{selections}/elm/edit",
        "well": f"{selections}/elm",
        "empty": f"{selections}/nothing-yet",
        "all": selections,
        "frame": f"{workshop.base}/embed?selection=elm",
        "empty frame": f"{workshop.base}/embed?selection=nothing-yet",
        "by date": f"{workshop.base}/embed?near=Bloomington&layout=calendar&theme=dark",
        "coloured": f"{workshop.base}/embed?near=Bloomington&ink=ffffff&paper=003366&link=ffd166&line=7799bb",
    }
    if name in addresses:
        page.goto(addresses[name])
    elif name == "change":
        page.goto(f"{selections}/elm/edit")
        page.get_by_label("Your key").fill(workshop.key)
        page.get_by_role("button", name="Open the list").click()
    else:
        page.goto(f"{workshop.base}{BUILD}?{QUERY}")
        page.get_by_label("Title").fill("Seen by many")
        page.get_by_role("button", name="Save this list").click()
        page.get_by_label("Address to change the list").wait_for()
    expect(page.locator("creative-finder[aria-busy]")).to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


NAMES = (
    *("blank", "builder", "own colours", "trouble", "key", "change", "saved", "well", "empty", "all"),
    *("frame", "empty frame", "by date", "coloured"),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, workshop: Workshop, name: str, width: int
) -> None:
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    page = context.new_page()
    opened(page, workshop, name, width)
    page.evaluate(AXE)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        rules = {"resultTypes": ["violations"]} if scheme == "light" else {"runOnly": ["color-contrast"]}
        found = page.evaluate("(rules) => axe.run(rules)", rules)
        assert [f"{scheme} {o['id']}: {node['html']}" for o in found["violations"] for node in o["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    # Text of double size.
    page.evaluate("document.documentElement.style.fontSize = '212%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= max(width, 640)
    context.close()


def test_the_words_shown_while_the_list_loads_have_contrast(page: Page, workshop: Workshop) -> None:
    page.route("**/embed/cards.json*", lambda _: None)
    page.goto(f"{workshop.base}{BUILD}?{QUERY}")
    expect(page.locator("creative-finder[aria-busy=true]")).to_contain_text("Loading the list…")
    page.evaluate(AXE)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("(rules) => axe.run(rules)", {"runOnly": ["color-contrast"]})
        assert [node["html"] for one in found["violations"] for node in one["nodes"]] == []


@pytest.mark.parametrize("name", ["builder", "own colours", "change", "saved", "well", "frame", "empty frame"])
def test_nothing_to_press_is_smaller_than_24_pixels(browser: Browser, workshop: Workshop, name: str) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    opened(page, workshop, name, 360)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, select, summary, .check, .tile, input[type=text]')]
            .filter((one) => one.checkVisibility() && !one.classList.contains('skip'))
            .filter((one) => one.getBoundingClientRect().height < 24)
            .map((one) => one.outerHTML)"""
    )
    assert small == []
    context.close()


@pytest.mark.parametrize("language", ["es-ES", "fr-FR"])
def test_it_works_in_other_languages(browser: Browser, workshop: Workshop, language: str) -> None:
    context = browser.new_context(locale=language)
    page = context.new_page()
    page.goto(f"{workshop.base}{BUILD}?{OWN}")
    numbers = {"es-ES": "14,42", "fr-FR": "14,42"}
    expect(page.locator(".verdict[data-of=ink] .said")).to_contain_text(numbers[language])
    page.locator("#ink").fill("#333333")
    expect(page.locator(".verdict[data-of=ink] .said")).to_contain_text("11,45")
    expect(page.locator("creative-finder section")).to_have_attribute("lang", language)
    context.close()
