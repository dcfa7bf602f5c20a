"""How light the find page is to load: `python benchmarks/page_load.py [ADDRESS]`, on a site that `finder serve` runs.

Chromium loads the first page and results on a slow mobile line (1.6 Mbit/s, 150 ms to and fro, as Lighthouse has it),
and says what came over the line, how much moved, and when the largest part of the page was painted.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Response, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PAGES = ("/", "/find?near=Bloomington,+IN")
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
WATCHED = """() => new Promise((tell) => {
    const seen = { moved: 0, largest: 0 };
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
        .observe({ type, buffered: true });
    watch("layout-shift", (one) => { seen.moved += one.value; });
    watch("largest-contentful-paint", (one) => { seen.largest = one.startTime; });
    setTimeout(() => tell(seen), 500);
})"""


class Load(NamedTuple):
    """What it took: kilobytes and requests, the score of what moved, milliseconds to the largest paint."""

    kilobytes: float
    requests: int
    moved: float
    largest: float


def load(browser: Browser, address: str) -> Load:
    """Load a page with nothing kept from before."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  playwright marks the function
    page.goto(address, wait_until="networkidle")
    seen: dict[str, Any] = page.evaluate(WATCHED)
    sizes = [answer.request.sizes() for answer in answers]
    context.close()
    octets = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    return Load(octets / 1000, len(answers), seen["moved"], seen["largest"])


def main(site: str) -> None:
    """Print a line for each page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for path in PAGES:
            took = load(browser, site + path)
            print(
                f"{path:28} {took.kilobytes:6.1f} kB  {took.requests:2} requests  "
                f"moved {took.moved:.3f}  largest paint {took.largest:5.0f} ms"
            )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
