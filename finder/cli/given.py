"""What a user gave, checked: each function returns it as it is used, or raises one clear sentence."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import click

from finder import when
from finder.errors import InputError
from finder.geo import KM_PER_MILE

_SCHEMES = frozenset({"http", "https", "webcal"})
_LETTERS = 2
_DISTANCE = re.compile(r"\s*(\d{1,6}(?:[.,]\d{1,6})?)\s*(km|kilomet(?:er|re)s?|mi|miles?)?\s*", re.IGNORECASE)
_FARTHEST_KM = 20_000
"""No two places of the Earth lie farther apart by more than a few kilometres."""


class Distance(click.ParamType[float]):
    """A distance such as 40, 40km or 25mi; kilometres where nothing else is said, and in kilometres as it is used."""

    name = "distance"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return kilometres."""
        found = _DISTANCE.fullmatch(str(value))
        miles = bool(found and found[2] and found[2].lower().startswith("m"))
        km = float(found[1].replace(",", ".")) * (KM_PER_MILE if miles else 1) if found else -1.0
        if not 0 <= km <= _FARTHEST_KM:
            self.fail(f"“{value}” is no distance such as 40, 40km or 25mi, at most half around the Earth", param, ctx)
        return km


def web_address(text: str, option: str) -> str:
    """Return an address that can be asked for."""
    try:
        parts = urlsplit(text)
        # Reading the port finds one that cannot be.
        fits = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        raise InputError(f"{option}: “{text}” is no web address such as https://example.org/events")
    return text


def zone(text: str | None) -> str | None:
    """Return the IANA name of a time zone, however it was written."""
    found = when.zone(text)
    if text is not None and found is None:
        raise InputError(f"--timezone: I know no time zone “{text}”; write it as in America/New_York")
    return found.key if found else None


def country(text: str | None) -> str | None:
    """Return a country's two letters as capitals."""
    if text is not None and not (len(text) == _LETTERS and text.isascii() and text.isalpha()):
        raise InputError(f"--country: “{text}” is not two letters such as US")
    return text.upper() if text else None
