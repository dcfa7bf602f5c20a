"""What a user gave, checked: each function returns it as it is used, or raises one clear sentence."""

from __future__ import annotations

from urllib.parse import urlsplit

from finder import when
from finder.errors import InputError

_SCHEMES = frozenset({"http", "https", "webcal"})
_LETTERS = 2


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
