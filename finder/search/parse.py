"""Strings of a form, an address or the command line → `Query`, in one place for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

import msgspec

from finder.errors import InputError
from finder.geo import KM_PER_MILE
from finder.listing import Place, Record
from finder.search.asking import understood
from finder.search.days import days_of
from finder.search.given import Args, chosen, day, flag, number, one_of, shown, text, texts, whole, windows
from finder.search.parameters import PARAMETERS
from finder.search.query import Query, Units, When
from finder.search.terms import DEFAULT_WITHIN, FACETS, LISTS, MILES, choices, facet_of
from finder.text import N_


class Finds(Protocol):
    """What of a `Locator` is needed here."""

    def find(self, text: str) -> Place:
        """Return the place that a visitor means, or raise PlaceNotFound."""
        ...


class _Where(Record, frozen=True, kw_only=True):
    near: str | None = None
    place_label: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    country: str | None = None
    timezone: str | None = None


def parse(args: Args, locator: Finds, now: datetime) -> Query:
    """Return what is asked for.

    Names and values are those of `docs/search.md`; blank values ask for nothing, unknown names are passed over.  What
    `q` asks for in plain words is read as the parameters that ask for the same (see `finder.search.asking`).  A
    place by name wins over a point, and dates win over days by name.  Days by name are counted from the day that it is
    `now` at the place asked for; a bare point counts by its longitude, no place as UTC.

    Raises:
        InputError: a value cannot be used; the sentence says which and what could be.
        PlaceNotFound: no place goes by this name.
    """
    args = understood(args)
    where = _where(args, locator)
    units = _units(args, where)
    within = _number(args, "within")
    today = _today(where, now)
    return Query(
        near=where.near,
        place_label=where.place_label,
        latitude=where.latitude,
        longitude=where.longitude,
        within_km=in_km(DEFAULT_WITHIN[units] if within is None else round(within, 2), units),
        units=units,
        today=today,
        **_tags(args),
        **_dates(args, today),
        **_rest(args),
    )


def _today(where: _Where, now: datetime) -> date:
    if where.timezone:
        return now.astimezone(ZoneInfo(where.timezone)).date()
    return (now.astimezone(UTC) + timedelta(hours=(where.longitude or 0.0) / 15)).date()


def in_km(distance: float, units: Units) -> float:
    """Return the distance in kilometres."""
    return distance * KM_PER_MILE if units == "mi" else distance


def _where(args: Args, locator: Finds) -> _Where:
    near = text(args, "near")
    if near is None:
        latitude, longitude = _number(args, "lat"), _number(args, "lon")
        if (latitude is None) != (longitude is None):
            missing = "lat" if latitude is None else "lon"
            raise InputError(N_("lat and lon go together: one of them is missing."), missing)
        return _Where(latitude=_rounded(latitude, 6), longitude=_rounded(longitude, 6))
    place = locator.find(near)
    named = ", ".join(part for part in (place.city, place.region) if part)
    return _Where(
        near=near,
        place_label=named if named and place.precision == "city" else place.matched,
        latitude=place.latitude,
        longitude=place.longitude,
        country=place.country,
        timezone=place.timezone,
    )


def _number(args: Args, name: str) -> float | None:
    return number(args, name, *PARAMETERS[name].limits)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _units(args: Args, where: _Where) -> Units:
    given = _choice(args, "units")
    return cast(Units, given) if given else "mi" if where.country in MILES else "km"


def _tags(args: Args) -> dict[str, Any]:
    wanted: dict[str, list[str]] = {name: list(args[name]) for name in FACETS if name in args}
    beginners = flag(args, "beginners")
    for tag in texts(args, "tag"):
        facet = facet_of(tag)
        if facet in FACETS:
            wanted.setdefault(facet, []).append(tag)
        elif facet == "welcome":
            beginners = True
        else:
            raise InputError(N_("tag: the vocabulary has no “%(value)s”."), "tag", value=shown(tag))
    found: dict[str, Any] = {field: _choices(wanted, name) for name, field in FACETS.items() if name in wanted}
    return found | {"beginners": beginners}


def _dates(args: Args, today: date) -> dict[str, Any]:
    start, end = day(args, "from"), day(args, "to")
    when = _choice(args, "when")
    if start or end:
        if start and end and end < start:
            days = {"end": f"{end}", "start": f"{start}"}
            raise InputError(N_("The last day, %(end)s, lies before the first, %(start)s."), "to", **days)
        return {"date_from": start, "date_to": end}
    if when is None:
        return {}
    start, end = days_of(cast(When, when), today)
    return {"when": when, "date_from": start, "date_to": end}


def _rest(args: Args) -> dict[str, Any]:
    if args.get("after") and args.get("before"):
        raise InputError(
            N_("after and before do not go together: a page begins after a group, or ends before one."), "before"
        )
    # Most parameters are not there.
    read = {field: reads(args, name) for name, (field, reads) in _READERS.items() if name in args}
    return {field: value for field, value in read.items() if value is not None}


def _choices(args: Args, name: str) -> tuple[str, ...]:
    return chosen(args, name, choices(name))


def _choice(args: Args, name: str) -> str | None:
    return one_of(args, name, choices(name))


def _taking_part(args: Args, name: str) -> str | None:
    asked = _choice(args, name)
    return None if asked == "any" else asked


_READERS: dict[str, tuple[str, Callable[[Args, str], object]]] = {
    "join": ("participation", _taking_part),
    **{name: (field, _choices) for name, field in LISTS.items()},
    "q": ("words", text),
    "stated": ("stated_only", flag),
    "free": ("free", flag),
    "max_price": ("max_price", lambda args, name: _rounded(_number(args, name), 2)),
    "time": ("times", lambda args, name: windows(args, name, choices(name))),
    "mode": ("mode", _choice),
    "sort": ("sort", _choice),
    "after": ("after", text),
    "before": ("before", text),
    "per_page": ("per_page", lambda args, name: whole(args, name, *PARAMETERS[name].limits)),
}
"""Parameter → field of `Query`, and what reads it: None where it is blank."""


def to_args(query: Query) -> dict[str, list[str]]:
    """Return the parameters that ask for the query: `parse` makes the same query of them on the same day."""
    args = {**_place_args(query), "q": [query.words] if query.words else []}
    args |= {name: list(getattr(query, field)) for name, field in FACETS.items()}
    args |= {name: list(getattr(query, field)) for name, field in LISTS.items()}
    args["time"] = list(query.times)
    args |= _date_args(query)
    for name, field in _FLAGS.items():
        args[name] = ["1"] if getattr(query, field) else []
    for name, field in _VALUES.items():
        value = getattr(query, field)
        args[name] = [] if value == _DEFAULTS[field] else [_plain(value)]
    return {name: values for name, values in args.items() if values}


_FLAGS = {"stated": "stated_only", "beginners": "beginners", "free": "free"}
_VALUES = {
    "max_price": "max_price",
    "mode": "mode",
    "join": "participation",
    "sort": "sort",
    "after": "after",
    "before": "before",
    "per_page": "per_page",
}
_DEFAULTS = msgspec.structs.asdict(Query())


def _place_args(query: Query) -> dict[str, list[str]]:
    within = query.within_km / KM_PER_MILE if query.units == "mi" else query.within_km
    reach: dict[str, list[str]] = {"within": [_plain(round(within, 2))], "units": [query.units]}
    if query.near:
        return {"near": [query.near], **reach}
    if query.latitude is None or query.longitude is None:
        return {} if (query.within_km, query.units) == (DEFAULT_WITHIN["km"], "km") else reach
    return {"lat": [_plain(query.latitude)], "lon": [_plain(query.longitude)], **reach}


def _date_args(query: Query) -> dict[str, list[str]]:
    if query.when:
        return {"when": [query.when]}
    return {
        "from": [query.date_from.isoformat()] if query.date_from else [],
        "to": [query.date_to.isoformat()] if query.date_to else [],
    }


def _plain(value: object) -> str:
    return f"{value:.9f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
