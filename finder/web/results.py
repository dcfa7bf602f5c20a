"""An answer in words and links: what was found, what was set aside, what to loosen, and where to go on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec
from babel import Locale

from finder.geo import KM_PER_MILE
from finder.listing import Record
from finder.search.parse import to_args
from finder.search.query import Answer, Closest, Hit, Query
from finder.web import words
from finder.web.asking import Params, address, changed, may_be_a_house
from finder.web.backend import Backend
from finder.web.cards import Brief, card, sample_note
from finder.web.form import Form
from finder.web.language import _, ngettext
from finder.web.parts import Door, Part, doors, parts

_FARTHEST = 2000
"""The longest distance that can be asked for."""
_BUDGET = "low-budget"
_FEW = 3
"""Groups that one can well look at each."""
_WHERE = frozenset({"near", "lat", "lon", "within", "units", "mode", "sort", "per_page"})
"""Parameters that ask for nothing but a place, and pages of towns for what meets there."""


class Link(Record, frozen=True, kw_only=True):
    """Where to go, in words; `note` says what comes of it."""

    label: str
    href: str
    note: str | None = None
    is_current: bool = False


class Near(Record, frozen=True, kw_only=True):
    """What comes closest where nothing fits: what was let go of, some groups, and where all of them are."""

    without: tuple[str, ...]
    is_silent: bool
    cards: tuple[Brief, ...]
    all: Link | None


class Results(Record, frozen=True, kw_only=True):
    """What a page of results shows."""

    total: int
    heading: str
    cards: tuple[Brief, ...]
    parts: tuple[Part, ...] = ()
    doors: tuple[Door, ...] | None = None
    set_aside: tuple[Link, ...] = ()
    loosen: tuple[Link, ...] = ()
    sorts: tuple[Link, ...] = ()
    earlier: str | None = None
    later: str | None = None
    position: str | None = None
    sample: str | None = None
    online: str | None = None
    nearest: Link | None = None
    closest: Near | None = None
    latitude: float | None = None
    longitude: float | None = None
    within_km: float = 0.0
    units: str = "km"
    seen_from: str = ""


def results(answer: Answer, params: Params, path: str, backend: Backend, locale: Locale) -> Results:
    """Return the answer as pages show it; all links lead to `path`."""
    query, now = answer.query, backend.now()
    cards = tuple(card(hit, query.units, now, locale) for hit in answer.hits)
    if query.latitude is None:
        # Without a place there is no distance, and the name of a house alone says not even which country.
        cards = tuple(
            msgspec.structs.replace(shown, distance=words.town(hit.group))
            for shown, hit in zip(cards, answer.hits, strict=True)
        )
    return msgspec.structs.replace(
        _listed(answer, params, path, cards, locale),
        parts=parts(answer, cards),
        doors=doors(answer, params, path),
        set_aside=(
            *(_set_aside(name, count, params, path) for name, count in answer.set_aside.items() if count),
            *_likely_cheap(answer, params, path),
        ),
        sorts=tuple(
            Link(label=name, href=address(path, changed(params, {"sort": key})), is_current=key == query.sort)
            for key, name in Form(params, locale).sorts()
            if key != "nearest" or query.latitude is not None
        ),
        sample=sample_note([hit.group for hit in _shown(answer)], locale),
        closest=_closest(answer.closest, params, path, now, locale) if answer.closest else None,
        latitude=query.latitude,
        longitude=query.longitude,
        within_km=query.within_km,
        units=query.units,
        seen_from=_seen_from(query, params),
    )


def _seen_from(query: Query, params: Params) -> str:
    """Return what the address of a group's page is told, so that the page can say how far it is: where, no more.

    Such an address may be passed on: of a house that was typed it tells the point, to about a kilometre.
    """
    point = {"lat": [f"{query.latitude:.2f}"], "lon": [f"{query.longitude:.2f}"]} if query.latitude is not None else {}
    place: Params = {"near": [query.near]} if query.near and not may_be_a_house(query.near) else point
    units: Params = {"units": params["units"]} if place and "units" in params else {}
    return address("", place | units)


Show = Callable[[Hit, str, datetime | None, Locale], Brief]
"""Makes of a hit what is shown of it; see `finder.web.cards.brief`."""


def copied(answer: Answer, params: Params, path: str, locale: Locale, show: Show) -> Results:
    """Return the answer as pages of others show it: read again from a cache on another day, it calls no day today."""
    return _listed(
        answer, params, path, tuple(show(hit, answer.query.units, None, locale) for hit in answer.hits), locale
    )


def _listed(answer: Answer, params: Params, path: str, cards: tuple[Brief, ...], locale: Locale) -> Results:
    return Results(
        total=answer.total,
        heading=_heading(answer, locale),
        cards=cards,
        loosen=tuple(
            Link(
                label=loosened(one.changes, params, locale),
                note=_count(one.total, locale),
                href=address(path, changed(params, one.changes)),
            )
            for one in answer.loosen
        ),
        earlier=address(path, changed(params, {"before": answer.earlier})) if answer.earlier else None,
        later=address(path, changed(params, {"after": answer.later})) if answer.later else None,
        position=_position(answer, locale),
        sample=sample_note([hit.group for hit in answer.hits], locale),
        online=_online(answer, locale),
        nearest=_nearest(answer, params, path, locale),
    )


def loosened(changes: Mapping[str, str | None], params: Params, locale: Locale) -> str:
    """Return in words what is let go by these changes of the parameters."""
    name = next(iter(changes))
    if name == "within":
        unit = "length-mile" if changes.get("units") == "mi" else "length-kilometer"
        distance = words.measure(int(changes["within"] or 0), unit, locale)
        return _("Within %(distance)s", distance=distance)
    if name == "q":
        kept = (changes["q"] or "").split()
        dropped = [word for word in "".join(params.get("q", [])).split() if word not in kept]
        return _("Without “%(word)s”", word=" ".join(dropped))
    if name == "mode":
        from_home = params.get("mode") == ["online"]
        return _("Groups that meet in person too") if from_home else _("Online groups too")
    return LOOSENED[name]()


def _position(answer: Answer, locale: Locale) -> str | None:
    if len(answer.hits) in {0, answer.total}:
        return None
    places = (answer.first, answer.first + len(answer.hits) - 1, answer.total)
    first, last, total = (words.number(place, locale) for place in places)
    return _("%(first)s to %(last)s of %(total)s", first=first, last=last, total=total)


def _count(total: int, locale: Locale) -> str:
    return ngettext("%(count)s group", "%(count)s groups", total, count=words.number(total, locale))


def _heading(answer: Answer, locale: Locale) -> str:
    query, near = answer.query, answer.total - answer.elsewhere
    count = _count(near, locale) if near else _("Nothing that fits") if _asks_more(query) else _("No groups")
    if query.latitude is None:
        return count
    span = words.distance(query.within_km, query.units, locale)
    place = answer.place_label or query.place_label or query.near
    if not place:
        return _("%(count)s within %(distance)s of you", count=count, distance=span)
    return _("%(count)s within %(distance)s of %(place)s", count=count, distance=span, place=place)


def _asks_more(query: Query) -> bool:
    """Tell whether more is asked than for what is near a place."""
    return not _WHERE.issuperset(to_args(query))


def _online(answer: Answer, locale: Locale) -> str | None:
    """Return how many can only be joined from home: they are not within any distance."""
    if not answer.elsewhere:
        return None
    return ngettext(
        "%(count)s group elsewhere can be joined online",
        "%(count)s groups elsewhere can be joined online",
        answer.elsewhere,
        count=words.number(answer.elsewhere, locale),
    )


def _nearest(answer: Answer, params: Params, path: str, locale: Locale) -> Link | None:
    """Return how far off the nearest group is, with a search that reaches it, where none is near."""
    query, km = answer.query, answer.nearest_km
    if km is None:
        return None
    reach = math.ceil((km / KM_PER_MILE if query.units == "mi" else km) * 1.05)
    wider = changed(params, {"within": str(reach), "units": query.units})
    return Link(
        label=_("The nearest that fits is %(distance)s away.", distance=words.distance(km, query.units, locale)),
        href=address(path, wider) if reach <= _FARTHEST else "",
        note=_("Search that far"),
    )


def _shown(answer: Answer) -> tuple[Hit, ...]:
    return answer.hits or (answer.closest.hits if answer.closest else ())


def _closest(found: Closest, params: Params, path: str, now: datetime | None, locale: Locale) -> Near:
    query = found.query
    link = Link(
        label=_("Show all %(count)s", count=words.number(found.total, locale)),
        href=address(path, to_args(query)),
    )
    return Near(
        without=tuple(loosened(changes, params, locale) for changes in found.let_go),
        is_silent=bool(query.silent),
        cards=tuple(card(hit, query.units, now, locale) for hit in found.hits),
        all=link if found.total > len(found.hits) else None,
    )


def _set_aside(name: str, count: int, params: Params, path: str) -> Link:
    """Say how many are silent on a filter; the link asks for these too, and for none that says no."""
    kept = {key: values for key, values in params.items() if key not in {"after", "before"}}
    wider = kept | {"silent": [*params.get("silent", []), name]}
    return Link(
        label=_SILENCE.get(name, _other)(count),
        href=address(path, wider),
        note=ngettext("show it too", "show them too", count),
    )


def _likely_cheap(answer: Answer, params: Params, path: str) -> Iterator[Link]:
    """Yield a way to what is likely to cost little, where many do not say: who has no money need not ask them all."""
    if answer.query.free and answer.set_aside.get("price", 0) > _FEW and _BUDGET not in answer.query.situations:
        asked = changed(params, {"free": None})
        wider = asked | {"situation": [*asked.get("situation", []), _BUDGET]}
        yield Link(
            label=_("Free or cheap, stated or likely (as in a library)"),
            href=address(path, wider),
            note=_("show these"),
        )


def _other(count: int) -> str:
    return ngettext("%(num)s more does not say", "%(num)s more do not say", count)


def _no_dates(count: int) -> str:
    return ngettext("%(num)s more does not give its dates", "%(num)s more do not give their dates", count)


LOOSENED: dict[str, Callable[[], str]] = {
    "pathway": lambda: _("Anything that people make"),
    "activity": lambda: _("Any activity"),
    "format": lambda: _("Any kind of meeting"),
    "situation": lambda: _("Whoever it suits"),
    "access": lambda: _("Whatever access it has"),
    "stated": lambda: _("Likely as well as stated"),
    "beginners": lambda: _("Not only for beginners"),
    "ages": lambda: _("Any age"),
    "together": lambda: _("Whoever comes along"),
    "purpose": lambda: _("Any purpose"),
    "free": lambda: _("At any price"),
    "day": lambda: _("On any weekday"),
    "time": lambda: _("At any time of day"),
    "when": lambda: _("On any date"),
    "join": lambda: _("To take part or to watch"),
    "cadence": lambda: _("However often it meets"),
    "without": lambda: _("With what was left out"),
    "host": lambda: _("Whoever holds it"),
    "language": lambda: _("In any language"),
    "all": lambda: _("Any of what was chosen"),
}
"""By the first parameter that is let go, what that is in words."""

_SILENCE: dict[str, Callable[[int], str]] = {
    "limited-mobility": (
        lambda n: ngettext(
            "%(num)s more does not say whether it works with limited mobility",
            "%(num)s more do not say whether they work with limited mobility",
            n,
        )
    ),
    "introvert-friendly": (
        lambda n: ngettext(
            "%(num)s more does not say whether it is quiet and low-pressure",
            "%(num)s more do not say whether they are quiet and low-pressure",
            n,
        )
    ),
    "low-budget": (
        lambda n: ngettext(
            "%(num)s more does not say whether it is free or cheap",
            "%(num)s more do not say whether they are free or cheap",
            n,
        )
    ),
    "time-constrained": (
        lambda n: ngettext(
            "%(num)s more does not say whether it takes little time",
            "%(num)s more do not say whether they take little time",
            n,
        )
    ),
    "price": (
        lambda n: ngettext("%(num)s more does not say what it costs", "%(num)s more do not say what they cost", n)
    ),
    "beginners": (
        lambda n: ngettext(
            "%(num)s more does not say whether beginners are welcome",
            "%(num)s more do not say whether beginners are welcome",
            n,
        )
    ),
    "ages": (
        lambda n: ngettext(
            "%(num)s more does not say for which ages it is", "%(num)s more do not say for which ages they are", n
        )
    ),
    "format": (
        lambda n: ngettext(
            "%(num)s more does not say what kind of meeting it is",
            "%(num)s more do not say what kind of meeting they are",
            n,
        )
    ),
    "mode": (
        lambda n: ngettext(
            "%(num)s more does not say whether it meets in person or online",
            "%(num)s more do not say whether they meet in person or online",
            n,
        )
    ),
    "join": (
        lambda n: ngettext(
            "%(num)s more does not say whether one takes part or watches",
            "%(num)s more do not say whether one takes part or watches",
            n,
        )
    ),
    "time": (
        lambda n: ngettext(
            "%(num)s more does not say at what time it meets", "%(num)s more do not say at what time they meet", n
        )
    ),
    "activity": (
        lambda n: ngettext("%(num)s more does not say what is done", "%(num)s more do not say what is done", n)
    ),
    "pathway": (
        lambda n: ngettext("%(num)s more does not say what is made", "%(num)s more do not say what is made", n)
    ),
    "day": _no_dates,
    "when": _no_dates,
    "cadence": (
        lambda n: ngettext(
            "%(num)s more does not say how often it meets", "%(num)s more do not say how often they meet", n
        )
    ),
    "host": (lambda n: ngettext("%(num)s more does not say who holds it", "%(num)s more do not say who holds them", n)),
    "language": (
        lambda n: ngettext(
            "%(num)s more is too short to tell its language", "%(num)s more are too short to tell their language", n
        )
    ),
    "without": (
        lambda n: ngettext(
            "%(num)s more does not say whether it has what you left out",
            "%(num)s more do not say whether they have what you left out",
            n,
        )
    ),
    "situation": (
        lambda n: ngettext("%(num)s more does not say whom it suits", "%(num)s more do not say whom they suit", n)
    ),
    "access": (
        lambda n: ngettext(
            "%(num)s more does not say what access it has", "%(num)s more do not say what access they have", n
        )
    ),
}
"""For each filter that groups can be silent on, the sentence that says so."""
