from __future__ import annotations

import pytest

from finder.errors import InputError, NotACalendar
from finder.listing import Page
from scrapers.registry import choose, scraper, scrapers


def test_scrapers_come_in_the_order_of_asking_and_each_key_once() -> None:
    keys = [one.key for one in scrapers()]
    assert [one.rank for one in scrapers()] == sorted(one.rank for one in scrapers())
    assert len(keys) == len(set(keys))


def test_an_unknown_platform_is_named() -> None:
    with pytest.raises(InputError, match="telegraph"):
        scraper("telegraph")


def test_a_page_that_no_scraper_recognises_is_refused_with_what_it_is() -> None:
    page = Page(url="https://makers.example/", content=b"<html><h1>403 Forbidden</h1></html>")
    with pytest.raises(NotACalendar, match="403 forbidden"):
        choose(page)
