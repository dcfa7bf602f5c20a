"""Open Referral HSDS 3 and ORUK: services with places, ages and schedules, mostly without dates.

Lists are pages with `contents`; their totals are not to be trusted.  A service at several places is several records.  A
weekly schedule with hours is unrolled; one that is open most days, or over, is told in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Request, Source, Window
from scrapers import refusals, schedules, values
from scrapers.schedules import Plan
from scrapers.values import Node, node, text

_PATH = re.compile(r"/(?:services|service_at_locations|organizations)(?:/|$)")
_KEYS = (b'"service_at_locations"', b'"assured_date"', b'"attending_type"', b'"minimum_age"', b'"location_type"')
_LIST = (b'"contents"', b'"total_items"')
_CLOSED = {"inactive", "defunct", "temporarily closed"}
_HERE = re.compile(r"\bin[ -]?person\b|\bon[ -]?site\b|\bface[ -]to[ -]face\b|\bat the venue\b", re.IGNORECASE)
_AWAY = re.compile(r"\bremote(?:ly)?\b|\bonline\b|\bvirtual(?:ly)?\b|\bvideo\b|\bphone\b|\bzoom\b", re.IGNORECASE)
_MOST_DAYS = 3
_FREQUENCIES = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}


class OpenReferral:
    """Service directories of councils and charities."""

    key: ClassVar[str] = "open_referral"
    rank: ClassVar[int] = 310

    def claims(self, url: str) -> bool:  # noqa: ARG002  the paths are everybody's
        """Say no: an address does not show it."""
        return False

    def recognises(self, page: Page) -> str | None:
        """Return the key that gives it away."""
        if not values.is_json(page) or b"openactive.io" in page.content[:4_000]:
            return None
        if all(key in page.content for key in _LIST):
            return '"total_items" with "contents"'
        found = [key for key in _KEYS if key in page.content]
        return found[0].decode() if len(found) > 1 or b'"service_at_locations"' in found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  services have no dates
        """Ask for the list of services."""
        parts = urlsplit(source.url)
        yield Request(url=source.url if _PATH.search(parts.path) else f"{source.url.rstrip('/')}/services")

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:  # noqa: ARG002  naive clocks
        """Yield the services, then the next page.

        Raises:
            NotACalendar: the answer lists other things than services.
        """
        answer = values.load(page)
        contents = node(answer).get("contents")
        rows = values.nodes(contents if isinstance(contents, list) else answer)
        services = [service for row in rows for service in _services(row)]
        if rows and not services:
            raise NotACalendar(refusals.error_in(answer) or "an answer of Open Referral without services")
        made: dict[tuple[str | None, str, str], RawListing] = {}
        for raw in (one for service in services for one in _records(service, page, window)):
            made.setdefault((raw.uid, raw.title, str(raw.start)), raw)
        yield from made.values()
        if isinstance(contents, list) and contents and node(answer).get("last_page") is False:
            number = values.whole(node(answer).get("page_number")) or values.next_number(page.url) - 1
            yield Request(url=values.with_query(page.url, page=number + 1))


def _services(row: Node) -> Iterator[Node]:
    """Yield the services of a row: a service, a service at a place, or an organisation with its services."""
    if isinstance(row.get("service"), dict):
        place = {"location": row.get("location"), "schedules": row.get("schedules"), "id": row.get("id")}
        yield {**row["service"], "service_at_locations": [place]}
    elif isinstance(row.get("services"), list):
        organization = {"name": row.get("name"), "url": row.get("website")}
        yield from ({"organization": organization, **one} for one in values.nodes(row["services"]))
    elif text(row.get("name")) and any(key in row for key in ("organization", "status", "service_at_locations")):
        yield row


def _records(service: Node, page: Page, window: Window) -> Iterator[RawListing]:
    if str(service.get("status")).lower() in _CLOSED:
        return
    places = values.nodes(service.get("service_at_locations")) or [{}]
    for place in places:
        raw = _record(service, node(place.get("location")), several=len(places) > 1)
        timetable = values.nodes(place.get("schedules")) or values.nodes(service.get("schedules"))
        yield from _dated(raw, timetable, page, window)


def _record(service: Node, place: Node, *, several: bool) -> RawListing:
    number = text(service.get("id"))
    cost = next(iter(values.nodes(service.get("cost_options"))), {})
    amount = " ".join(part for key in ("amount", "amount_description") if (part := text(cost.get(key))))
    terms = (values.names(one.get("taxonomy_term")) for one in values.nodes(service.get("attributes")))
    return RawListing(
        title=text(service.get("name")) or "",
        uid=f"{number}@{place['id']}" if number and several and place.get("id") else number,
        series_uid=number,
        url=text(service.get("url")),
        price_text=text(service.get("fees_description")) or amount or None,
        age_min=values.number(service.get("minimum_age")),
        age_max=values.number(service.get("maximum_age")),
        ages_text=text(service.get("eligibility_description")),
        organizer=text(node(service.get("organization")).get("name")),
        categories=tuple(name for names in terms for name in names),
        description=text(service.get("description")),
        **_where(place),
    )


def _where(place: Node) -> dict[str, Any]:
    if place.get("location_type") == "virtual":
        return {"mode": "online"}
    address = next(iter(values.nodes(place.get("addresses"))), {})
    parts = (text(address.get(key)) for key in ("address_1", "address_2", "city", "state_province", "postal_code"))
    return {
        "venue": text(place.get("name")),
        "address": values.one_line(*parts),
        "latitude": values.number(place.get("latitude")),
        "longitude": values.number(place.get("longitude")),
        "access": tuple(_access(place)),
    }


def _access(place: Node) -> Iterator[str]:
    """Yield what a location says of access: `accessibility` in HSDS 3, `accessibility_for_disabilities` before."""
    for key in ("accessibility", "accessibility_for_disabilities"):
        said = place.get(key)
        for one in said if isinstance(said, list) else [said]:
            texts = (
                [node(one).get(part) for part in ("description", "accessibility", "details")] if node(one) else [one]
            )
            yield from (found for value in texts if (found := text(value)))


def _dated(raw: RawListing, timetable: list[Node], page: Page, window: Window) -> Iterator[RawListing]:
    words = [said for one in timetable if (said := text(one.get("description")))]
    ways = " ".join(said for one in timetable if (said := text(one.get("attending_type"))))
    raw = msgspec.structs.replace(raw, mode=_mode(ways) or raw.mode, schedule_note=words[0] if words else None)
    plans = [plan for one in timetable if (plan := _plan(one))]
    found = [(plan, one) for plan in plans for one in schedules.dates(plan, window, page)]
    if not found:
        yield raw
    for plan, one in found:
        yield msgspec.structs.replace(
            raw, uid=f"{raw.uid}#{one.start:%Y%m%dT%H%M}", start=one.start, end=one.end, recurrence=plan.rule
        )


def _mode(ways: str) -> str | None:
    here, away = bool(_HERE.search(ways)), bool(_AWAY.search(ways))
    return "hybrid" if here and away else "online" if away else "in-person" if here else None


def _plan(schedule: Node) -> Plan | None:
    """Return when a service meets: not opening hours on most days, nor a schedule that ends as it begins."""
    begins = values.moment(schedule.get("dtstart")) or values.moment(schedule.get("valid_from"))
    until = values.moment(schedule.get("until")) or values.moment(schedule.get("valid_to"))
    days = [part.strip()[-2:].upper() for part in (text(schedule.get("byday")) or "").split(",") if part.strip()]
    letter = _FREQUENCIES.get(str(schedule.get("freq")).upper())
    opens, closes = (_clock(schedule.get(key)) for key in ("opens_at", "closes_at"))
    if begins is None or letter not in {"W", "M"} or opens is None or not 0 < len(days) <= _MOST_DAYS:
        return None
    if until and values.day(until) <= values.day(begins):
        return None
    every = values.whole(schedule.get("interval")) or 1
    repeats = schedules.rule(f"P{every}{letter}", days, values.day(until) if until else None)
    start = datetime.combine(values.day(begins), opens)
    length = datetime.combine(values.day(begins), closes) - start if closes else None
    return Plan(start, length if length and length > timedelta() else None, repeats) if repeats else None


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(text(value) or "").replace(tzinfo=None)
    except ValueError:
        return None
