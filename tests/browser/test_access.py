"""What a screen reader, a keyboard, a small screen and a browser without JavaScript meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

AXE = Axe().axe_script

PAGES = {
    "home": "/",
    "results": "/find?near=Bloomington",
    "choices in use": "/find?near=Bloomington&free=1&silent=price&day=tu",
    "far from all": "/find?near=Bloomington,+IL",
    "without a place": "/find?q=knitting+in+Bloomington",
    "limited mobility": "/find?near=Bloomington&situation=limited-mobility&silent=limited-mobility",
    "empty": "/find?near=Bloomington&pathway=writing&free=1",
    "unknown place": "/find?near=Nowhere&free=1",
    "wrong input": "/find?near=Bloomington&max_price=much",
    "group": "/groups/elm-knitters",
    "sample group": "/groups/sample-choir",
    "missing": "/groups/nobody",
    "embed": "/embed?near=Bloomington",
    "sources": "/sources?near=Bloomington&within=2000",
    "sources of an unknown place": "/sources?near=Nowhere",
    "invitations": "/invitations?who=two",
    "start your own": "/start-your-own",
    "a plan": "/start-your-own?kind=craft-night&near=Bloomington",
    "a plan at no time": "/start-your-own?kind=craft-night&near=Bloomington&at=late",
    "shortlist": "/shortlist?ids=elm-knitters,gone&note=Try+this",
    "empty shortlist": "/shortlist",
    "about": "/about",
    "directories": "/directories",
    "tags": "/about/tags",
    "for programs": "/api",
    "for librarians": "/librarians",
    "accessibility": "/accessibility",
    "privacy": "/privacy",
    "towns": "/near",
    "a town": "/near/bloomington-indiana",
    "crafts in a town": "/near/bloomington-indiana/crafts",
    "nothing of the kind": "/near/bloomington-indiana/step-free",
    "unknown town": "/near/nowhere",
    "venue": "/venues/elm-street-library-dnfqyf",
    "host": "/hosts/elm/elm-street-library",
}
FIRST_RUN = {
    "no groups yet": "/",
    "town": "/start",
    "calendars of a town": "/start?near=Bloomington",
    "start in an unknown town": "/start?near=Nowhere",
    "progress": "/start/progress",
    "new calendar": "/sources/add",
}
"""Pages of a site that has read nothing yet, at the machine itself."""


def address(name: str, base: str, town: str) -> str:
    return town + FIRST_RUN[name] if name in FIRST_RUN else base + PAGES[name]


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One page for all that is only read: each test goes to its address anew, and nothing is kept between two."""
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", [*PAGES, *FIRST_RUN])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    reader: Page, base: str, town: str, name: str, width: int
) -> None:
    opened(reader, address(name, base, town), width)
    reader.evaluate(AXE)
    for scheme in SCHEMES:
        reader.emulate_media(color_scheme=scheme)
        # Only the contrast changes with the scheme.
        rules = {"resultTypes": ["violations"]} if scheme == "light" else {"runOnly": ["color-contrast"]}
        found = reader.evaluate("(rules) => axe.run(rules)", rules)
        nodes = [f"{scheme} {one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]
        assert nodes == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.locator("h1").count() == 1


READ = [
    "home",
    "results",
    "group",
    "sources",
    "calendars of a town",
    "towns",
    "a town",
    "crafts in a town",
    "venue",
    "host",
    "tags",
    "for librarians",
    "for programs",
    "missing",
]


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "212%")])
def test_a_narrow_window_and_text_of_double_size_still_fit(
    reader: Page, base: str, town: str, name: str, width: int, size: str
) -> None:
    opened(reader, address(name, base, town), width)
    reader.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
    assert reader.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    "name", ["home", "results", "choices in use", "group", "sample group", "tags", "sources", "invitations"]
)
def test_no_words_are_squeezed_to_a_few_letters_a_line_on_a_phone_with_large_text(
    reader: Page, base: str, town: str, name: str
) -> None:
    opened(reader, address(name, base, town), 360)
    reader.evaluate("document.documentElement.style.fontSize = '200%'")
    narrow = reader.evaluate(
        """() => [...document.querySelectorAll('button.primary, summary, dd, .claim, h2')]
            .filter((one) => one.checkVisibility() && one.textContent.trim().length > 12)
            .filter((one) => one.clientWidth < 4 * parseFloat(getComputedStyle(one).fontSize))
            .map((one) => one.outerHTML)"""
    )
    assert narrow == []
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", [*READ, "embed", "progress"])
def test_nothing_to_press_is_smaller_than_24_pixels(reader: Page, base: str, town: str, name: str) -> None:
    opened(reader, address(name, base, town), 360)
    small = reader.evaluate(
        """() => [...document.querySelectorAll('a, button, select, summary, .check, .tile, input[type=text]')]
            .filter((one) => one.checkVisibility() && !one.classList.contains('skip'))
            .filter((one) => one.getBoundingClientRect().height < 24)
            .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_the_keyboard_alone_finds_a_group(page: Page, base: str) -> None:
    page.goto(base)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Where?")).to_be_focused()
    page.keyboard.type("Bloomington")
    page.get_by_role("checkbox", name="Crafts").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?near=Bloomington&pathway=crafts#results")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 group within 15 miles of Bloomington, Indiana")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Tuesday Evening Knitters":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday Evening Knitters")


def test_everything_works_without_javascript(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    expect(page.get_by_role("button", name="Use my location")).to_be_hidden()
    page.get_by_label("Where?").fill("Bloomington")
    page.get_by_text("More choices").click()
    page.get_by_role("checkbox", name=re.compile("^Free")).check()
    page.get_by_role("button", name="Find groups").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 group within 15 miles of Bloomington, Indiana")
    page.get_by_role("link", name="free").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 groups within 15 miles of Bloomington, Indiana")
    context.close()


def test_one_can_look_around_without_javascript(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/groups/nobody")
    page.get_by_role("main").get_by_role("link", name="Bloomington, Indiana").click()
    page.get_by_role("link", name="Elm Street Library").first.click()
    page.get_by_text("Ask the venue: a letter is ready").click()
    expect(page.get_by_label("Change it as you like")).to_contain_text("Is there an accessible toilet?")
    page.get_by_role("contentinfo").get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    context.close()


def test_the_landmarks_are_there(page: Page, base: str) -> None:
    page.goto(base + PAGES["results"])
    for role in ("banner", "search", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)


def test_one_can_look_around_by_keyboard_from_a_town_to_a_venue(page: Page, base: str) -> None:
    page.goto(base)
    for link in ("All towns", "Bloomington", "Knitting, sewing and fibre", "Tuesday Evening Knitters"):
        page.get_by_role("main").get_by_role("link", name=link, exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.get_by_role("link", name="More about this place").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Elm Street Library")
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Bloomington, Indiana").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Make things together in Bloomington, Indiana")
