from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from bloomington import filled, served, website
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from website import Site

from finder.listing import HarvestReport
from finder.web.jobs import Job

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site over three groups in Bloomington."""
    folder = tmp_path_factory.mktemp("browser")
    store = filled(folder)
    with served(website(folder, store)) as address:
        yield address
    store.close()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site that knows calendars, has read none, and whose last harvest was broken off."""
    folder = tmp_path_factory.mktemp("town")
    reports = [HarvestReport(source_id=str(n), started_at="", error="no answer" if n else None) for n in range(2)]
    job = Job(kind="harvest", label="Bloomington", started_at="", total=9)
    (folder / "job.jsonl").write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in (job, *reports)))
    with served(website(folder)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; nothing is downloaded."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not here: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def host() -> Iterator[Site]:
    """A library's own site."""
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of middle width, for pages of others."""
    opened = browser.new_context(viewport={"width": 900, "height": 900}, locale="en-US")
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A wide page; a script error or a request to another site fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
    opened.on("request", lambda request: None if "//127.0.0.1:" in request.url else problems.append(request.url))
    yield opened
    context.close()
    assert problems == []
