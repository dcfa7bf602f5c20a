"""Results that leave the house: calendars, feeds and tables of whatever the find page shows for the same parameters."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from babel import Locale
from flask import Blueprint, Response, abort, request, url_for

from finder.listing import Record
from finder.web import asking
from finder.web.backend import backend
from finder.web.feeds.atom import atom
from finder.web.feeds.geojson import geojson
from finder.web.feeds.json_feed import json_feed
from finder.web.feeds.linked import linked
from finder.web.feeds.rss import rss
from finder.web.feeds.selection import Selection, selected
from finder.web.feeds.table import table
from finder.web.feeds.week import week
from finder.web.language import _, current, remembered

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")


class Format(Record, frozen=True, kw_only=True):
    """A way to write a selection down."""

    content_type: str
    write: Callable[[Selection, Locale], bytes]
    is_file: bool = False


def _calendar(selection: Selection, _locale: Locale) -> bytes:
    from finder.web.calendar import ics  # noqa: PLC0415  a quarter of the start-up time, and few ask for it

    as_series = request.args.get("dates") == "series"
    groups = [hit.group for hit in selection.hits]
    return ics(groups, selection.title, selection.page, selection.page_of, selection.now, as_series=as_series)


FORMATS = {
    "calendar.ics": Format(content_type="text/calendar; charset=utf-8", write=_calendar),
    "rss.xml": Format(content_type="application/rss+xml; charset=utf-8", write=rss),
    "atom.xml": Format(content_type="application/atom+xml; charset=utf-8", write=atom),
    "feed.json": Format(content_type="application/feed+json", write=json_feed),
    "week.txt": Format(content_type="text/plain; charset=utf-8", write=week),
    "groups.csv": Format(content_type="text/csv; charset=utf-8; header=present", write=table, is_file=True),
    "groups.geojson": Format(content_type="application/geo+json", write=geojson),
    "groups.jsonld": Format(content_type="application/ld+json", write=lambda selection, _: linked(selection)),
}
"""By the last part of the address."""

_DISCOVERED = frozenset({"calendar.ics", "rss.xml"})


class FeedLink(Record, frozen=True, kw_only=True):
    """A way to take results along; `kind` is the media type where browsers and readers look for such links by it."""

    label: str
    note: str
    href: str
    kind: str | None = None


def links(params: asking.Params) -> list[FeedLink]:
    """Return the formats that a person may want of results, each with what it is for."""
    asked = f"?{asking.written(asking.settled(params))}" if params else ""
    return [msgspec.structs.replace(link, href=link.href + asked) for link in _links(request.root_path)]


@remembered
def _links(_root: str) -> tuple[FeedLink, ...]:
    words = {
        "calendar.ics": (_("Calendar"), _("for the calendar on your phone")),
        "rss.xml": (_("RSS"), _("for a reader of news")),
        "groups.csv": (_("Table"), _("for a spreadsheet")),
        "week.txt": (_("The next seven days"), _("as text for an e-mail")),
        "groups.geojson": (_("Map data"), _("for a map of your own")),
    }
    found = [
        FeedLink(
            label=label,
            note=note,
            href=url_for("feeds.feed", name=name),
            kind=FORMATS[name].content_type.partition(";")[0] if name in _DISCOVERED else None,
        )
        for name, (label, note) in words.items()
    ]
    paper = {
        "poster": (_("For the wall (PDF)"), _("a flyer with the first groups")),
        "list": (_("In large print (PDF)"), _("all of them, to take along")),
    }
    printed = (
        FeedLink(label=label, note=note, href=url_for("flyer.show", name=name)) for name, (label, note) in paper.items()
    )
    return (*found, *printed)


@blueprint.get("/<name>")
def feed(name: str) -> Response:
    """Send what the find page would show, in one of the formats."""
    chosen = FORMATS.get(name) or abort(404)
    selection, locale = selected(request, backend(), current()), current()
    response = Response(chosen.write(selection, locale), content_type=chosen.content_type)
    if chosen.is_file:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
