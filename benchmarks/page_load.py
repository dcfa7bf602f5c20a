"""How light the find page is to load: `python benchmarks/page_load.py [ADDRESS]`, on a site that `finder serve` runs.

Chromium loads the first page and results on a slow mobile line (1.6 Mbit/s, 150 ms to and fro, as Lighthouse has it),
and says what came over the line, how much moved, and when the largest part of the page was painted.  Then it loads a
page of another site with the web component, on this machine's own line, and says how long after its script was there
the list stood on the page: the script has to run, ask once, and show the answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from statistics import median
from threading import Thread
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


TIMES = 9
LISTS = ('near="Bloomington, IN"', 'near="47401" within="50" layout="calendar"')
SHOWN = """document.addEventListener("creative-finder:shown", (event) => {
    if (event.detail.state === "full") window.shown = performance.now();
})"""
AFTER_ITS_SCRIPT = """() => window.shown - performance.getEntriesByType("resource")
    .find((one) => one.name.endsWith("creative-finder.js")).responseEnd"""


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


@contextmanager
def host_page(body: bytes) -> Iterator[str]:
    """Serve one page as another site does; give its address."""

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as it is called
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Host) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def first_content(browser: Browser, site: str, attributes: str) -> list[float]:
    """Return, for each of some visits with nothing kept, the milliseconds from the script being there to the list."""
    script = f'<script src="{site}/embed/creative-finder.js" defer></script>'
    page = (
        f"<!doctype html><html lang=en><title>Library</title>{script}<creative-finder {attributes}></creative-finder>"
    )
    taken = []
    with host_page(page.encode()) as address:
        for _ in range(TIMES):
            context = browser.new_context()
            visit = context.new_page()
            visit.add_init_script(SHOWN)
            visit.goto(address)
            visit.wait_for_function("window.shown")
            taken.append(visit.evaluate(AFTER_ITS_SCRIPT))
            context.close()
    return taken


def main(site: str) -> None:
    """Print a line for each page, and for each list on a page of another site."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for path in PAGES:
            took = load(browser, site + path)
            print(
                f"{path:28} {took.kilobytes:6.1f} kB  {took.requests:2} requests  "
                f"moved {took.moved:.3f}  largest paint {took.largest:5.0f} ms"
            )
        for attributes in LISTS:
            taken = first_content(browser, site, attributes)
            print(
                f"<creative-finder {attributes}>: list {median(taken):.0f} ms after its script (median of {TIMES}),"
                f" {max(taken):.0f} ms at most"
            )
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
