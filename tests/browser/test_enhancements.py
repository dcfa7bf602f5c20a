"""What JavaScript adds."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from website import Reply, Site

pytestmark = pytest.mark.browser


def test_a_location_leaves_the_browser_rounded_and_only_after_a_click(browser: Browser, base: str) -> None:
    context = browser.new_context(
        geolocation={"latitude": 39.16531234, "longitude": -86.52641234}, permissions=["geolocation"]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base)
    assert not any("lat" in url for url in asked)
    page.get_by_role("button", name="Use my location").click()
    page.wait_for_url("**/find?**")
    assert page.url == f"{base}/find?within=15&units=mi&lat=39.17&lon=-86.53#results"
    assert not any("39.165" in url for url in asked)
    expect(page.get_by_role("heading", level=1)).to_contain_text("of you")
    context.close()


def test_a_location_that_is_refused_is_said_to_be(browser: Browser, base: str) -> None:
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.goto(base)
    page.get_by_role("button", name="Use my location").click()
    expect(page.get_by_role("status")).to_have_text("Your browser did not give a location. Type a place instead.")
    context.close()


def test_places_are_suggested_while_typing(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_label("Where?").press_sequentially("bloom")
    expect(page.locator("#places option")).to_have_count(2)


def test_empty_fields_stay_out_of_the_address(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_label("Where?").fill("Bloomington")
    page.get_by_role("button", name="Find groups").click()
    page.wait_for_url("**/find?**")
    assert page.url == f"{base}/find?near=Bloomington#results"


def test_going_back_leaves_the_form_usable(page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_label("Where?").fill("Bloomington")
    page.get_by_role("button", name="Find groups").click()
    page.wait_for_url("**/find?**")
    page.go_back()
    expect(page.get_by_label("What?", exact=True)).to_be_enabled()


def test_an_embed_shows_inside_a_page_of_another_origin_and_sets_no_cookie(
    browser: Browser, base: str, site: Site
) -> None:
    frame = f'<iframe src="{base}/embed?near=Bloomington" title="Groups"></iframe>'
    site.replies["/"] = Reply(body=frame.encode(), headers={"Content-Type": "text/html"})
    context = browser.new_context()
    page = context.new_page()
    page.goto(site.url)
    heading = page.frame_locator("iframe").get_by_role("heading", level=1)
    expect(heading).to_have_text("3 groups within 15 miles of Bloomington, Indiana")
    assert context.cookies() == []
    context.close()


def test_a_page_for_people_cannot_be_framed(browser: Browser, base: str, site: Site) -> None:
    frame = f'<iframe src="{base}/find?near=Bloomington" title="Groups"></iframe>'
    site.replies["/"] = Reply(body=frame.encode(), headers={"Content-Type": "text/html"})
    page = browser.new_page()
    page.goto(site.url)
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_count(0)
    page.close()


def test_the_link_of_a_group_can_be_copied_and_shared(browser: Browser, base: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); }")
    page = context.new_page()
    page.goto(f"{base}/groups/elm-knitters")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{base}/groups/elm-knitters"
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("window.shared") == {
        "title": "Tuesday Evening Knitters",
        "url": f"{base}/groups/elm-knitters",
    }
    context.close()


def test_a_line_can_be_copied_on_a_page_without_tls_and_a_screen_reader_hears_of_it(
    browser: Browser, base: str
) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = context.new_page()
    page.goto(f"{base}/for-librarians/build?near=Bloomington")
    page.evaluate("document.addEventListener('copy', () => { window.taken = getSelection().toString(); })")
    page.get_by_role("button", name=re.compile("Copy ?: The address")).click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("window.taken") == page.get_by_label("The address", exact=True).input_value()
    page.get_by_role("button", name=re.compile("Copy ?: A frame")).click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("Copy ?: The address"))).to_be_visible()
    context.close()


def test_a_group_can_be_kept_at_the_top_of_its_page_and_printed(page: Page, base: str) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{base}/find?near=Bloomington&pathway=crafts")
    page.get_by_role("link", name="Tuesday Evening Knitters").click()
    expect(page.get_by_text("0.2 miles from Bloomington, Indiana in a straight line")).to_be_visible()
    keep = page.locator("button[data-keeps=elm-knitters]")
    box = keep.bounding_box()
    assert box
    assert box["y"] < 400
    keep.click()
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    page.get_by_role("link", name="Shortlist 1").click()
    expect(page.get_by_role("link", name="Tuesday Evening Knitters", exact=True)).to_be_visible()
