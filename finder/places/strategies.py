"""Which rule says where a source's listings are, where their own words do not."""

from __future__ import annotations

from typing import Literal

from finder.listing import Source

Strategy = Literal["house", "branches", "words"]
"""`house`: in its own house unless it says otherwise.  `branches`: in one of its buildings, the main one for want of
another.  `words`: where it says, else somewhere around its home."""

_BY_PLATFORM: dict[str, Strategy] = {
    "spaceapi": "house",
    "assabet": "branches",
    "bibliocommons": "branches",
    "communico": "branches",
    "libcal": "branches",
    "librarymarket": "branches",
    "whofi": "branches",
    "eventbrite": "words",
    "gancio": "words",
    "localist": "words",
    "luma": "words",
    "meetup": "words",
    "mobilizon": "words",
    "openactive": "words",
}
"""Platforms that say what kind of organisation uses them; the others are used by all kinds."""

_BY_KIND: dict[str, Strategy] = {
    "makerspace": "house",
    "community_center": "house",
    "religious_or_community_org": "house",
    "library": "branches",
}


def strategy_of(source: Source) -> Strategy:
    """Return the rule for a source: what it is decides, else what it publishes with."""
    return _BY_KIND.get(source.kind or "") or _BY_PLATFORM.get(source.platform or "") or "words"
