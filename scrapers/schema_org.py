"""schema.org Event → RawListing: one reading for JSON-LD, microdata and APIs that speak it (schema.org/Event)."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

from finder.listing import RawListing
from finder.text import fold, squash
from scrapers import clock

Node = dict[str, Any]

_NOT_ATTENDED = {"PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent"}
_OTHER_KINDS = {"Festival", "Hackathon", "EventSeries", "CourseInstance"}
_STATUS = {"EventCancelled": "cancelled", "EventCanceled": "cancelled", "EventPostponed": "postponed"}
_MODES = {
    "OnlineEventAttendanceMode": "online",
    "MixedEventAttendanceMode": "hybrid",
    "OfflineEventAttendanceMode": "in-person",
}
_COURSE_MODES = {"online": "online", "onsite": "in-person", "blended": "hybrid"}
_ONLINE_NAME = re.compile(
    r"(?:online|virtual|zoom|webinar|google meet|microsoft teams|ms teams|livestream)\b"
    r"(?: (?:only|event|meeting|telephonic|webinar|call|class|program|via zoom|zoom))*[\s.!()]*"
)
_ORGANISATION = re.compile(
    r"['\u2019&0-9]|\b(?:the|of|for|and|inc|llc|ltd|society|council|club|guild|collective|centre|center|library|museum|gallery|"
    r"theat(?:re|er)|studios?|school|university|college|church|group|foundation|association|arts?|community|company|co-?op|"
    r"committee|department|institute|academy|choir|orchestra|ensemble|network|makers?|makerspace|lab|park|parks|city|town|"
    r"county|events?|productions?|press|books?|cafe|hall|house|league|project|team|trust|union|alliance|festival|program)\b",
    re.IGNORECASE,
)
_ACCESS_TEXTS = ("accessibilityInformation", "accessibilitySummary", "accessibilityFeature")
_FLAGS = {"true": "yes", "false": "no"}
_LONG_NAME = 4
_POSTAL_FIRST = {"NL", "DE", "FR", "BE", "AT", "CH", "IT", "ES", "PT", "DK", "SE", "NO", "FI", "PL", "CZ"}
_NATIONS = {"england", "scotland", "wales", "northern ireland"}
_NUMBER = re.compile(r"\d[\d.,]*")
_GLUED_DIGITS = 1_000


def kinds(node: Node) -> set[str]:
    """Return the @type names of a node without their vocabulary: `{"Event", "MusicEvent"}`."""
    found = node.get("@type")
    names = found if isinstance(found, list) else [found]
    return {re.split(r"[/#:]", name)[-1] for name in names if isinstance(name, str)}


def is_event(node: Node) -> bool:
    """Tell whether one can go there: an Event, a subtype, or a dated course."""
    return any(k in _OTHER_KINDS or (k.endswith("Event") and k not in _NOT_ATTENDED) for k in kinds(node))


def words(value: Any) -> str | None:
    """Return the text of a property: itself, of a language map, or the first of a list; entities decoded."""
    if isinstance(value, list):
        return next((text for text in map(words, value) if text), None)
    if isinstance(value, dict):
        return words(value.get("@value") or value.get("name"))
    if isinstance(value, str):
        return squash(_unescaped(value)) or None
    return None


def _unescaped(text: str) -> str:
    """Decode entities as often as they were encoded: plug-ins are seen to escape three times."""
    for _ in range(3):
        decoded = html.unescape(text)
        if decoded == text:
            break
        text = decoded
    return text


def many(value: Any) -> list[Any]:
    """Return a property as a list: schema.org allows one or several anywhere."""
    return value if isinstance(value, list) else [] if value is None else [value]


def nodes(value: Any) -> Iterator[Node]:
    """Yield the objects of a property."""
    return (one for one in many(value) if isinstance(one, dict))


def identity(event: Node, base: str) -> tuple[str | None, str | None, str]:
    """Return by what two mentions of one event are known as the same: name, address and start."""
    return words(event.get("name")), address(event.get("url"), base), str(event.get("startDate"))


def listing(event: Node, base: str, correct: Callable[[datetime, str], datetime]) -> RawListing | None:
    """Return the record of one event, or None when it has no name.

    Args:
        event: the node, its references resolved.
        base: address of the page, for relative addresses and where the event has none.
        correct: says what the page's printed clock makes of a time, given the title.
    """
    title = words(event.get("name")) or words(event.get("headline"))
    if title is None:
        return None
    return RawListing(
        title=title,
        uid=_identifier(event),
        url=address(event.get("url"), base) or base,
        status=_status(event),
        description=_description(event.get("description")),
        image=_image(event.get("image"), base),
        organizer=_organizer(event.get("organizer")),
        categories=_keywords(event.get("keywords")),
        access=_access(event),
        **_span(event, title, correct),
        **_where(event),
        **_price(event),
        **_ages(event.get("typicalAgeRange")),
    )


def address(value: Any, base: str) -> str | None:
    """Return an absolute web address, or None."""
    if isinstance(value, list):
        return next((found for found in (address(one, base) for one in value) if found), None)
    if isinstance(value, dict):
        return address(value.get("url") or value.get("@id"), base)
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        absolute = urljoin(base, html.unescape(value.strip()))
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://")) else None


def _identifier(event: Node) -> str | None:
    for one in many(event.get("identifier")):
        said = one.get("value") if isinstance(one, dict) else one
        if isinstance(said, str | int) and str(said).strip():
            return str(said).strip()
    return None


def _status(event: Node) -> str | None:
    said = {str(one).rpartition("/")[2] for one in many(event.get("eventStatus")) if isinstance(one, str)}
    return next((status for name, status in _STATUS.items() if name in said), None)


def _description(value: Any) -> str | None:
    if isinstance(value, list):
        return next((text for text in map(_description, value) if text), None)
    if not isinstance(value, str):
        return words(value)
    return _unescaped(value).replace("\\n", "\n").replace("\\r", "").strip() or None


def _image(value: Any, base: str) -> str | None:
    for one in many(value):
        found = address(one.get("contentUrl") or one if isinstance(one, dict) else one, base)
        if found:
            return found
    return None


def _organizer(value: Any) -> str | None:
    """Return the organisation; a member of staff is nobody's business.  Plug-ins type organisations as Person too."""
    named = [(words(one), kinds(one) if isinstance(one, dict) else set()) for one in many(value)]
    told = next((name for name, types in named if name and types and "Person" not in types), None)
    return told or next((name for name, _ in named if name and sounds_like_organisation(name)), None)


