"""A group as an OpenActive SessionSeries (https://openactive.io/modelling-opportunity-data/).

It depends on nothing but the group's record, so that it changes only with a change that the feed tells of.
"""

from __future__ import annotations

from finder.listing import Ages, Group, Price
from finder.taxonomy import label
from finder.web.cards import web_link
from finder.web.directories import addresses, openactive_schedule
from finder.web.directories.stated import Node, access_words, flags, known, names, tags

CONTEXT = ["https://openactive.io/", "https://openactive.io/ns-beta"]

_MODES = {"in-person": "Offline", "online": "Online", "hybrid": "Mixed"}
_ADVANCE = {"required": "Required", "optional": "Optional", "none": "Unavailable"}
_AMENITIES = {"parking": "Parking", "baby-changing": "BabyChanging"}
_SUPPORT = {
    "physical-support": ("dd026873-6713-4ea1-af5a-08901f651d98", "Physical impairment"),
    "hearing-support": ("2bfb7228-5969-4927-8435-38b5005a8771", "Hearing impairment"),
    "visual-support": ("1393f2dc-3fcc-4be9-a99f-f1e51f5ad277", "Visual impairment"),
    "learning-support": ("67902468-fd49-4238-8650-20a22d7f0e40", "Learning disability"),
    "mental-health-support": ("40b9b11f-bdd3-4aeb-8984-2ecf74a14c7a", "Mental health issues"),
    "social-support": ("69b689d4-be04-4e6d-be56-4ac72ec82444", "Social or behavioural problems"),
}
"""https://openactive.io/accessibility-support"""


def session_series(group: Group, page: str, scheme: str, host_page: str | None) -> Node:
    """Return the series.

    Args:
        group: what meets, as its own source tells it.
        page: the address of its page here, which is its name.
        scheme: the address of our list of activities.
        host_page: the address of our page about who runs it, which is the name of that.
    """
    return known(
        {
            "@context": CONTEXT,
            "@type": "SessionSeries",
            "@id": page,
            "identifier": group.id,
            "name": group.title,
            "url": web_link(group.url) or page,
            "description": group.description,
            "image": [{"@type": "ImageObject", "url": web_link(group.image)}] if web_link(group.image) else None,
            "activity": [concept(facet, tag, scheme) for facet, tag in tags(group, "activity", "pathway")],
            "category": list(group.categories),
            "organizer": _organizer(group.organizer, host_page),
            "eventAttendanceMode": _mode(group),
            "location": _place(group),
            "beta:sportsActivityLocation": openactive_schedule.room(group.room),
            "beta:isWheelchairAccessible": flags(group, "venue-access").get("wheelchair-access"),
            "accessibilitySupport": _support(group),
            "accessibilityInformation": "\n".join(access_words(group)),
            "schedulingNote": group.schedule_note,
            **_ages(group.ages),
            **_price(group),
            **openactive_schedule.dates(group, page),
        }
    )


def concept(facet: str, tag: str, scheme: str) -> Node:
    """Return a kind of activity: OpenActive's own list has sports, ours what people make."""
    return {"@type": "Concept", "@id": f"{scheme}#{facet}-{tag}", "prefLabel": label(facet, tag), "inScheme": scheme}


def _organizer(name: str | None, page: str | None) -> Node | None:
    return {"@type": "Organization", **known({"@id": page}), "name": name} if name else None


def _mode(group: Group) -> str | None:
    return f"https://schema.org/{_MODES[group.mode]}EventAttendanceMode" if group.mode else None


def _place(group: Group) -> Node | None:
    if group.mode == "online":
        return None
    point, found = addresses.point(group), addresses.parts(group)
    place = known(
        {
            "name": group.venue,
            "address": _address(found) if found else None,
            "geo": {"@type": "GeoCoordinates", "latitude": point[0], "longitude": point[1]} if point else None,
            "amenityFeature": _amenities(group),
        }
    )
    return {"@type": "Place", **place} if place else None


def _address(found: addresses.Parts) -> Node:
    named = {
        "streetAddress": found.street,
        "addressLocality": found.city,
        "addressRegion": found.region,
        "postalCode": found.code,
        "addressCountry": found.country,
    }
    return {"@type": "PostalAddress", **known(named)}


def _amenities(group: Group) -> list[Node]:
    info = names("venue-access")
    return [
        {"@type": _AMENITIES.get(name, "LocationFeatureSpecification"), "name": info[name].label, "value": is_so}
        for name, is_so in flags(group, "venue-access").items()
        if name in info
    ]


def _support(group: Group) -> list[Node]:
    scheme, said = "https://openactive.io/accessibility-support", flags(group, "event-access")
    return [
        {"@type": "Concept", "@id": f"{scheme}#{key}", "prefLabel": text, "inScheme": scheme}
        for name, (key, text) in _SUPPORT.items()
        if said.get(name)
    ]


def _ages(ages: Ages | None) -> Node:
    if ages is None:
        return {}
    bounds = known({"minValue": ages.min, "maxValue": ages.max})
    return known(
        {
            "ageRange": {"@type": "QuantitativeValue", **bounds} if bounds else None,
            # schema.org's; OpenActive has no words of the host for it.
            "schema:typicalAgeRange": ages.text,
        }
    )


def _price(group: Group) -> Node:
    price = group.price if group.price and group.price.status != "unknown" else None
    advance = _ADVANCE.get(group.registration or "")
    shared = known(
        {
            "description": price.text if price else None,
            "openBookingInAdvance": f"https://openactive.io/{advance}" if advance else None,
        }
    )
    offers = [{"@type": "Offer", **amount, **shared} for amount in _amounts(price)] if price or advance else []
    return known({"isAccessibleForFree": _is_free(price), "offers": offers})


def _is_free(price: Price | None) -> bool | None:
    """Tell whether it is free; where one gives what one likes, neither is told."""
    return {"free": True, "paid": False}.get(price.status) if price else None


def _amounts(price: Price | None) -> list[Node]:
    # Where one gives what one likes, a number would be taken for the price.
    if price is None or price.status == "donation":
        return [{}]
    amounts = [0.0] if price.status == "free" else [one for one in (price.min, price.max) if one is not None]
    code = price.currency
    return [known({"price": one, "priceCurrency": code}) for one in dict.fromkeys(amounts)] or [{}]
