"""What the page of one group tells: every word ready, so that the template only lays out."""

from __future__ import annotations

from itertools import islice
from typing import Any

from finder.errors import InputError, PlaceNotFound
from finder.geo import distance_km
from finder.languages import languages_of
from finder.listing import Group, Place, Topic
from finder.search.query import Hit, Query
from finder.search.terms import units_in
from finder.web import asking, oembed, words
from finder.web.backend import backend
from finder.web.browse import addresses, crumbs, towns
from finder.web.cards import Card, card, distance, host, price_words, sample_note
from finder.web.cautions import cautions
from finder.web.claims import claims, complete, is_sample, names, parted
from finder.web.jsonld import event
from finder.web.language import _, country, current
from finder.web.links import mail, url_for
from finder.web.maps import maps
from finder.web.moments import dates
from finder.web.notes import taken_off
from finder.web.reporting import report
from finder.web.rhythm import cadence, evidence
from finder.web.visit import letter, said, silence, silent

_ACCESS: tuple[Topic, ...] = ("venue-access", "event-access")
_VISIT: tuple[Topic, ...] = ("first-visit", "social")
_SIMILAR = 3
_NEXT_DATES = 8
_FIRST_SILENT = 6
"""How many of the facts that nobody tells are named at once; the vocabulary has the most asked ones first."""


def shown(one: Group, seen_from: asking.Params) -> dict[str, Any]:
    """Return the values of the template `pages/group.html`.

    Args:
        one: the group.
        seen_from: parameters of the place that the visitor searched near; where it cannot be read, no way is told.
    """
    seen = _seen(seen_from)
    now, locale, page = backend().now(), current(), url_for("pages.group", group_id=one.id, _external=True)
    coming = dates(one, now, locale)
    suits, others = parted(claims(one, one.tags, locale))
    return {
        "group": one,
        "page": page,
        "tongue": _tongue(one),
        "mail": mail(
            one.title, "\n".join(part for part in (one.title, cadence(one, locale), words.where(one), page) if part)
        ),
        "descriptions": oembed.discovery(page),
        "dates": coming,
        "next": next((date for date in coming if not date.cancelled), None),
        "cautions": cautions(one, coming, now, locale),
        "price_words": price_words(one),
        "where": words.where(one),
        "far": _far(one, seen) if seen else None,
        "next_dates": _NEXT_DATES,
        "first_silent": _FIRST_SILENT,
        "roughly": words.roughly(one.place) if not words.is_exact(one.place) else None,
        "maps": maps(one),
        "clock": words.zone_words(coming[0].iso, one.timezone) if coming else None,
        "read_at": words.site(one.url) if is_sample(one) else None,
        "price": words.price(one.price, locale),
        "ages": words.ages(one.ages),
        "host": host(one),
        "facts": complete(suits),
        "sitting": any(tag.tag == "limited-mobility" and tag.level == "likely" for tag in one.tags),
        "others": others,
        "cadence": cadence(one, locale),
        "evidence": evidence(one, locale),
        "access": said(one, _ACCESS, locale),
        "access_silent": silence(one),
        "costs": said(one, ("cost",), locale),
        "visit": said(one, _VISIT, locale),
        "visit_silent": [(_("Not stated:"), names)] if (names := silent(one, ("social",))) else [],
        "taken_off": taken_off(one, locale),
        "letter": None if is_sample(one) else letter(one, page),
        "report": report(one, page, backend().settings.contact),
        "jsonld": None if is_sample(one) else event(one, page, now),
        "similar": _similar(one, seen.units if seen else _units_at(one.place)),
        "confirmed": words.day_words(one.last_confirmed, locale),
        "sample": sample_note([one], locale),
        "is_sample": is_sample(one),
        "around": around(one),
        "venue_page": addresses.venue(one),
        "host_page": addresses.host_page(one),
        **_way(one),
    }


def _tongue(group: Group) -> str | None:
    """Return the language of the listing where the page has another, so that a screen reader changes its voice."""
    spoken = languages_of(f"{group.title} {group.description or ''}")
    return spoken[0] if len(spoken) == 1 and spoken[0] != current().language else None


def _way(group: Group) -> dict[str, Any]:
    here = towns.town_at(backend(), group.place) if group.mode != "online" else None
    town = (here.name, url_for("browse.town", place=here.slug)) if here else None
    way = crumbs.trail(town, (group.title, url_for("pages.group", group_id=group.id)))
    return {"crumbs": way, "crumbs_data": crumbs.jsonld(way)}


def _seen(seen_from: asking.Params) -> Query | None:
    """Return from where the visitor looks, and in which units they reckon; None where no place is named."""
    try:
        query = asking.query_of(backend(), seen_from)
    except (InputError, PlaceNotFound):
        return None
    return query if query.latitude is not None else None


def _far(group: Group, query: Query) -> str | None:
    """Return how far it is from where the visitor searched, as the crow flies."""
    place = group.place
    if place is None or query.latitude is None or query.longitude is None or not words.is_exact(place):
        return None
    km = distance_km(query.latitude, query.longitude, place.latitude, place.longitude)
    way = distance(Hit(group=group, distance_km=km), query.units, current())
    if way is None:
        return None
    named = query.place_label or query.near
    if not named:
        return _("%(distance)s from you in a straight line", distance=way)
    return _("%(distance)s from %(place)s in a straight line", distance=way, place=named)


def around(group: Group) -> str | None:
    """Return the address of a search around the group."""
    if group.place is None or group.mode == "online":
        return None
    return asking.address(url_for("pages.find"), _there(group.place))


def _there(place: Place) -> asking.Params:
    point = {"lat": [f"{place.latitude:.2f}"], "lon": [f"{place.longitude:.2f}"]}
    return {**point, "units": [_units_at(place)]}


def _units_at(place: Place | None) -> str:
    """Return the units of the road signs there; where the country is not known, those of the visitor."""
    return units_in((place.country if place else None) or country(current()))


def _similar(group: Group, units: str) -> list[Card]:
    """Return a few groups nearby that do the same."""
    kinds = {facet: list(names(group, facet)) for facet in ("activity", "pathway")}
    facet = "activity" if kinds["activity"] else "pathway"
    if group.place is None or group.mode == "online" or not kinds[facet]:
        return []
    asked = {**_there(group.place), facet: kinds[facet], "mode": ["in-person"], "per_page": [str(_SIMILAR + 1)]}
    found = asking.answer(backend(), asked, with_hints=False)
    cards = (card(hit, units, backend().now(), current()) for hit in found.hits)
    return list(islice((one for one in cards if one.id != group.id), _SIMILAR))
