"""Take the pictures of docs/pictures: run `finder demo` and `finder serve` first, then `python tools/screenshot.py`.

They are JPEG, small enough to look at on a page. An address other than http://127.0.0.1:8000 can be given.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
QUALITY = 68


class Picture(NamedTuple):
    """What to show, how large, and what to press before."""

    name: str
    path: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    press: str | None = None


_LIST = (
    "near=Bloomington,+IN&pathway=crafts&pathway=visual-arts&layout=cards"
    "&theme=own&paper=f4f1ea&ink=1d2d2a&link=1b6b5a&line=8a9a93"
)

PICTURES = (
    Picture("home", "/", 1280, 860),
    Picture("find", "/find?near=Bloomington,+IN&pathway=crafts&situation=introvert-friendly", 1280, 980),
    Picture("find-phone", "/find?near=Bloomington,+IN", 360, 1240),
    Picture("find-phone-dark", "/find?near=Bloomington,+IN", 360, 1240, "dark"),
    Picture("find-tablet-dark", "/find?near=Bloomington,+IN&pathway=writing", 768, 1024, "dark"),
    Picture("map", "/find?near=Davis,+CA&within=25", 1280, 860, press="#show-map"),
    Picture("group", "first of the results", 1280, 1100),
    Picture("invitations", "/invitations", 1280, 860),
    Picture("builder", f"/for-librarians/build?{_LIST}", 1280, 1000),
)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Save one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme, locale="en-US"
    )
    page.goto(address + (picture.path if picture.path.startswith("/") else "/find?near=Bloomington,+IN"))
    if not picture.path.startswith("/"):
        page.locator("article h2 a").first.click()
    if picture.press:
        page.locator(picture.press).click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{picture.name}.jpg", type="jpeg", quality=QUALITY)
    page.close()


def take_all(address: str) -> None:
    """Save all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    take_all(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