def sounds_like_organisation(name: str) -> bool:
    """Tell whether a name is more likely an organisation's than a person's."""
    return bool(_ORGANISATION.search(name)) or len(name.split()) >= _LONG_NAME


def _access(event: Node) -> tuple[str, ...]:
    """Return what the event and its places say of access and amenities, a flag as "Lift: yes".

    `amenityFeature` is schema.org's, of places; `accessibilityFeature` and `accessibilitySummary` stand in both;
    `accessibilitySupport` and `accessibilityInformation` are OpenActive's (Modelling Opportunity Data 2.0).
    """
    places = [event, *nodes(event.get("location"))]
    features = [one for place in places for one in many(place.get("amenityFeature"))]
    supports = [
        one.get("prefLabel") or one if isinstance(one, dict) else one for one in many(event.get("accessibilitySupport"))
    ]
    # Lines without full stops, run together, would say other things: "no parking", "Hearing loop".
    said_there = [one for place in places for key in _ACCESS_TEXTS for one in many(place.get(key))]
    texts = [line for one in said_there for line in (one.splitlines() if isinstance(one, str) else [one])]
    said = (*map(_feature, features), *map(words, supports), *map(words, texts))
    return tuple(dict.fromkeys(text for text in said if text and not text.startswith(("http://", "https://"))))


def _feature(value: Any) -> str | None:
    """Return one amenity with its value, where it has one."""
    name, given = words(value), value.get("value") if isinstance(value, dict) else None
    if name is None or given is None:
        return name
    said = _FLAGS.get(str(given).lower()) or words(str(given))
    return f"{name}: {said}" if said else name


def _keywords(value: Any) -> tuple[str, ...]:
    parts = [part for one in many(value) for part in ((words(one) or "").split(","))]
    return tuple(dict.fromkeys(squash(part) for part in parts if part.strip()))


def _span(event: Node, title: str, correct: Callable[[datetime, str], datetime]) -> dict[str, Any]:
    start, end = (_moment(event.get(key), title, correct) for key in ("startDate", "endDate"))
    if isinstance(start, datetime) and end is None and (length := clock.duration(event.get("duration"))):
        end = start + length
    if _whole_days(start, end):
        return {"start": _day(start), "end": _day(end), "all_day": True}
    return {"start": start, "end": None if isinstance(start, datetime) and not isinstance(end, datetime) else end}


def _moment(value: Any, title: str, correct: Callable[[datetime, str], datetime]) -> datetime | date | str | None:
    found = clock.read(next((one for one in many(value) if isinstance(one, str)), None))
    return correct(found, title) if isinstance(found, datetime) else found


def _whole_days(start: object, end: object) -> bool:
    """Tell whether it lasts from midnight to a minute before midnight: how The Events Calendar writes whole days."""
    return (
        isinstance(start, datetime)
        and isinstance(end, datetime)
        and (start.hour, start.minute) == (0, 0)
        and (end.hour, end.minute) == (23, 59)
    )


def _day(value: Any) -> date:
    found: date = value.date()
    return found


