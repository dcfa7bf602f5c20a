"""The first run, from nothing to results, as somebody meets it who has only a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bloomington import served
from playwright.sync_api import Browser, Page, expect
from town import open_town, prepare
from website import Reply, Site

from finder.config import Settings
from finder.web import backend, create_app

pytestmark = pytest.mark.browser


@pytest.fixture
def fresh(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a site at this machine that knows seven calendars of a town and has read none."""
    monkeypatch.setattr(backend, "_shipped", tuple)
    prepare(tmp_path, open_town(site))
    with served(create_app(Settings(data_dir=tmp_path, allow_private_hosts=True, request_delay=0))) as address:
        yield address


def test_from_a_town_to_its_groups_with_a_bar_that_moves_in_place(page: Page, fresh: str) -> None:
    page.goto(fresh)
    page.get_by_role("link", name="Begin with my town").click()
    page.get_by_label("Which town?").fill("Bloomington")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Read these 7 calendars").click()
    expect(page.get_by_role("progressbar", name="How far it is")).to_be_visible()
    page.evaluate("document.body.dataset.same = 'yes'")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The calendars of Bloomington, Indiana are read", timeout=60_000
    )
    expect(page.get_by_role("status")).to_contain_text("7 of 7 calendars are done.")
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.get_by_role("link", name="See the groups").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("within 25 miles of Bloomington")


def test_the_same_without_javascript(browser: Browser, fresh: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{fresh}/start?near=Bloomington")
    page.get_by_role("button", name="Read these 7 calendars").click()
    expect(page.get_by_role("link", name="See the groups")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("The calendars of Bloomington, Indiana are read")
    assert context.cookies() == []
    context.close()


def test_another_site_cannot_press_the_button(browser: Browser, fresh: str, site: Site, tmp_path: Path) -> None:
    form = f'<form id="f" method="post" action="{fresh}/start"><input name="near" value="Bloomington"></form>'
    trap = f"<html><body>{form}<script>f.submit()</script></body></html>"
    site.replies["/trap"] = Reply(body=trap.encode(), headers={"Content-Type": "text/html"})
    page = browser.new_page()
    page.goto(site.url.replace("127.0.0.1", "localhost") + "/trap")
    page.wait_for_url(f"{fresh}/start")
    expect(page.get_by_text("Only the people who run this site may do that")).to_be_visible()
    assert not (tmp_path / "job.jsonl").exists()
    page.close()
