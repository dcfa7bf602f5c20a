"""Finds every scraper by itself: a new platform is one new file in this folder, with nothing to register."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, cast

import scrapers as package
from finder.errors import InputError, NotACalendar
from finder.listing import Page
from scrapers import refusals
from scrapers.base import Scraper


@cache
def scrapers() -> tuple[Scraper, ...]:
    """Return one of each scraper, in the order of asking."""
    found = [made for module in _modules() for made in _made(module)]
    return tuple(sorted(found, key=lambda s: (s.rank, s.key)))


def scraper(key: str) -> Scraper:
    """Return the scraper that the catalogue calls `key`.

    Raises:
        InputError: there is none by this name.
    """
    for one in scrapers():
        if one.key == key:
            return one
    raise InputError(f"no scraper is called “{key}”; there are {', '.join(s.key for s in scrapers())}")


def choose(page: Page, platform: str | None = None) -> Scraper:
    """Return the scraper that reads this page: the one named, or the first that recognises what is in it.

    Raises:
        InputError: no scraper goes by the name of `platform`.
        NotACalendar: nobody recognises it; the error says what the page is.
    """
    if platform is not None:
        return scraper(platform)
    for one in scrapers():
        if one.recognises(page):
            return one
    raise NotACalendar(refusals.what(page))


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if info.name != __name__:
            yield import_module(info.name)


def _made(module: ModuleType) -> Iterator[Scraper]:
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ == module.__name__ and _is_scraper(kind):
            yield cast("Scraper", kind())


def _is_scraper(kind: type[Any]) -> bool:
    return isinstance(getattr(kind, "key", None), str) and hasattr(kind, "rank") and hasattr(kind, "parse")
