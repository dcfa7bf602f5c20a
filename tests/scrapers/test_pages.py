"""One test per page in `pages/`: `<name>.json` says what the page beside it must give, or why it is refused.

To add a case: write a page in the platform's real markup and a JSON file with `url`, `platform` and either `records`
(every field that the scraper must give, and no other) or `refused`; `timezone` and `window` are optional.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Source, Window
from scrapers.registry import choose

PAGES = Path(__file__).parent / "pages"
CASES = sorted(path.stem for path in PAGES.glob("*.json") if not path.stem.endswith(".page"))


def page_of(name: str, url: str) -> Page:
    (path,) = [found for found in PAGES.glob(f"{name}.*") if found.name != f"{name}.json"]
    return Page(url=url, content=path.read_bytes())


@pytest.mark.parametrize("name", CASES)
def test_page_gives_what_is_expected_of_it(name: str) -> None:
    expected: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    page = page_of(name, expected["url"])
    source = Source(id="case", name="Case", url=expected["url"], timezone=expected.get("timezone"))
    window = Window(**{key: date.fromisoformat(day) for key, day in expected.get("window", {}).items()})
    if "refused" in expected:
        with pytest.raises(NotACalendar, match=re.escape(expected["refused"])):
            list(choose(page).parse(page, source, window))
        return
    scraper = choose(page)
    records = [one for one in scraper.parse(page, source, window) if isinstance(one, RawListing)]
    assert (scraper.key, json.loads(msgspec.json.encode(records))) == (expected["platform"], expected["records"])
