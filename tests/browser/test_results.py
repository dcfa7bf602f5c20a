"""Results that change in place, how light they are, and where they begin."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = pytest.mark.browser

FIND = "/find?near=Bloomington"
HEAVIEST = 100_000
MOST_REQUESTS = 20
A_HAIR = 0.003
"""Of the screen: letters of a font that comes late move less, a line of text moves ten times more."""

SHIFTS = """() => new Promise((tell) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => tell(sum), 300);
})"""


@pytest.fixture
def results(page: Page, base: str) -> Page:
    """A page of results that is marked, so that a page that was loaded anew shows."""
    page.goto(base + FIND)
    page.evaluate("document.body.dataset.same = 'yes'")
    return page


def is_same(page: Page) -> bool:
    return bool(page.evaluate("document.body.dataset.same === 'yes'"))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_box_changes_the_results_in_place_keeps_the_focus_and_says_what_came_of_it(results: Page) -> None:
    box = results.get_by_role("checkbox", name=re.compile("^Free"))
    box.focus()
    results.keyboard.press("Space")
    heading(results, "1 group within 15 miles of Bloomington, Indiana")
    expect(results.locator("#spoken")).to_have_text("1 group within 15 miles of Bloomington, Indiana")
    expect(box).to_be_focused()
    assert results.url.endswith("/find?near=Bloomington&free=1")
    assert results.title().startswith("1 group within")
    assert is_same(results)


def test_back_brings_the_results_and_the_form_of_before(results: Page) -> None:
    results.get_by_role("checkbox", name=re.compile("^Free")).check()
    heading(results, "1 group within 15 miles of Bloomington, Indiana")
    results.go_back()
    heading(results, "3 groups within 15 miles of Bloomington, Indiana")
    expect(results.get_by_role("checkbox", name=re.compile("^Free"))).not_to_be_checked()
    results.go_forward()
    heading(results, "1 group within 15 miles of Bloomington, Indiana")
    expect(results.get_by_role("checkbox", name=re.compile("^Free"))).to_be_checked()
    assert is_same(results)


def test_a_chip_is_taken_away_in_place_and_the_reader_is_at_the_results(results: Page) -> None:
    results.get_by_role("checkbox", name=re.compile("^Free")).check()
    results.get_by_role("link", name="free (take away)").click()
    heading(results, "3 groups within 15 miles of Bloomington, Indiana")
    expect(results.locator("#results")).to_be_focused()
    expect(results.get_by_role("checkbox", name=re.compile("^Free"))).not_to_be_checked()
    assert is_same(results)


def test_another_order_keeps_the_focus_on_its_link(results: Page) -> None:
    results.get_by_role("link", name="Soonest first").click()
    link = results.get_by_role("link", name="Soonest first")
    expect(link).to_have_attribute("aria-current", "true")
    expect(link).to_be_focused()
    results.get_by_role("checkbox", name=re.compile("^Free")).check()
    heading(results, "1 group within 15 miles of Bloomington, Indiana")
    expect(link).to_have_attribute("aria-current", "true")
    assert is_same(results)


def test_words_that_are_understood_become_chips_in_place(results: Page) -> None:
    results.get_by_label("What?", exact=True).fill("free knitting")
    results.keyboard.press("Enter")
    expect(results.get_by_role("link", name="free (take away)")).to_be_visible()
    expect(results.get_by_role("checkbox", name=re.compile("^Free"))).to_be_checked()
    assert is_same(results)


def test_what_may_have_been_meant_is_said_and_pressed_in_place(results: Page) -> None:
    results.get_by_label("What?").fill("kniting")
    results.keyboard.press("Enter")
    expect(results.locator("#spoken")).to_have_text(
        "Nothing that fits within 15 miles of Bloomington, Indiana Did you mean “knitting”? 1 group"
    )
    results.get_by_role("link", name="Did you mean “knitting”?").click()
    expect(results.get_by_role("heading", level=1)).to_have_text("1 group within 15 miles of Bloomington, Indiana")
    expect(results.get_by_label("What?")).to_have_value("knitting")


def test_a_place_that_nobody_knows_is_said_in_place(results: Page) -> None:
    results.get_by_label("Where?").fill("Atlantis-on-Sea")
    results.keyboard.press("Enter")
    expect(results.get_by_role("heading", level=1)).to_contain_text("Atlantis-on-Sea")
    results.get_by_label("Where?").fill("Bloomington")
    results.keyboard.press("Enter")
    heading(results, "3 groups within 15 miles of Bloomington, Indiana")
    assert is_same(results)


def test_numbers_beside_the_choices_follow(results: Page) -> None:
    tile = results.locator(".tile", has_text="Visual arts")
    expect(tile.locator(".count")).to_contain_text("1")
    results.get_by_role("checkbox", name=re.compile("^Free")).check()
    expect(tile.locator(".count")).to_contain_text("0")


@pytest.mark.parametrize("path", ["/", FIND])
def test_a_page_is_light_and_nothing_moves(browser: Browser, base: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  playwright marks the function
    page.goto(base + path, wait_until="networkidle")
    sizes = [answer.request.sizes() for answer in answers]
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) <= HEAVIEST
    assert len(answers) <= MOST_REQUESTS
    assert page.evaluate(SHIFTS) < A_HAIR
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1180), (360, 740)])
def test_the_first_group_is_seen_without_scrolling(browser: Browser, base: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(base + FIND)
    expect(page.get_by_role("heading", level=2).first).to_be_in_viewport(ratio=1)
    assert page.evaluate(SHIFTS) < A_HAIR
    context.close()


def test_beside_the_list_the_choices_are_open_without_javascript_too(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(base + FIND)
    page.get_by_role("checkbox", name=re.compile("^Free")).check()
    page.get_by_role("button", name="Show these").click()
    heading(page, "1 group within 15 miles of Bloomington, Indiana")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_shortlist_that_is_there_already_moves_nothing(browser: Browser, base: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(base + FIND)
    page.get_by_role("button", name="Keep").first.click()
    page.reload()
    expect(page.locator("#kept")).to_be_visible()
    assert page.evaluate(SHIFTS) < A_HAIR
    context.close()
