"""The pages to look around in: all towns, one town, one search in it, one venue, one host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urljoin

from flask import Blueprint, abort, redirect, request, url_for
from msgspec.structs import replace

from finder.errors import PlaceNotFound
from finder.search.query import Hit
from finder.search.terms import units_in
from finder.text import slug
from finder.web import asking, oembed, words
from finder.web.backend import backend
from finder.web.browse import addresses, choices, hosts, towns, venues
from finder.web.browse.choices import Choice
from finder.web.browse.crumbs import Crumb, jsonld, trail
from finder.web.browse.finding import asked, counts_in, made_in, suiting_in
from finder.web.browse.towns import Town
from finder.web.cards import card, sample_note, web_link
from finder.web.cards import host as host_name
from finder.web.claims import is_sample
from finder.web.group_page import around
from finder.web.jsonld import place
from finder.web.language import _, current, ngettext
from finder.web.maps import maps
from finder.web.rendering import render
from finder.web.results import results
from finder.web.visit import letter_to_venue

blueprint = Blueprint("browse", __name__)

_NEXT_UP = 6
_MOST_NAMES = 12
_MOST_CARDS = 60
_MOST = "100"
_NEVER = "9999"


class Link(NamedTuple):
    """A page to go on to, and how many groups are there."""

    label: str
    href: str
    number: str
    children: tuple[Link, ...] = ()
    icon: str | None = None


@blueprint.get("/near")
def everywhere() -> Any:
    """Show the towns of which groups are known, by region."""
    regions: dict[str, list[Crumb]] = {}
    for town in towns.known(backend()):
        regions.setdefault(town.name.partition(", ")[2], []).append((town.short, _town_address(town)))
    return render("browse/everywhere.html", regions=sorted(regions.items()), **_way((_("Towns"), request.path)))


@blueprint.get("/near/<place>")
def town(place: str) -> Any:
    """Show what there is in a town: what is made, what suits, where, by whom, and what comes next."""
    return _in_town(place, lambda name: url_for("browse.town", place=name), _town_page)


@blueprint.get("/near/<place>/<what>")
def chosen(place: str, what: str) -> Any:
    """Show the groups of one search in a town."""
    choice = choices.choice(what) or abort(404)
    address = partial(url_for, "browse.chosen", what=what)
    return _in_town(place, lambda name: address(place=name), lambda here: _chosen_page(here, choice))


@blueprint.get("/venues/<name>")
def venue(name: str) -> Any:
    """Show a venue: its groups, where it is, and what is said of getting in."""
    found = venues.venue(backend(), name, current()) or abort(404)
    if found.slug != name:
        return redirect(url_for("browse.venue", name=found.slug), 301)
    here, page = towns.town_at(backend(), found.first.place), url_for("browse.venue", name=name, _external=True)
    return render(
        "browse/venue.html",
        venue=found,
        where=words.roughly(found.first.place) if not words.is_exact(found.first.place) else None,
        maps=maps(found.first),
        letter=letter_to_venue(found.name, found.silent, page),
        around=around(found.first),
        hosts=_hosts(found.hits),
        **_listed(found.hits),
        place_data=None if is_sample(found.first) else place(found.name, found.first, found.said, page),
        **_way(_town_crumb(here), (found.name, request.path)),
    )


@blueprint.get("/hosts/<source_id>/<name>")
def host(source_id: str, name: str) -> Any:
    """Show the groups of one host."""
    hits = hosts.of(backend(), source_id, name) or abort(404)
    first = hits[0].group
    here = towns.town_at(backend(), first.place)
    return render(
        "browse/host.html",
        host=host_name(first),
        calendars=_calendars(hits),
        venues=_venues(hits),
        around=around(first),
        **_listed(sorted(hits, key=lambda one: one.next or _NEVER)),
        # Where several calendars tell of one host, each leads to an address, and one of these is the page.
        **_way(_town_crumb(here), (host_name(first) or "", request.path))
        | {"canonical": urljoin(request.url_root, addresses.host_page(first) or request.path)},
    )


def _in_town(place: str, address: Callable[[str], str], shown: Callable[[Town], str]) -> Any:
    """Answer with the page on a town, at the one address that it has; or say that no town goes by the name."""
    try:
        here = towns.town_of(backend(), place)
    except PlaceNotFound as error:
        near = [(name, url_for("browse.town", place=slug(name))) for name in error.suggestions]
        return render("browse/nowhere.html", text=place.replace("-", " "), near=near), 404
    if here.slug != place:
        return redirect(address(here.slug), 301)
    return shown(here)


def _town_page(here: Town) -> str:
    soonest = {**asked(here), "sort": ["soonest"], "per_page": [_MOST]}
    answer = replace(asking.answer(backend(), soonest), place_label=here.name)
    next_up, counts = replace(answer, hits=answer.hits[:_NEXT_UP]), counts_in(here)
    found = results(next_up, asked(here), url_for("pages.find"), backend(), current())
    return render(
        "browse/town.html",
        town=here,
        heading=found.heading,
        made=_made(here, made_in(counts)),
        suits=_links(here, choices.SUITS.values(), suiting_in(here, counts)),
        cards=found.cards,
        sample=found.sample,
        nearest=found.nearest,
        venues=_venues(answer.hits),
        hosts=_hosts(answer.hits),
        towns=_nearby(here),
        find=asking.address(url_for("pages.find"), asked(here)),
        is_empty=not answer.total,
        descriptions=oembed.discovery(request.base_url),
        **_way((here.name, request.path)),
    )


def _chosen_page(here: Town, choice: Choice) -> str:
    wanted = asked(here, choice)
    answer = replace(asking.answer(backend(), wanted), place_label=here.name)
    parent = choices.choice(choice.parent) if choice.parent else None
    return render(
        "browse/chosen.html",
        town=here,
        title=_("%(what)s near %(place)s", what=choice.heading(), place=here.name),
        choice=choice,
        results=results(answer, wanted, url_for("pages.find"), backend(), current()),
        others=_others(here, choice),
        towns=[(there, address, far) for there, address, far in _nearby(here, choice)],
        find=asking.address(url_for("pages.find"), wanted),
        stated=asking.address(url_for("pages.find"), {**wanted, "stated": ["1"]}) if _is_graded(choice) else None,
        is_empty=not answer.total,
        descriptions=oembed.discovery(request.base_url),
        **_way(_town_crumb(here), _crumb(here, parent) if parent else None, (choice.heading(), request.path)),
    )


def _is_graded(choice: Choice) -> bool:
    """Tell whether a search finds what is likely beside what is stated."""
    return bool({"situation", "beginners"} & choice.params.keys())


def _made(here: Town, counts: dict[str, int]) -> list[Link]:
    found = []
    for pathway in (one for one in choices.made().values() if one.parent is None):
        children = [one for one in choices.made().values() if one.parent == pathway.slug]
        links = tuple(_links(here, children, counts))
        if link := _link(here, pathway, counts.get(pathway.slug, 0)):
            found.append(link._replace(children=links, icon=pathway.slug))
    return found


def _links(here: Town, some: Iterable[Choice], counts: dict[str, int]) -> list[Link]:
    return [link for one in some if (link := _link(here, one, counts.get(one.slug, 0)))]


def _link(here: Town, choice: Choice, count: int) -> Link | None:
    if not count:
        return None
    return Link(choice.label(), _crumb(here, choice)[1], words.number(count, current()))


def _others(here: Town, choice: Choice) -> list[Link]:
    """Return other searches of the same kind in the town that find something."""
    counts = counts_in(here)
    if choice.slug in choices.SUITS:
        return _links(here, (one for one in choices.SUITS.values() if one != choice), suiting_in(here, counts))
    alike = [one for one in choices.made().values() if one != choice and one.parent == choice.parent]
    return _links(here, alike, made_in(counts))


def _nearby(here: Town, choice: Choice | None = None) -> list[tuple[str, str, str]]:
    units = units_in(here.place.country)
    return [
        (there.name, _crumb(there, choice)[1] if choice else _town_address(there), words.about(km, units, current()))
        for there, km in towns.nearby(backend(), here)
    ]


def _venues(hits: Iterable[Hit]) -> list[Link]:
    return _most_named((one.group.venue or "", addresses.venue(one.group)) for one in hits)


def _calendars(hits: Iterable[Hit]) -> list[tuple[str, str]]:
    """Return what the calendars are called that tell of a host, with their addresses."""
    sources = (one.group.source for one in hits if one.group.source)
    links = {link: source.name for source in sources if (link := web_link(source.url))}
    if len(links) == 1:
        return [(_("The calendar that we read"), next(iter(links)))]
    return [(_("A calendar that we read: %(name)s", name=name or link), link) for link, name in links.items()]


def _hosts(hits: Iterable[Hit]) -> list[Link]:
    return _most_named(
        (host_name(part[0].group) or "", addresses.host_page(part[0].group))
        for part in hosts.apart(hits)
        for _one in part
    )


def _most_named(pages: Iterable[tuple[str, str | None]]) -> list[Link]:
    named = [(name, href) for name, href in pages if href]
    counts, names = Counter(href for _name, href in named), {href: name for name, href in named}
    most = sorted(counts, key=lambda href: (-counts[href], names[href]))[:_MOST_NAMES]
    return [Link(names[href], href, words.number(counts[href], current())) for href in most]


def _listed(hits: Iterable[Hit]) -> dict[str, Any]:
    shown, locale = list(hits), current()
    count = ngettext("%(count)s group", "%(count)s groups", len(shown), count=words.number(len(shown), locale))
    return {
        "count": count,
        "cards": [card(one, "km", backend().now(), locale) for one in (_anywhere(one) for one in shown[:_MOST_CARDS])],
        "sample": sample_note([one.group for one in shown], locale),
    }


def _anywhere(found: Hit) -> Hit:
    """Return the hit without a distance, which would be one to the page itself."""
    return Hit(group=found.group, next=found.next, next_end=found.next_end)


def _town_address(here: Town) -> str:
    return url_for("browse.town", place=here.slug)


def _town_crumb(here: Town | None) -> Crumb | None:
    return (here.name, _town_address(here)) if here else None


def _crumb(here: Town, choice: Choice) -> Crumb:
    return choice.heading(), url_for("browse.chosen", place=here.slug, what=choice.slug)


def _way(*crumbs: Crumb | None) -> dict[str, Any]:
    way = trail(*crumbs)
    return {"crumbs": way, "crumbs_data": jsonld(way), "canonical": request.base_url}
