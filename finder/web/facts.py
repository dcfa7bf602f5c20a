"""What a claim rests on where that is no quotable sentence but a fact of the record: told as one would tell it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from babel import Locale
from babel.lists import format_list

from finder.listing import CORRECTED, Group, Tag
from finder.web import words
from finder.web.language import _
from finder.web.notes import corrected
from finder.web.quotes import part

_WEEKEND = (5, 6)
_HOSTED = frozenset({"venue", "location", "organizer", "source"})


def fact(tag: Tag, group: Group, locale: Locale) -> str | None:
    """Return the fact in words; None where the evidence is words of somebody, and is to be quoted."""
    field = part(tag.field)
    if field not in TOLD:
        return None
    if by_people := corrected(tag.field, tag.evidence, group, locale):
        return by_people
    if field in {"start", "end"}:
        return _times(tag, group, locale) or _("by the listed times")
    if field in _HOSTED:
        return _place(tag, group, field)
    if field == "price" and not _is_quoted(tag, group):
        return _cost(group, locale)
    return _BARE[field]() if field in _BARE and not tag.evidence else None


def _cost(group: Group, locale: Locale) -> str:
    if group.price and group.price.status == "free":
        return _("it is marked as free")
    return _("listed price: %(price)s", price=words.price(group.price, locale))


def _is_quoted(tag: Tag, group: Group) -> bool:
    """Tell whether the price has words of its own that say more than the amount beside them."""
    price = group.price
    return bool(tag.evidence and price and price.text and tag.evidence in price.text and price.min is None)


def _times(tag: Tag, group: Group, locale: Locale) -> str | None:
    """Return how long it lasts, for the date from which the evidence is taken."""
    for one in group.occurrences:
        if one.end and tag.evidence in {one.start, one.end}:
            first, last = words.local(one.start, group.timezone), words.local(one.end, group.timezone)
            if isinstance(first, datetime) and isinstance(last, datetime) and last > first:
                return _span(tag, first, last, locale)
    return None


def _span(tag: Tag, first: datetime, last: datetime, locale: Locale) -> str:
    start, end = (words.clock(one, locale) for one in (first, last))
    if tag.field == "start" and first.weekday() in _WEEKEND:
        return _("it is at the weekend, %(start)s to %(end)s", start=start, end=end)
    if tag.field == "start":
        return _("it begins at %(start)s, after work, and ends at %(end)s", start=start, end=end)
    return _(
        "it lasts %(length)s, %(start)s to %(end)s",
        length=_length((last - first).total_seconds() / 60, locale),
        start=start,
        end=end,
    )


def _length(minutes: float, locale: Locale) -> str:
    hours, rest = divmod(round(minutes), 60)
    # "90 minutes" is how people say it, "150 minutes" is not.
    if hours == 0 or (hours == 1 and rest):
        hours, rest = 0, hours * 60 + rest
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    said = [words.measure(value, unit, locale) for value, unit in parts if value]
    # Babel does not follow the aliases by which CLDR gives most languages their lists of units.
    style: Literal["unit", "standard"] = "unit" if "2" in locale.list_patterns.get("unit", {}) else "standard"
    return str(format_list(said, style=style, locale=locale))


def _place(tag: Tag, group: Group, field: str) -> str | None:
    if tag.tag == "limited-mobility" and group.mode in {"online", "hybrid"}:
        return _("one can take part from home")
    if tag.tag != "low-budget":
        return None
    if field in {"venue", "location"}:
        return _("it meets in a library: %(venue)s", venue=group.venue or group.address or tag.evidence)
    return _("a library's own programme")


_BARE = {
    "price": lambda: _("by the listed price"),
    "ages": lambda: _("by the listed ages"),
    "mode": lambda: _("by the way it meets"),
    "registration": lambda: _("by how one signs up"),
}
"""What a claim rests on for which the record gives no words."""

TOLD = {CORRECTED, "start", "end", *_HOSTED, *_BARE}
"""The fields that are told as facts, and whatever people corrected."""
