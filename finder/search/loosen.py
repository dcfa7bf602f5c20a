"""What a visitor could let go of: each single change of a query, in words and as parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from finder.listing import Record
from finder.search.asking import subjects_in
from finder.search.parse import in_km
from finder.search.query import Query

_STEPS = (5, 10, 25, 50, 100)
"""Distances to try, in the visitor's units."""

_DROPS: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
    ("With other words", ("q",), {"words": None}),
    ("Anything that people make", ("pathway",), {"pathways": ()}),
    ("Any activity", ("activity",), {"activities": ()}),
    ("Any kind of meeting", ("format",), {"formats": ()}),
    ("Whoever it suits", ("situation",), {"situations": ()}),
    ("Whatever access it has", ("access",), {"access": ()}),
    ("Likely as well as stated", ("stated",), {"stated_only": False}),
    ("Not only for beginners", ("beginners",), {"beginners": False}),
    ("Any age", ("ages",), {"ages": ()}),
    ("Whoever comes along", ("together",), {"together": ()}),
    ("Any purpose", ("purpose",), {"purposes": ()}),
    ("At any price", ("free", "max_price"), {"free": False, "max_price": None}),
    ("On any weekday", ("day",), {"days": ()}),
    ("At any time of day", ("time",), {"times": ()}),
    ("On any date", ("when", "from", "to"), {"when": None, "date_from": None, "date_to": None}),
    ("To take part or to watch", ("join",), {"participation": None}),
    ("However often it meets", ("cadence",), {"cadences": ()}),
    ("With what was left out", ("without",), {"without": ()}),
    ("Whoever holds it", ("host",), {"hosts": ()}),
    ("In any language", ("language",), {"languages": ()}),
    ("Any of what was chosen", ("all",), {"all_of": ()}),
)
"""In words, the parameters to leave out, and what that makes of the query."""


class Change(Record, frozen=True, kw_only=True):
    """One thing let go: of the changes of one kind, the first that finds something is enough."""

    kind: str
    text: str
    args: dict[str, str | None]
    query: Query


def changes(query: Query) -> Iterator[Change]:
    """Yield each change that makes the query wider, the smaller step first."""
    if query.latitude is not None:
        yield from _wider(query)
    if query.mode != "any":
        text = "Online groups too" if query.mode == "in-person" else "Groups that meet in person too"
        yield _change(query, "mode", text, {"mode": None}, {"mode": "any"})
    yield from _fewer_words(query)
    for text, names, values in _DROPS:
        if any(getattr(query, field) != value for field, value in values.items()):
            yield _change(query, names[0], text, dict.fromkeys(names), values)


def _fewer_words(query: Query) -> Iterator[Change]:
    words = subjects_in(query.words or "")
    for at, word in enumerate(words) if len(words) > 1 else ():
        kept = " ".join(words[:at] + words[at + 1 :])
        yield _change(query, f"q {word}", f"Without “{word}”", {"q": kept}, {"words": kept})


def _wider(query: Query) -> Iterator[Change]:
    for step in _STEPS:
        km = in_km(step, query.units)
        if km > query.within_km:
            args: dict[str, str | None] = {"within": str(step), "units": query.units}
            yield _change(query, "within", f"Within {step} {query.units}", args, {"within_km": km})


def _change(query: Query, kind: str, text: str, args: dict[str, str | None], values: dict[str, Any]) -> Change:
    return Change(
        kind=kind, text=text, args=args, query=msgspec.structs.replace(query, **values, after=None, before=None)
    )
