"""Answers of which one value has turned into something else: each scraper reads on or says what is wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.errors import SourceError
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers.registry import choose

PAGES = Path(__file__).parent / "pages"
ANSWERS = sorted(path.name.removesuffix(".page.json") for path in PAGES.glob("*.page.json"))

_JUNK: list[Any] = [None, True, -1, 1e300, "", "\x00", "0000-00-00", "9" * 400, [], {}, [[]], [None, 7], {"name": {}}]


def _spots(value: Any) -> list[tuple[Any, Any]]:
    """Return every container with the keys of its values, outermost first."""
    keys: list[Any] = (
        list(value) if isinstance(value, dict) else list(range(len(value) if isinstance(value, list) else 0))
    )
    here = [(value, key) for key in keys]
    return [*here, *(spot for holder, key in here for spot in _spots(holder[key]))]


@pytest.mark.parametrize("name", ANSWERS)
@settings(max_examples=25)
@given(where=st.integers(0, 10_000), value=st.sampled_from(_JUNK))
def test_one_wrong_value_ends_in_records_or_a_source_error(name: str, where: int, value: Any) -> None:
    answer = json.loads((PAGES / f"{name}.page.json").read_bytes())
    expected = json.loads((PAGES / f"{name}.json").read_bytes())
    spots = _spots(answer)
    holder, key = spots[where % len(spots)]
    holder[key] = value
    page = Page(url=expected["url"], content=json.dumps(answer).encode())
    source = Source(id="case", name="Case", url=expected["url"], timezone=expected.get("timezone"))
    with suppress(SourceError):
        assert all(isinstance(one, RawListing | Request) for one in choose(page).parse(page, source, Window()))
