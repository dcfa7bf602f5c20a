"""Whole ways through the site: with the keyboard alone, and in a browser that runs no script and takes no cookie."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, base: str) -> Iterator[Page]:
    """A page without script; whatever asks another site or is given a cookie fails the test."""
    context: BrowserContext = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    assert context.cookies() == []
    assert [url for url in asked if not url.startswith(base)] == []
    context.close()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement?.matches(wanted)", selector):
            # Where one is can be seen.
            style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            inner = page.evaluate("document.activeElement.closest('label') !== null")
            assert style != "none" or inner
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_without_script_one_starts_a_group_and_takes_its_dates_along(plain: Page, base: str) -> None:
    plain.goto(f"{base}/start-your-own")
    plain.get_by_label("Craft night").check()
    plain.get_by_label("Where?").fill("Bloomington")
    plain.get_by_role("button", name="Make a plan").click()
    expect(plain.locator("#plan-title")).to_contain_text("Craft night: First Thursday of the month")
    plain.get_by_role("link", name="Take this one").first.click()
    expect(plain.locator(".steps li").nth(1)).to_contain_text("Ask for Elm Street Library.")
    with plain.expect_download() as dates:
        plain.get_by_role("link", name="The first three dates for your calendar").click()
    assert dates.value.suggested_filename == "craft-night.ics"
    plain.get_by_label("For questions").fill("Ana, 555-0100")
    with plain.expect_download() as flyer:
        plain.get_by_role("button", name="Flyer to print (PDF)").click()
    assert flyer.value.suggested_filename == "craft-night.pdf"
    assert "555-0100" not in plain.url


def test_without_script_one_chooses_an_invitation_and_comes_back_to_groups(plain: Page, base: str) -> None:
    plain.goto(f"{base}/find?near=Bloomington&pathway=writing")
    plain.get_by_role("link", name="More of these").click()
    plain.get_by_label("With whom?").select_option("couple")
    plain.get_by_label("How much time is there?").select_option("15")
    plain.get_by_role("button", name="Show", exact=True).click()
    expect(plain.get_by_role("status")).to_contain_text("invitations")
    plain.get_by_role("link", name="Find a group near you").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Find people to make things with")


def test_without_script_a_list_that_was_passed_on_can_be_read_changed_and_printed(plain: Page, base: str) -> None:
    plain.goto(f"{base}/shortlist?ids=elm-knitters,elm-drawing&note=For+Sam")
    plain.get_by_label("A few words to go with it").fill("Dear Sam")
    plain.get_by_role("button", name="Put the words on the list").click()
    expect(plain.locator("blockquote")).to_have_text("Dear Sam")
    plain.locator("[data-drops=elm-drawing]").click()
    expect(plain.locator("article h2")).to_have_text(["Tuesday Evening Knitters"])
    with plain.expect_download() as paper:
        plain.get_by_role("link", name="Large print (PDF)").click()
    assert paper.value.suggested_filename == "shortlist.pdf"


def test_without_script_results_are_taken_along(plain: Page, base: str) -> None:
    plain.goto(f"{base}/find?near=Bloomington")
    plain.get_by_text("Take these results with you").click()
    with plain.expect_download() as table:
        plain.get_by_role("link", name="Table").click()
    assert table.value.suggested_filename == "groups.csv"


def test_the_keyboard_alone_starts_a_group(page: Page, base: str) -> None:
    page.goto(f"{base}/start-your-own")
    tab_to(page, 'input[name="kind"]')
    page.keyboard.press("Space")
    tab_to(page, "#near")
    page.keyboard.type("Bloomington")
    tab_to(page, "form.own button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#plan-title")).to_contain_text("Craft night")
    tab_to(page, ".rooms a")
    page.keyboard.press("Enter")
    expect(page.locator(".steps li").nth(1)).to_contain_text("Ask for Elm Street Library.")


def test_the_keyboard_alone_keeps_a_group_and_opens_the_list(page: Page, base: str) -> None:
    page.goto(f"{base}/find?near=Bloomington&pathway=crafts")
    tab_to(page, "button[data-keeps]")
    page.keyboard.press("Enter")
    page.keyboard.press("Home")
    page.reload()
    tab_to(page, "#kept")
    page.keyboard.press("Enter")
    expect(page.locator("article h2")).to_have_text(["Tuesday Evening Knitters"])


def test_the_keyboard_alone_asks_the_host(page: Page, base: str) -> None:
    page.goto(f"{base}/groups/elm-knitters")
    tab_to(page, "details.ask-host summary")
    page.keyboard.press("Enter")
    tab_to(page, "#snippet")
    expect(page.locator("#snippet")).not_to_be_empty()
    tab_to(page, "#mail")
    assert str(page.locator("#mail").get_attribute("href")).startswith("mailto:")


def test_a_language_that_was_chosen_stays_without_anything_kept(page: Page, base: str) -> None:
    page.goto(f"{base}/find?near=Bloomington")
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 grupos a menos de 15 millas de Bloomington, Indiana")
    page.get_by_role("checkbox", name="Manualidades").check()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 grupo a menos de 15 millas de Bloomington, Indiana")
    page.get_by_role("link", name="Tuesday Evening Knitters").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("navigation", name="Páginas").get_by_role("link", name="Ciudades").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.context.cookies() == []
