"""A group as a service of Open Referral's Human Services Data Specification 3.1 (https://docs.openreferral.org/).

The names of fields are the standard's.  Where it wants one that nobody states, as a postal code, that one is absent.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from finder.listing import Ages, Group, Price
from finder.taxonomy import facets
from finder.web import words
from finder.web.cards import host, web_link
from finder.web.directories import addresses, ids
from finder.web.directories.hsds_schedule import schedules
from finder.web.directories.stated import ACCESS, Node, access_words, flags, known, names, tags

TAXONOMY = "Creative Community Finder"
FACETS = ("pathway", "activity", "format", "situation", "welcome", "ages", "together", "purpose")
"""Questions whose stated answers are terms of our taxonomy."""

_SIGN_UP = {"required": "Sign-up required", "optional": "Sign-up possible", "none": "No sign-up needed"}


def service(group: Group, page: str, changed: int | None, *, full: bool = True) -> Node:
    """Return the service.

    Args:
        group: what meets.
        page: the address of its page here.
        changed: the number of its last change: the moment in microseconds.
        full: with all that belongs to it; without, as lists have it by the standard, with its organisation alone.
    """
    name = ids.of_group(group.id or "")
    found = known(
        {
            "id": name,
            "name": group.title,
            "description": group.description,
            "url": web_link(group.url) or page,
            "status": "active",
            "application_process": _SIGN_UP.get(group.registration or ""),
            "fees_description": _fees(group.price),
            "assured_date": group.last_confirmed[:10] if group.last_confirmed else None,
            "last_modified": _moment(changed) if changed else None,
            **_ages(group.ages),
            "organization": _organization(group),
        }
    )
    return found | _nested(group, name, page) if full else found


@cache
def terms() -> dict[str, tuple[str, str]]:
    """Return facet and tag by the name of each term of the taxonomy."""
    return {_term_id(facet, tag): (facet, tag) for facet in FACETS for tag in facets()[facet].tags}


def taxonomy() -> Node:
    """Return our taxonomy."""
    return {
        "id": ids.of("taxonomy"),
        "name": TAXONOMY,
        "description": "What people make together, in what form, and whom it suits by the host's own words",
    }


@cache
def term(facet: str, tag: str) -> Node:
    """Return a term of the taxonomy."""
    info = facets()[facet].tags[tag]
    return known(
        {
            "id": _term_id(facet, tag),
            "code": f"{facet}:{tag}",
            "name": info.label,
            "description": info.description or info.label,
            "parent_id": _term_id("pathway", info.parent) if info.parent else None,
            "taxonomy": TAXONOMY,
            "taxonomy_id": ids.of("taxonomy"),
            "language": "en",
        }
    )


@cache
def _term_id(facet: str, tag: str) -> str:
    return ids.of("term", facet, tag)


def _nested(group: Group, name: str, page: str) -> Node:
    return known(
        {
            "schedules": schedules(group, name),
            "service_at_locations": _locations(group, name, page),
            "cost_options": _costs(group.price, name),
            "attributes": _attributes(group, name),
        }
    )


def _moment(number: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _organization(group: Group) -> Node | None:
    """Return who runs it, else who publishes it: the standard wants one, and says who vouches for what is told."""
    name = host(group)
    if name is None:
        return None
    published = group.source.name if group.source else None
    link = words.site(group.source.url) if group.source else None
    said = " ".join(part for part in ("Listed in the calendar of", published, f"({link})" if link else None) if part)
    return {"id": ids.of("organization", name), "name": name, "description": said if published else name}


def _fees(price: Price | None) -> str | None:
    if price is None or price.status == "unknown":
        return None
    return price.text or {"free": "Free", "donation": "Pay what you can"}.get(price.status)


def _costs(price: Price | None, name: str) -> list[Node]:
    """Return the prices; where one gives what one likes there is no number that is one."""
    if price is None or price.status not in {"free", "paid"}:
        return []
    amounts = [0.0] if price.status == "free" else [one for one in (price.min, price.max) if one is not None]
    return [
        known({"id": ids.of("cost", name, str(place)), "amount": one, "currency": price.currency})
        for place, one in enumerate(dict.fromkeys(amounts))
    ]


def _ages(ages: Ages | None) -> Node:
    if ages is None:
        return {}
    return {"minimum_age": ages.min, "maximum_age": ages.max, "eligibility_description": ages.text}


def _locations(group: Group, name: str, page: str) -> list[Node]:
    location = _location(group, page)
    if location is None:
        return []
    return [{"id": ids.of("at", name), "location": location}]


def _location(group: Group, page: str) -> Node | None:
    key = (group.venue or "", group.address or "", group.id or "")
    if group.mode == "online":
        location = {"location_type": "virtual", "url": web_link(group.url) or page}
        return {"id": ids.of("location", *key), **location}
    point, found = addresses.point(group), addresses.parts(group)
    told = known(
        {
            "name": group.venue,
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
            "addresses": [_address(found, key)] if found else None,
            "accessibility": _accessibility(group),
        }
    )
    return {"id": ids.of("location", *key), "location_type": "physical", **told} if told else None


def _address(found: addresses.Parts, key: tuple[str, ...]) -> Node:
    parts = {
        "address_1": found.street,
        "city": found.city,
        "state_province": found.region,
        "postal_code": found.code,
        "country": found.country,
    }
    return {"id": ids.of("address", *key), **known(parts), "address_type": "physical"}


def _accessibility(group: Group) -> list[Node]:
    """Return what is said of access: what is so or not so by its name, then the host's own words."""
    flagged = [
        f"{info[name].label}: {'yes' if is_so else 'no'}"
        for topic in ACCESS
        for info in (names(topic),)
        for name, is_so in flags(group, topic).items()
        if name in info
    ]
    return [
        {"id": ids.of("accessibility", group.id or "", said), "description": said}
        for said in (*flagged, *access_words(group))
    ]


def _attributes(group: Group, name: str) -> list[Node]:
    free = [("Category", one) for one in group.categories]
    source = group.source.name if group.source else None
    free += [
        (label, one)
        for label, one in (("Room", group.room), ("Time zone", group.timezone), ("Listed at", source))
        if one
    ]
    labelled = [
        {"id": ids.of("attribute", name, label, value), **_link(name), "label": label, "value": value}
        for label, value in free
    ]
    stated = [
        {
            "id": ids.of("attribute", name, *pair),
            **_link(name),
            "taxonomy_term_id": _term_id(*pair),
            "taxonomy_term": term(*pair),
        }
        for pair in tags(group, *FACETS)
        if pair[1] in facets()[pair[0]].tags
    ]
    return [*stated, *labelled]


def _link(name: str) -> Node:
    return {"link_id": name, "link_entity": "service"}
