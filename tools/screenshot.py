"""Take docs/find-page.png: run `finder demo` and `finder serve` first, then `python tools/screenshot.py [ADDRESS]`."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "find-page.png"
SEARCH = "/find?near=Bloomington,+IN&pathway=crafts&pathway=visual-arts&situation=introvert-friendly&again=1"
LAST_LINE = """Math.max(...[...document.querySelectorAll(".card")].slice(0, 2)
    .map((card) => card.getBoundingClientRect().bottom))"""


def take(address: str) -> None:
    """Save the form, the chips and the first two cards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="en-US")
        page.goto(address + SEARCH)
        bottom: float = page.evaluate(LAST_LINE)
        page.screenshot(path=PICTURE, full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": bottom + 24})
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
