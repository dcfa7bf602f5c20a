"""One event as Eventbrite's API, its search (`destination_event`) and its organisers' pages write it → RawListing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from finder.listing import RawListing
from scrapers import clock
from scrapers.values import Node, names, node, nodes, number, one_line, text

_TAGS = ("EventbriteCategory", "EventbriteSubCategory", "EventbriteFormat", "OrganizerTag")
_NATIONS = {"England", "Scotland", "Wales", "Northern Ireland"}
# developer.eventbrite.com: /v3/categories/, by id; the API gives only the number unless it is asked to expand it.
_CATEGORIES = {
    "101": "Business & Professional",
    "102": "Science & Technology",
    "103": "Music",
    "104": "Film, Media & Entertainment",
    "105": "Performing & Visual Arts",
    "106": "Fashion & Beauty",
    "107": "Health & Wellness",
    "108": "Sports & Fitness",
    "109": "Travel & Outdoor",
    "110": "Food & Drink",
    "111": "Charity & Causes",
    "112": "Government & Politics",
    "113": "Community & Culture",
    "114": "Religion & Spirituality",
    "115": "Family & Education",
    "116": "Seasonal & Holiday",
    "117": "Home & Lifestyle",
    "118": "Auto, Boat & Air",
    "119": "Hobbies & Special Interest",
    "120": "School Activities",
}


def records(events: Iterable[Node], organizer: str | None = None) -> Iterator[RawListing]:
    """Yield one record per event that anybody may see, each once; `organizer` is whose list it is."""
    seen = set()
    for event in events:
        record = _record(event, organizer) if _is_public(event) else None
        if record and (record.uid or record.url) not in seen:
            seen.add(record.uid or record.url)
            yield record


def _is_public(event: Node) -> bool:
    hidden = event.get("is_protected_event") is True or event.get("listed") is False
    return not hidden and event.get("status") != "draft" and event.get("privacy_setting") != "locked"


def _record(event: Node, organizer: str | None) -> RawListing | None:
    title = _said(event.get("name"))
    if title is None:
        return None
    start, end = _moment(event, "start"), _moment(event, "end")
    description, is_html = _description(event)
    host = node(event.get("primary_organizer")) or node(event.get("organizer"))
    return RawListing(
        title=title,
        uid=text(event.get("id")) or text(event.get("eid")),
        series_uid=text(event.get("series_id")),
        url=_url(event),
        start=start,
        end=None if event.get("hide_end_date") is True or end == start else end,
        timezone=text(event.get("timezone")) or text(node(event.get("start")).get("timezone")),
        schedule_note=_dates(event, start, end),
        status="cancelled" if event.get("is_cancelled") is True else text(event.get("status")),
        organizer=text(host.get("name")) or text(event.get("primary_organizer_name")) or organizer,
        categories=_categories(event),
        description=description,
        description_format="html" if is_html else "text",
        image=_image(event),
        **_where(event),
        **_price(event),
    )


def _said(value: Any) -> str | None:
    return text(value.get("text") or value.get("html")) if isinstance(value, dict) else text(value)


def _url(event: Node) -> str | None:
    """Return the address without the mark of the page that it was found on (`?aff=…`)."""
    said = text(event.get("url"))
    return urlsplit(said)._replace(query="", fragment="").geturl() if said else None


def _moment(event: Node, which: str) -> datetime | date | None:
    """Return the venue's wall clock, which every form of an event gives."""
    if f"{which}_date" in event:
        said = " ".join(filter(None, (text(event.get(f"{which}_date")), text(event.get(f"{which}_time")))))
    else:
        said = text(node(event.get(which)).get("local")) or text(node(event.get(which)).get("utc")) or ""
    found = clock.read(said)
    return None if isinstance(found, str) else found


def _dates(event: Node, start: datetime | date | None, end: datetime | date | None) -> str | None:
    """Return what to say of a series, which is one event from its first start to its last end."""
    if event.get("is_series_parent") is not True or start is None or end is None:
        return None
    return f"Several dates between {start:%Y-%m-%d} and {end:%Y-%m-%d}"


def _description(event: Node) -> tuple[str | None, bool]:
    long = event.get("description")
    markup = text(long.get("html")) if isinstance(long, dict) else None
    if markup or text(event.get("full_description")):
        return markup or text(event.get("full_description")), True
    return _said(long) or text(event.get("summary")), False


def _image(event: Node) -> str | None:
    picture = node(event.get("logo")) or node(event.get("image"))
    return text(node(picture.get("original")).get("url")) or text(picture.get("url"))


def _categories(event: Node) -> tuple[str, ...]:
    told = (event.get(key) for key in ("category", "subcategory", "format"))
    tags = [tag for tag in nodes(event.get("tags")) if tag.get("prefix") in _TAGS]
    found = (*names([one for one in told if one]), *names(tags, "display_name"))
    known = _CATEGORIES.get(text(event.get("category_id")) or "")
    return tuple(dict.fromkeys(found or ((known,) if known else ())))


def _where(event: Node) -> dict[str, Any]:
    if event.get("is_online_event") is True or event.get("online_event") is True:
        return {"mode": "online"}
    venue = node(event.get("primary_venue")) or node(event.get("venue"))
    if not venue:
        return {}
    place = node(venue.get("address"))
    return {
        "mode": "in-person",
        "venue": text(venue.get("name")),
        "address": text(place.get("localized_address_display")) or _address(place),
        "latitude": number(place.get("latitude") or venue.get("latitude")),
        "longitude": number(place.get("longitude") or venue.get("longitude")),
        "ages_text": text(venue.get("age_restriction")),
    }


def _address(place: Node) -> str | None:
    region, code = text(place.get("region")), text(place.get("postal_code"))
    region = None if region in _NATIONS else region
    line = (text(place.get("address_1")), text(place.get("address_2")), text(place.get("city")))
    return one_line(*line, " ".join(part for part in (region, code) if part))


def _price(event: Node) -> dict[str, Any]:
    tickets = node(event.get("ticket_availability"))
    lowest, highest = node(tickets.get("minimum_ticket_price")), node(tickets.get("maximum_ticket_price"))
    free = tickets.get("is_free", event.get("is_free"))
    if free is True:
        return {"is_free": True}
    if lowest or highest:
        return {
            "price_min": number(lowest.get("major_value")),
            "price_max": number(highest.get("major_value")),
            "currency": text(lowest.get("currency")) or text(highest.get("currency")),
        }
    return {"price_text": text(event.get("price_range")), "currency": text(event.get("currency"))}
