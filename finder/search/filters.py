"""What each filter says of a group: True it matches, False it does not, None the group is silent on it.

A group is shown when every filter says True, and set aside when none says False and some say None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from finder.geo import distance_km
from finder.listing import Group, Record
from finder.search.coming import Coming, at_times, on_days
from finder.search.query import Query
from finder.taxonomy import facets

Verdict = bool | None


class Dates(Record, frozen=True, kw_only=True):
    """The dates that a group has ahead, and whether it gives dates at all."""

    coming: tuple[Coming, ...]
    are_known: bool


def verdicts(group: Group, query: Query) -> Iterator[tuple[str, Verdict]]:
    """Yield what each filter that was asked for says, by the name under which silence is counted."""
    for name, is_asked, judge in _FILTERS:
        if is_asked(query):
            yield name, judge(group, query)
    for situation in query.situations:
        yield situation, _has_tag(group, "situation", situation, stated_only=query.stated_only)


def date_verdicts(group: Group, dates: Dates, query: Query) -> Iterator[tuple[str, Verdict]]:
    """Yield the same for the filters that ask for dates."""
    if query.meets_again:
        yield "again", _meets_again(group, dates)
    yield from _when(dates, query)


def is_in_person(group: Group) -> bool:
    """Tell whether one can go there: it says so, or has a venue and does not say otherwise."""
    if group.mode is None:
        return group.place is not None or group.venue is not None
    return group.mode != "online"


def is_online(group: Group) -> bool:
    """Tell whether one can take part from home."""
    return group.mode in {"online", "hybrid"}


def distance(group: Group, query: Query) -> float | None:
    """Return the kilometres to a group that one can go to and that lies within the distance asked for."""
    if query.latitude is None or query.longitude is None or group.place is None or not is_in_person(group):
        return None
    km = distance_km(query.latitude, query.longitude, group.place.latitude, group.place.longitude)
    return km if km <= query.within_km else None


def meets_again(group: Group, dates: Dates) -> bool:
    """Tell whether it has a cadence, or more than one date ahead."""
    return group.cadence is not None or len({c.begins for c in dates.coming}) > 1


def _near(group: Group, query: Query) -> Verdict:
    return distance(group, query) is not None or (query.mode != "in-person" and is_online(group))


def _mode(group: Group, query: Query) -> Verdict:
    fits = is_in_person(group) if query.mode == "in-person" else is_online(group)
    return True if fits else None if group.mode is None else False


def _tags(group: Group, facet: str) -> set[str]:
    return {tag.tag for tag in group.tags if tag.facet == facet and tag.level != "no"}


def _any_of(facet: str, wanted: tuple[str, ...], group: Group) -> Verdict:
    given = _tags(group, facet)
    return bool(given & set(wanted)) if given else None


def _activity(group: Group, query: Query) -> Verdict:
    given, pathways = _tags(group, "activity"), _tags(group, "pathway")
    if given & set(query.activities):
        return True
    tags = facets()["activity"].tags
    spoken_for = {tags[tag].parent for tag in given if tag in tags}
    asked = {tags[tag].parent for tag in query.activities}
    # Silent is a group of the asked pathway that names none of its activities, or one without any tag of either kind.
    return None if asked & (pathways - spoken_for) or not (given or pathways) else False


def _ages(group: Group, query: Query) -> Verdict:
    return _any_of("ages", (*query.ages, "all-ages"), group)


def _has_tag(group: Group, facet: str, name: str, *, stated_only: bool) -> Verdict:
    levels = {tag.level for tag in group.tags if tag.facet == facet and tag.tag == name}
    if "stated" in levels or ("likely" in levels and not stated_only):
        return True
    return False if "no" in levels else None


def _price(group: Group, query: Query) -> Verdict:
    price = group.price
    if price is None or price.status == "unknown":
        return None
    if price.status != "paid":
        return True
    if query.free:
        return False
    return None if price.min is None else price.min <= (query.max_price or 0)


def _participation(group: Group, query: Query) -> Verdict:
    return None if group.participation is None else group.participation == query.participation


def _meets_again(group: Group, dates: Dates) -> Verdict:
    return True if meets_again(group, dates) else False if dates.are_known else None


def _when(dates: Dates, query: Query) -> Iterator[tuple[str, Verdict]]:
    asked = {
        "day": bool(query.days),
        "when": query.date_from is not None or query.date_to is not None,
        "time": bool(query.times),
    }
    if not dates.are_known:
        yield from ((name, None) for name, is_asked in asked.items() if is_asked)
        return
    on = [c for c in dates.coming if on_days(c, query)] if any(asked.values()) else []
    if asked["day"] or asked["when"]:
        yield "day", bool(on)
    if asked["time"]:
        found = {at_times(c, query) for c in on}
        yield "time", True if True in found else None if None in found else False


def fitting(dates: Dates, query: Query) -> Coming | None:
    """Return the next date that lies on the days and at the hours asked for."""
    return next((c for c in dates.coming if on_days(c, query) and at_times(c, query)), None)


_FILTERS: tuple[tuple[str, Callable[[Query], bool], Callable[[Group, Query], Verdict]], ...] = (
    ("near", lambda q: q.latitude is not None, _near),
    ("mode", lambda q: q.mode != "any", _mode),
    ("pathway", lambda q: bool(q.pathways), lambda g, q: _any_of("pathway", q.pathways, g)),
    ("activity", lambda q: bool(q.activities), _activity),
    ("format", lambda q: bool(q.formats), lambda g, q: _any_of("format", q.formats, g)),
    (
        "beginners",
        lambda q: q.beginners,
        lambda g, q: _has_tag(g, "welcome", "beginners", stated_only=q.stated_only),
    ),
    ("ages", lambda q: bool(q.ages), _ages),
    ("together", lambda q: bool(q.together), lambda g, q: _any_of("together", q.together, g)),
    ("purpose", lambda q: bool(q.purposes), lambda g, q: _any_of("purpose", q.purposes, g)),
    ("price", lambda q: q.free or q.max_price is not None, _price),
    ("join", lambda q: q.participation is not None, _participation),
)
"""Name, whether it was asked for, and what it says of a group."""
