"""A list that lives in the visitor's own browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

ASKS_NOTHING = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })"""
)


def test_a_group_is_kept_found_again_and_taken_off(page: Page, base: str) -> None:
    page.goto(f"{base}/find?near=Bloomington")
    page.locator("button[data-keeps=elm-knitters]").click()
    page.goto(f"{base}/groups/elm-drawing")
    page.locator("button[data-keeps=elm-drawing]").click()
    page.get_by_role("link", name="Shortlist 2").click()
    expect(page.locator("article h2")).to_have_text(["Tuesday Evening Knitters", "Life Drawing"])
    page.locator("[data-drops=elm-drawing]").click()
    expect(page.locator("article h2")).to_have_text(["Tuesday Evening Knitters"])
    expect(page.get_by_role("link", name="Shortlist 1")).to_be_visible()
    page.goto(f"{base}/shortlist")
    expect(page.locator("article h2")).to_have_text(["Tuesday Evening Knitters"])


def test_a_list_that_was_passed_on_is_taken_over_only_when_its_reader_says_so(page: Page, base: str) -> None:
    page.goto(f"{base}/shortlist?ids=elm-knitters&note=Try+this")
    expect(page.locator("#kept")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Keep these in my own list").click()
    expect(page.get_by_role("link", name="Shortlist 1")).to_be_visible()
    assert page.evaluate("localStorage.getItem('shortlist')") == '["elm-knitters"]'
    assert page.context.cookies() == []


def test_a_browser_that_keeps_nothing_is_offered_no_list(browser: Browser, base: str) -> None:
    context = browser.new_context()
    context.add_init_script(ASKS_NOTHING)
    page = context.new_page()
    page.goto(f"{base}/find?near=Bloomington")
    expect(page.locator("article")).to_have_count(3)
    expect(page.locator("button[data-keeps]")).to_have_count(0)
    context.close()


def test_what_stands_in_the_browser_is_never_trusted(page: Page, base: str) -> None:
    page.goto(base)
    page.evaluate("localStorage.setItem('shortlist', '{\"a\": <broken')")
    page.goto(f"{base}/find?near=Bloomington")
    page.locator("button[data-keeps=elm-drawing]").click()
    expect(page.get_by_role("link", name="Shortlist 1")).to_be_visible()
