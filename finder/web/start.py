"""The first run: pick a town, see which calendars are known there, read them, and watch how far that is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for

from finder import catalogue
from finder.errors import FinderError, InputError, PlaceNotFound
from finder.geo import KM_PER_MILE, distance_km
from finder.listing import Place, Record, Source
from finder.search.terms import DEFAULT_WITHIN, units_in
from finder.web import asking, jobs, manager, words
from finder.web.backend import backend
from finder.web.errors import beside_suggestions
from finder.web.jobs import Job, Progress
from finder.web.kinds import kind_words, platform_words
from finder.web.language import _, country, current
from finder.web.rendering import render

blueprint = Blueprint("start", __name__)

DISTANCES = ("10", "15", "25", "40", "60", "100")
_FARTHEST = 200
_LONGEST = 200
_IN_TOWN_KM = 2.0


class Wish(Record, frozen=True, kw_only=True):
    """Where somebody wants calendars to be read."""

    near: str
    within: str
    units: str
    place: Place
    sources: tuple[Source, ...]


class Line(Record, frozen=True, kw_only=True):
    """A source of the catalogue in words."""

    name: str
    kind: str
    platform: str
    distance: str


@blueprint.get("/start")
def choose() -> Any:
    """Ask for a town, and show which calendars are known there."""
    near = request.args.get("near", "").strip()
    try:
        wish = _wish(near, request.args) if near else None
    except (InputError, PlaceNotFound) as error:
        return _choose(near, None, error), 404 if isinstance(error, PlaceNotFound) else 400
    return _choose(near, wish)


@blueprint.post("/start")
def begin() -> Any:
    """Begin to read the calendars that were shown."""
    manager.check()
    wish = _wish(request.form.get("near", "").strip(), request.form)
    if not wish.sources:
        return _choose(wish.near, wish)
    search = {"near": [wish.near], "within": [wish.within], "units": [wish.units]}
    job = Job(
        kind="harvest",
        label=wish.place.matched,
        started_at=manager.now(),
        href=asking.address(url_for("pages.find"), search),
        total=len(wish.sources),
    )
    return manager.begin(job, "harvest", "--json", "--", *(source.id for source in wish.sources))


@blueprint.post("/start/sample")
def sample() -> Any:
    """Begin to load the sample."""
    manager.check()
    total = len(catalogue.load(catalogue.SAMPLE))
    return manager.begin(
        Job(kind="sample", label=_("the sample"), started_at=manager.now(), href=url_for("pages.home"), total=total),
        "demo",
        "--json",
    )


@blueprint.get("/start/progress")
def progress() -> Any:
    """Show how far it is; the script of the page asks again and again, and a browser without one reloads."""
    return _progress(jobs.progress(backend().settings))


def _wish(near: str, fields: Any) -> Wish:
    """Return what is asked for; it is checked where it is read, since it may come from anywhere.

    Raises:
        InputError: no place, or no such distance.
        PlaceNotFound: no place goes by this name.
    """
    if not near:
        raise InputError(_("Say which town: its name, or a postal code."))
    place = backend().locator.find(near[:_LONGEST])
    units = fields.get("units", "")
    units = units if units in DEFAULT_WITHIN else units_in(place.country)
    within = fields.get("within", "") or "25"
    if not (within.isascii() and within.isdigit() and 1 <= int(within) <= _FARTHEST):
        raise InputError(_("How far is a whole number from 1 to %(most)s.", most=_FARTHEST))
    km = int(within) * (KM_PER_MILE if units == "mi" else 1)
    found = catalogue.near(backend().catalogue(), place.latitude, place.longitude, km)
    return Wish(near=near, within=within, units=units, place=place, sources=tuple(_harvestable(found)))


def _harvestable(sources: list[Source]) -> list[Source]:
    return [source for source in sources if source.platform != "sample"]


def _choose(near: str, wish: Wish | None, trouble: FinderError | None = None) -> str:
    units = wish.units if wish else units_in(country(current()))
    return render(
        "pages/start.html",
        near=near,
        wish=wish,
        units=units,
        within=wish.within if wish else "25",
        distances=DISTANCES,
        lines=[_line(source, wish) for source in wish.sources] if wish else [],
        trouble=beside_suggestions(trouble) if trouble else None,
        suggestions=getattr(trouble, "suggestions", ()),
        may=manager.offer(),
        running=_running(),
    )


def _line(source: Source, wish: Wish) -> Line:
    place, at = wish.place, (source.latitude or 0.0, source.longitude or 0.0)
    km = distance_km(place.latitude, place.longitude, *at)
    return Line(
        name=source.name,
        kind=kind_words(source.kind),
        platform=platform_words(source.platform),
        # The point of a source is mostly that of its town.
        distance=_("in town") if km < _IN_TOWN_KM else words.about(km, wish.units, current()),
    )


def _progress(found: Progress | None) -> Any:
    if found is None:
        return redirect(url_for("start.choose"))
    if found.job.kind == "look":
        return redirect(url_for("adding.found"))
    names = {source.id: source.name for source in backend().catalogue()}
    return render(
        "pages/progress.html",
        progress=found,
        groups=sum(report.groups for report in found.reports),
        unread=[(names.get(report.source_id, report.source_id), report.error) for report in found.unread],
        may=manager.offer(),
    )


def _running() -> bool:
    found = jobs.progress(backend().settings)
    return found is not None and found.is_running