def _where(event: Node) -> dict[str, Any]:
    places = [one for one in many(event.get("location")) if one]
    virtual = [one for one in places if _is_virtual(one)]
    real = next((one for one in places if not _is_virtual(one)), None)
    place = _place(real) if real else {}
    return {**place, "mode": _mode(event, virtual=bool(virtual), real=bool(place.get("venue") or place.get("address")))}


def _is_virtual(place: Any) -> bool:
    if isinstance(place, dict) and "VirtualLocation" in kinds(place):
        return True
    name = words(place) or ""
    return name.startswith(("http://", "https://")) or bool(_ONLINE_NAME.fullmatch(fold(name)))


def _mode(event: Node, *, virtual: bool, real: bool) -> str | None:
    said = next((m for k, m in _MODES.items() if k in str(event.get("eventAttendanceMode"))), None)
    if virtual:
        return "hybrid" if real else "online"
    if "MovedOnline" in str(event.get("eventStatus")):
        return "online"
    return said or _COURSE_MODES.get((words(event.get("courseMode")) or "").lower())


def _place(place: Any) -> dict[str, Any]:
    if not isinstance(place, dict):
        return {"venue": words(place)}
    geo = next(nodes(place.get("geo")), place)
    latitude, longitude = _degrees(geo.get("latitude")), _degrees(geo.get("longitude"))
    both = latitude is not None and longitude is not None and (latitude, longitude) != (0.0, 0.0)
    return {
        "venue": words(place.get("name")),
        "address": _one_line(place.get("address")),
        "latitude": latitude if both else None,
        "longitude": longitude if both else None,
    }


def _degrees(value: Any) -> float | None:
    try:
        degrees = float(str(value).strip())
    except ValueError:
        return None
    return degrees if math.isfinite(degrees) else None


def _one_line(value: Any) -> str | None:
    """Return the postal address on one line; a country code says nothing to a reader and is left out."""
    node = next(nodes(value), None)
    if node is None:
        return words(value)
    country = words(node.get("addressCountry")) or ""
    city, region, code = (words(node.get(key)) for key in ("addressLocality", "addressRegion", "postalCode"))
    region = None if region and region.lower() in _NATIONS else region
    if country.upper() in _POSTAL_FIRST:
        town = [" ".join(part for part in (code, city) if part)]
    else:
        town = [city or "", " ".join(part for part in (region, code) if part)]
    street = (words(node.get("streetAddress")) or "").split(",")
    parts = (squash(part) for part in (*street, *town, country if len(country) > len("US") else ""))
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _price(event: Node) -> dict[str, Any]:
    offers = list(_offers(event.get("offers")))
    currency = next((code for code in map(_currency, offers) if code), None)
    amounts = sorted(amount for offer in offers for amount in _amounts(offer))
    free = event.get("isAccessibleForFree")
    said_free = str(free).lower() == "true" if free is not None else None
    if not amounts:
        return {"is_free": said_free}
    return {
        "is_free": said_free or (True if amounts[-1] == 0 else None),
        "price_min": amounts[0],
        "price_max": amounts[-1],
        "currency": currency,
    }


def _offers(value: Any, depth: int = 3) -> Iterator[Node]:
    for offer in nodes(value):
        yield offer
        if depth:
            yield from _offers(offer.get("offers"), depth - 1)
            yield from _offers(offer.get("priceSpecification"), depth - 1)


def _currency(offer: Node) -> str | None:
    code = words(offer.get("priceCurrency")) or ""
    return code.upper() if re.fullmatch("[A-Za-z]{3}", code) else None


def _amounts(offer: Node) -> Iterator[float]:
    low, high = _amount(offer.get("lowPrice"), offer), _amount(offer.get("highPrice"), offer)
    if low is not None and high is not None and high < low:
        high = None  # OutSavvy writes 0 where it has none
    single = (_amount(offer.get(key), offer) for key in ("price", "minPrice", "maxPrice"))
    yield from (amount for amount in (low, high, *single) if amount is not None)


def _amount(value: Any, offer: Node) -> float | None:
    """Return a price; where the currency is no ISO code, long numbers are several prices glued together."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = _NUMBER.search(str(value))
    if match is None:
        return 0.0 if fold(str(value)) == "free" else None
    amount = _parsed(match.group())
    trusted = _currency(offer) or not offer.get("priceCurrency")
    return amount if trusted or amount is None or amount < _GLUED_DIGITS else None


def _parsed(number: str) -> float | None:
    """Read `1,200.00`, `1.200,00` and `12,50`: the last mark with one or two digits behind it is the decimal one."""
    match = re.fullmatch(r"(\d[\d.,]*?)(?:[.,](\d{1,2}))?[.,]?", number)
    if match is None:
        return None
    amount = float(f"{re.sub('[.,]', '', match[1])}.{match[2] or 0}")
    return amount if math.isfinite(amount) else None


def _ages(value: Any) -> dict[str, Any]:
    text = words(value)
    return {"ages_text": text} if text else {}
