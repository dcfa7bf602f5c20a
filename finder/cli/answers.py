"""An answer as text for people: one line a group, then what was set aside and what could be let go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from finder.cli.tables import printable, table
from finder.geo import KM_PER_MILE
from finder.listing import Price
from finder.search.query import Answer, Hit, Query, Units
from finder.when import moment

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEAD = ("Next", "Group", "Distance", "Where", "How often", "Price")
_VAGUE = frozenset({"city", "region"})
_SAMPLE = "Some of these are a sample of real groups; dates may be carried over: ask the host before you go."


def answer_lines(answer: Answer, width: int) -> Iterator[str]:
    """Yield the lines of a page of hits, none longer than `width` where the columns can be made to fit."""
    yield _heading(answer)
    if answer.hits:
        yield ""
        yield table(_HEAD, [_row(hit, answer.query.units) for hit in answer.hits], width)
        yield ""
    if answer.later:
        yield f"{answer.first + len(answer.hits) - 1} of {answer.total}; go on with --after {answer.later}"
    for name, count in answer.set_aside.items():
        yield f"{count} more {'does' if count == 1 else 'do'} not say: {name}"
    for hint in answer.loosen:
        yield f"{hint.text}: {_groups(hint.total)}"
    if answer.closest:
        yield f"\nClosest, {_groups(answer.closest.total)} in all:\n"
        yield table(_HEAD, [_row(hit, answer.query.units) for hit in answer.closest.hits], width)
    if any(hit.group.source and hit.group.source.platform == "sample" for hit in answer.hits):
        yield _SAMPLE


def _heading(answer: Answer) -> str:
    query, groups = answer.query, _groups(answer.total)
    if query.latitude is None:
        return groups
    online = "" if query.mode == "in-person" else ", or online"
    return f"{groups} within {_distance(query.within_km, query.units)} of {printable(_place(query))}{online}"


def _place(query: Query) -> str:
    return query.place_label or query.near or f"{query.latitude}, {query.longitude}"


def _groups(count: int) -> str:
    return f"{count} {'group' if count == 1 else 'groups'}"


def _row(hit: Hit, units: Units) -> tuple[str, ...]:
    group = hit.group
    return (
        _when(hit.next),
        group.title,
        _how_far(hit, units),
        group.venue or group.address or "",
        group.cadence_text or "",
        _price(group.price),
    )


def _when(text: str | None) -> str:
    if text is None:
        return "ask for dates"
    value = moment(text)
    day = f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day


def _how_far(hit: Hit, units: Units) -> str:
    place = hit.group.place
    if hit.group.mode == "online":
        return "online"
    if place and place.precision in _VAGUE and place.city:
        # The middle of a town is not where it meets: a distance would claim too much.
        return f"in {place.city}"
    return _distance(hit.distance_km, units)


def _distance(km: float | None, units: Units) -> str:
    if km is None:
        return ""
    value = km / KM_PER_MILE if units == "mi" else km
    return f"{value:.1f}".removesuffix(".0") + f" {units}"


def _price(price: Price | None) -> str:
    if price is None or price.status == "unknown":
        return "not said"
    if price.status != "paid" or price.min is None:
        return price.status
    return f"{price.min:g} {price.currency or ''}".strip()
