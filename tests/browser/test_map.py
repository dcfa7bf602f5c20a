"""The map beside the list."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bloomington import filled, served, website
from playwright.sync_api import Browser, Page, expect
from website import Site

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
FIND = "/find?near=Bloomington"


@pytest.fixture
def opened(page: Page, base: str) -> Page:
    page.goto(base + FIND)
    page.get_by_role("button", name="Show map").click()
    page.locator(".spot").first.wait_for()
    return page


def test_nothing_of_the_map_is_loaded_before_somebody_opens_it(page: Page, base: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base + FIND, wait_until="networkidle")
    assert not [url for url in asked if "leaflet" in url or "/map/" in url]
    page.get_by_role("button", name="Show map").click()
    page.locator(".spot").first.wait_for()
    assert [url for url in asked if "leaflet.js" in url]
    assert all(url.startswith(base) for url in asked)


def test_the_keyboard_alone_reaches_a_group_on_the_map(opened: Page) -> None:
    opened.locator(".spot").first.focus()
    for _ in range(8):
        opened.keyboard.press("Enter")
        if opened.locator(".leaflet-popup a[href^='/groups']").count():
            break
        opened.wait_for_timeout(400)
        opened.locator(".spot").first.focus()
    link = opened.locator(".leaflet-popup a[href^='/groups']").first
    expect(link).to_be_focused()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/groups/*")


def test_the_map_follows_the_results(opened: Page) -> None:
    def shown() -> int:
        return sum(int(one) for one in opened.locator(".spot [aria-hidden]").all_inner_texts())

    before = shown()
    opened.get_by_role("checkbox", name=re.compile("^Free")).check()
    expect(opened.get_by_role("heading", level=1)).to_have_text("1 group within 15 miles of Bloomington, Indiana")
    expect(opened.locator(".spot")).to_have_count(1)
    assert shown() == 1 < before


def test_the_map_can_be_put_away(opened: Page) -> None:
    opened.get_by_role("button", name="Hide map").click()
    expect(opened.locator("#map")).to_be_hidden()
    expect(opened.get_by_role("button", name="Show map")).to_have_attribute("aria-expanded", "false")


def test_streets_are_asked_for_only_after_somebody_says_so_and_without_a_referrer(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    store = filled(tmp_path)
    streets = {"tiles_url": f"{site.url}/streets/{{z}}/{{x}}/{{y}}.png", "tiles_attribution": "Streets by somebody"}
    with served(website(tmp_path, store, **streets)) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address + FIND)
        page.get_by_role("button", name="Show map").click()
        page.locator(".spot").first.wait_for()
        assert site.asked == []
        page.get_by_role("button", name="Show streets (asks another site)").click()
        expect(page.get_by_text("Streets by somebody")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert site.asked
        assert all(asked.path.startswith("/streets/") and "Referer" not in asked.headers for asked in site.asked)
        context.close()
    store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_open_map(browser: Browser, base: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(base + FIND)
    page.get_by_role("button", name="Show map").click()
    page.locator(".spot").first.wait_for()
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
