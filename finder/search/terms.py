"""The names that a search has in addresses, forms and on the command line: one table for reading and for writing."""

from __future__ import annotations

from typing import get_args

from finder.languages import LANGUAGES
from finder.search.query import Cadence, DayPart, Sort, Units, Weekday, When
from finder.taxonomy import access_facts, facets
from finder.tiles.layout import HOSTS, SET_FACETS

FACETS = {
    "pathway": "pathways",
    "activity": "activities",
    "format": "formats",
    "situation": "situations",
    "ages": "ages",
    "together": "together",
    "purpose": "purposes",
}
"""Parameter (and facet) → field of `Query`, for the facets of which several tags can be chosen."""

LISTS = {
    "access": "access",
    "all": "all_of",
    "any": "any_of",
    "without": "without",
    "host": "hosts",
    "language": "languages",
    "day": "days",
    "cadence": "cadences",
    "silent": "silent",
}
"""Parameter → field of `Query`, for the others of which several values can be chosen."""

CHOICES = {
    "units": get_args(Units),
    "day": get_args(Weekday),
    "time": get_args(DayPart),
    "when": get_args(When),
    "mode": ("any", "in-person", "online"),
    "join": ("any", "join", "watch"),
    "sort": get_args(Sort),
    "access": tuple(access_facts()),
    "all": ("pathway", "activity", "format", "together", "purpose"),
    "any": ("situation", "access"),
    "without": tuple(tag for facet in SET_FACETS for tag in facets()[facet].tags),
    "host": HOSTS,
    "language": LANGUAGES,
    "cadence": get_args(Cadence),
    "silent": (
        *("access", "activity", "ages", "beginners", "cadence", "day", "format", "host", "introvert-friendly", "join"),
        *("language", "limited-mobility", "low-budget", "mode", "pathway", "price", "purpose", "situation", "time"),
        *("time-constrained", "together", "when", "without", *access_facts()),
    ),
}
"""Parameter → the values that it can have, in the order of showing."""

DEFAULT_WITHIN = {"km": 25.0, "mi": 15.0}
MILES = frozenset({"US", "GB"})
"""Countries whose road signs give miles."""


def units_in(country: str | None) -> Units:
    """Return the units of the road signs in a country; kilometres where it is not known."""
    return "mi" if country in MILES else "km"


def choices(name: str) -> tuple[str, ...]:
    """Return the values that a parameter can have, in the order of showing."""
    return tuple(facets()[name].tags) if name in FACETS else CHOICES[name]


def facet_of(tag: str) -> str | None:
    """Return the facet to which a tag of the vocabulary belongs."""
    return next((name for name, facet in facets().items() if tag in facet.tags), None)
