"""A group as readers of feeds show it: a title, a few lines and an address, the same in RSS, Atom and JSON Feed."""

from __future__ import annotations

from datetime import datetime

from babel import Locale

from finder.listing import Place, Record
from finder.search.query import Hit
from finder.taxonomy import label
from finder.web import words
from finder.web.cards import Brief, brief, other_host, web_link
from finder.web.claims import is_sample, names
from finder.web.feeds.selection import Selection
from finder.web.language import _


class Entry(Record, frozen=True, kw_only=True):
    """One group; `lines` tell when, where, for how much and what it is; `start` and `end` are of its next date."""

    id: str
    url: str
    title: str
    lines: tuple[str, ...]
    updated: datetime
    start: str | None = None
    end: str | None = None
    host: str | None = None
    where: str | None = None
    place: Place | None = None
    kinds: tuple[str, ...] = ()
    image: str | None = None
    source: str | None = None


def entries(selection: Selection, locale: Locale) -> list[Entry]:
    """Return the groups of a selection in its order."""
    return [_entry(hit, selection, locale) for hit in selection.hits]


def _entry(hit: Hit, selection: Selection, locale: Locale) -> Entry:
    group, shown = hit.group, brief(hit, "km", None, locale)
    return Entry(
        # The id of a group outlives a move of the site to another address.
        id=f"urn:creative-community-finder:group:{group.id}",
        url=selection.page_of(group),
        title=group.title,
        lines=_lines(hit, shown),
        updated=selection.changed(group),
        start=hit.next,
        end=hit.next_end,
        host=other_host(group),
        where=", ".join(dict.fromkeys(part for part in (words.where(group), group.address) if part)) or None,
        place=group.place if group.mode != "online" and words.is_exact(group.place) else None,
        kinds=tuple(_(label(facet, tag)) for facet in ("pathway", "activity") for tag in names(group, facet)),
        image=web_link(group.image),
        source=None if is_sample(group) else web_link(group.url),
    )


def _lines(hit: Hit, shown: Brief) -> tuple[str, ...]:
    group = hit.group
    sample = _("Sample: dates may be carried over. Ask the host before you go.") if is_sample(group) else None
    when = shown.next.words if shown.next else _("No coming date is listed")
    found = (sample, when, shown.cadence, shown.where, shown.price, shown.ages, group.description)
    return tuple(line for line in found if line)
