"""All sources and how each of them is, for everybody to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from msgspec.structs import replace

from finder.errors import InputError, PlaceNotFound
from finder.geo import KM_PER_MILE, distance_km
from finder.listing import Place, Record, Source
from finder.search.terms import units_in
from finder.source_health import Condition, condition
from finder.text import fold
from finder.web import asking, manager, words
from finder.web.backend import backend
from finder.web.cards import web_link
from finder.web.errors import beside_suggestions
from finder.web.kinds import UNREAD, kind_words, platform_words, state_words
from finder.web.language import _, current
from finder.web.rendering import render
from finder.web.results import Link

blueprint = Blueprint("sources", __name__)

_PER_PAGE = 50
_FARTHEST = 2000
_USUAL = "25"
_LONGEST = 200
_NAMES = ("near", "within", "q", "state")

STATES = ("working", "quiet", "unreachable", "changed", "blocked", "gone", "broken by us", UNREAD)
"""How a source can be, the best first."""


class Row(Record, frozen=True, kw_only=True):
    """One source in words."""

    name: str
    url: str | None
    home: str
    kind: str
    platform: str
    state: str
    state_words: str
    reason: str | None = None
    last_good: str | None = None
    counts: str | None = None
    distance: str | None = None


class Known(Record, frozen=True, kw_only=True):
    """A source, how it is where it was asked, and how far it is from the place asked for."""

    source: Source
    condition: Condition | None
    km: float | None = None

    @property
    def state(self) -> str:
        """How it is, in a word; `unread` when nobody has asked it."""
        return self.condition.state if self.condition else UNREAD


@blueprint.get("/sources")
def show() -> Any:
    """Show the sources that fit, those that were read before those that were not."""
    given = {name: request.args.get(name, "").strip()[:_LONGEST] for name in _NAMES}
    try:
        asking.check(request)
        place = backend().locator.find(given["near"]) if given["near"] else None
        known = _within(all_known(given["q"]), place, given["within"] or _USUAL)
    except (InputError, PlaceNotFound) as error:
        status = 404 if isinstance(error, PlaceNotFound) else 400
        return _page(given, trouble=beside_suggestions(error), suggestions=getattr(error, "suggestions", ())), status
    chosen = [one for one in known if given["state"] in {"", one.state}]
    return _page(given, place=place, known=known, chosen=sorted(chosen, key=_rank))


def _page(
    given: dict[str, str],
    *,
    place: Place | None = None,
    known: Sequence[Known] = (),
    chosen: Sequence[Known] = (),
    trouble: str | None = None,
    suggestions: Sequence[str] = (),
) -> str:
    asked = {name: [value] for name, value in given.items() if value}
    pages = max(1, -(-len(chosen) // _PER_PAGE))
    page = min(_page_number(), pages)
    units = _units(place)
    rows = [_row(one, units) for one in chosen[(page - 1) * _PER_PAGE : page * _PER_PAGE]]
    return render(
        "pages/sources.html",
        given=given,
        usual=_USUAL,
        units=units,
        place=place,
        total=words.number(len(chosen), current()),
        count=len(chosen),
        states=_states(known, asked),
        rows=rows,
        position=_("Page %(page)s of %(pages)s", page=page, pages=pages) if pages > 1 else None,
        earlier=_turned(asked, page - 1) if page > 1 else None,
        later=_turned(asked, page + 1) if page < pages else None,
        trouble=trouble,
        suggestions=[(name, asking.address(url_for("sources.show"), {"near": [name]})) for name in suggestions],
        may=manager.offer(),
    )


def all_known(words_asked: str) -> list[Known]:
    """Return all sources that hold these words in name, town or address, with how each of them is."""
    now = backend().now()
    last = {report.source_id: report for report in backend().store.reports()}
    wanted = fold(words_asked)
    return [
        Known(source=source, condition=condition(last[source.id], now) if source.id in last else None)
        for source in backend().catalogue()
        if not wanted or wanted in fold(f"{source.name} {source.home or ''} {source.url}")
    ]


def _within(known: list[Known], place: Place | None, within: str) -> list[Known]:
    if place is None:
        return known
    if not (within.isascii() and within.isdigit() and 1 <= int(within) <= _FARTHEST):
        raise InputError(_("How far is a whole number from 1 to %(most)s.", most=_FARTHEST))
    reach = int(within) * (KM_PER_MILE if _units(place) == "mi" else 1)
    placed = [replace(one, km=_km(one.source, place)) for one in known]
    return [one for one in placed if one.km is not None and one.km <= reach]


def _km(source: Source, place: Place) -> float | None:
    if source.latitude is None or source.longitude is None:
        return None
    return distance_km(place.latitude, place.longitude, source.latitude, source.longitude)


def _rank(one: Known) -> tuple[object, ...]:
    """Those that need somebody come first, then what works, then what was not read yet; the nearer before."""
    unread = one.condition is None
    rank = one.condition.rank[:2] if one.condition else ()
    return (unread, rank, one.km or 0.0, fold(one.source.name), one.source.id)


def _units(place: Place | None) -> str:
    usual = backend().settings.units
    if usual != "auto":
        return usual
    return units_in(place.country if place else None)


def _row(one: Known, units: str) -> Row:
    source, found, locale = one.source, one.condition, current()
    return Row(
        name=source.name,
        url=web_link(source.url),
        home=", ".join(part for part in (source.home, source.country) if part),
        kind=kind_words(source.kind),
        platform=platform_words(source.platform),
        state=one.state.replace(" ", "-"),
        state_words=state_words(one.state),
        reason="; ".join((found.reason, *found.alarms)) if found else None,
        last_good=words.day_words(found.last_good, locale) if found else None,
        counts=_counts(found) if found else None,
        distance=words.about(one.km, units, locale) if one.km is not None else None,
    )


def _counts(found: Condition) -> str:
    locale = current()
    return _(
        "%(listings)s dates, %(groups)s groups",
        listings=words.number(found.listings, locale),
        groups=words.number(found.groups, locale),
    )


def _states(known: Sequence[Known], asked: asking.Params) -> list[Link]:
    """Return a link for each state that occurs, with how many are in it."""
    counts = Counter(one.state for one in known)
    path, current_state = url_for("sources.show"), asked.get("state", [""])[0]
    every = [("", _("all"), len(known))] + [(state, state_words(state), counts[state]) for state in STATES]
    return [
        Link(
            label=label,
            note=words.number(count, current()),
            href=asking.address(path, asking.changed(asked, {"state": state or None})),
            is_current=state == current_state,
        )
        for state, label, count in every
        if count or state == current_state
    ]


def _turned(asked: asking.Params, page: int) -> str:
    return asking.address(url_for("sources.show"), {**asked, "page": [str(page)]})


def _page_number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004  no list is so long
