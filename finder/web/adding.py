"""Adding a source by its address: what its calendar lists is shown, tagged, before anything is kept."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Blueprint, redirect, request, url_for

from finder import catalogue
from finder.errors import InputError
from finder.listing import Listing, Record, Source, Tag
from finder.store import open_store
from finder.taxonomy import label
from finder.web import asking, jobs, manager, words
from finder.web.backend import backend
from finder.web.jobs import Job
from finder.web.language import _, current
from finder.web.rendering import render

blueprint = Blueprint("adding", __name__)

_ABOUT = ("name", "city", "region", "country")
_LONGEST = 200
_LONGEST_ADDRESS = 2000


class Shown(Record, frozen=True, kw_only=True):
    """A listing in words; each tag with its label, its level and the organiser's words."""

    title: str
    when: str | None = None
    where: str | None = None
    tags: tuple[tuple[str, Tag], ...] = ()


@blueprint.get("/sources/add")
def ask() -> Any:
    """Ask for the address of a calendar, or of any page of who publishes one."""
    return _ask({})


@blueprint.post("/sources/add")
def look() -> Any:
    """Begin to look for the calendar at an address."""
    manager.check()
    given = {name: request.form.get(name, "").strip()[:_LONGEST] for name in ("url", *_ABOUT)}
    url = request.form.get("url", "").strip()
    if not catalogue.is_address(url) or len(url) > _LONGEST_ADDRESS:
        return _ask(given, _("That is no web address: it begins with https:// and has no blanks.")), 400
    options = [f"--{name}={given[name]}" for name in _ABOUT if given[name]]
    job = Job(kind="look", label=url, started_at=manager.now())
    return manager.begin(job, "sources", "add", "--dry-run", *options, "--", url)


@blueprint.get("/sources/found")
def found() -> Any:
    """Show what the calendar lists, or why there is none."""
    progress = jobs.progress(backend().settings)
    if not manager.may_manage() or progress is None or progress.job.kind != "look":
        return redirect(url_for("adding.ask"))
    listings = [_shown(one) for one in progress.find.listings] if progress.find else []
    return render("pages/found.html", progress=progress, listings=listings, may=manager.offer())


@blueprint.post("/sources/keep")
def keep() -> Any:
    """Keep the source that was shown, and begin to read it."""
    manager.check()
    settings = backend().settings
    progress = jobs.progress(settings)
    # The page may be an old one: what is kept is what it showed, or nothing.
    if not progress or not progress.find or progress.find.source.url != request.form.get("url"):
        raise InputError(_("We no longer have that calendar at hand. Please look for it once more."))
    source = progress.find.source
    with closing(open_store(settings.store_path)) as store:
        store.save_sources([source])
    job = Job(kind="harvest", label=source.name, started_at=manager.now(), href=_around(source), total=1)
    return manager.begin(job, "harvest", "--json", "--", source.id)


def _ask(given: dict[str, str], trouble: str | None = None) -> str:
    return render("pages/add_source.html", may=manager.offer(), given=given, trouble=trouble)


def _shown(listing: Listing) -> Shown:
    when = words.when(listing.start, listing.end, listing.timezone, backend().now(), current()) if listing.start else ""
    return Shown(
        title=listing.title,
        when=when or None,
        where=listing.venue or (listing.place.matched if listing.place else None),
        tags=tuple((_(label(tag.facet, tag.tag)), tag) for tag in listing.tags if tag.level != "no"),
    )


def _around(source: Source) -> str:
    if source.latitude is None or source.longitude is None:
        return url_for("pages.find")
    point = {"lat": [f"{source.latitude:.2f}"], "lon": [f"{source.longitude:.2f}"]}
    return asking.address(url_for("pages.find"), point)
