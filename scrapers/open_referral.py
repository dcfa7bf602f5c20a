"""Open Referral HSDS 3 and ORUK: services with places, ages and schedules, mostly without dates.

Lists are pages with `contents`, asked for in full; their totals are not to be trusted.  A service at several places is
several records.  A weekly or monthly schedule with hours is unrolled, and one with a count of one is a date; one that
is open most days, or over, is told in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import msgspec

from finder.errors import NotACalendar
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from scrapers import refusals, schedules, values
from scrapers.open_referral_schedule import is_asked, plan, single
from scrapers.values import Node, node, text

_PATH = re.compile(r"/(?:services|service_at_locations|organizations)(?:/|$)")
_KEYS = (b'"service_at_locations"', b'"assured_date"', b'"attending_type"', b'"minimum_age"', b'"location_type"')
_LIST = (b'"contents"', b'"total_items"')
_ROOT = (b'"openapi_url"', b'"profile"')
_SHORT_REGION = re.compile(r"[A-Z]{2,3}")
"""Stands before the postal code in one breath: "IN 47408"."""

_CLOSED = {"inactive", "defunct", "temporarily closed"}
_HERE = re.compile(r"\bin[ -]?person\b|\bon[ -]?site\b|\bface[ -]to[ -]face\b|\bat the venue\b", re.IGNORECASE)
_AWAY = re.compile(r"\bremote(?:ly)?\b|\bonline\b|\bvirtual(?:ly)?\b|\bvideo\b|\bphone\b|\bzoom\b", re.IGNORECASE)
_UP = r"(?:sign[- ]?up|booking|registration)"
_SIGN_UP: tuple[tuple[re.Pattern[str], Registration], ...] = (
    (re.compile(rf"\bno {_UP}\b|\b{_UP} (?:is )?not (?:needed|required|necessary)\b", re.IGNORECASE), "none"),
    (re.compile(rf"\b{_UP} (?:is )?(?:possible|optional)\b", re.IGNORECASE), "optional"),
    (re.compile(rf"\b{_UP} (?:is )?(?:needed|required|necessary)\b", re.IGNORECASE), "required"),
)


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
        if all(key in page.content for key in _ROOT):
            return '"openapi_url" with "profile"'
        found = [key for key in _KEYS if key in page.content]
        return found[0].decode() if len(found) > 1 or b'"service_at_locations"' in found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  services have no dates
        """Ask for the list of services."""
        yield _services_at(source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:  # noqa: ARG002  naive clocks
        """Yield the services, then the next page.

        Raises:
            NotACalendar: the answer lists other things than services.
        """
        answer = values.load(page)
        if node(answer).get("openapi_url"):
            yield _services_at(page.url)
            return
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


def _services_at(url: str) -> Request:
    """Return what asks for the services of an API, whose first address or list is given."""
    listed = url if _PATH.search(urlsplit(url).path) else f"{url.rstrip('/')}/services"
    return Request(url=values.with_query(listed, full="true"))


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
    terms = (values.names(one.get("taxonomy_term")) for one in values.nodes(service.get("attributes")))
    told = _labelled(service)
    return RawListing(
        title=text(service.get("name")) or "",
        uid=f"{number}@{place['id']}" if number and several and place.get("id") else number,
        series_uid=number,
        url=text(service.get("url")),
        timezone=next(iter(told.get("time zone", ())), None),
        registration=_sign_up(text(service.get("application_process")) or ""),
        age_min=values.number(service.get("minimum_age")),
        age_max=values.number(service.get("maximum_age")),
        ages_text=text(service.get("eligibility_description")),
        organizer=text(node(service.get("organization")).get("name")),
        categories=(*told.get("category", ()), *(name for names in terms for name in names)),
        description=text(service.get("description")),
        room=next(iter(told.get("room", ())), None),
        confirmed=_confirmed(service),
        **_price(service),
        **_where(place),
    )


def _labelled(service: Node) -> dict[str, list[str]]:
    """Return the attributes that are no terms of a taxonomy but a label with a value, by their label."""
    found: dict[str, list[str]] = {}
    for one in values.nodes(service.get("attributes")):
        label, value = text(one.get("label")), text(one.get("value"))
        if label and value:
            found.setdefault(label.lower(), []).append(value)
    return found


def _sign_up(process: str) -> Registration | None:
    return next((meaning for pattern, meaning in _SIGN_UP if pattern.search(process)), None)


def _confirmed(service: Node) -> date | None:
    said = values.moment(service.get("assured_date"))
    return values.day(said) if said else None


def _price(service: Node) -> dict[str, Any]:
    options = values.nodes(service.get("cost_options"))
    amounts = sorted(amount for one in options if (amount := values.number(one.get("amount"))) is not None)
    first = next(iter(options), {})
    said = " ".join(part for key in ("amount", "amount_description") if (part := text(first.get(key))))
    told = {"price_text": text(service.get("fees_description")) or said or None}
    if not amounts or text(first.get("option")):
        return told
    return {**told, "price_min": amounts[0], "price_max": amounts[-1], "currency": text(first.get("currency"))}


def _where(place: Node) -> dict[str, Any]:
    if place.get("location_type") == "virtual":
        return {"mode": "online"}
    address = next(iter(values.nodes(place.get("addresses"))), {})
    *parts, region, code = (
        text(address.get(key)) for key in ("address_1", "address_2", "city", "state_province", "postal_code")
    )
    is_short = bool(region and _SHORT_REGION.fullmatch(region))
    ending = (" ".join(part for part in (region, code) if part),) if is_short else (region, code)
    return {
        "venue": text(place.get("name")),
        "address": values.one_line(*parts, *ending),
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
    words = [said for key in ("description", "notes") for one in timetable if (said := text(one.get(key)))]
    ways = " ".join(said for one in timetable if (said := text(one.get("attending_type"))))
    raw = msgspec.structs.replace(raw, mode=_mode(ways) or raw.mode, schedule_note=words[0] if words else None)
    plans = [made for one in timetable if (made := plan(one))]
    found = [(made, one) for made in plans for one in schedules.dates(made, window, page)]
    singles = [dates for one in timetable if (dates := single(one)) and is_asked(dates, window)]
    if not found and not singles:
        yield raw
    for made, one in found:
        yield _on(raw, one.start, one.end, made.rule)
    for start, end in singles:
        yield _on(raw, start, end, None)


def _on(raw: RawListing, start: datetime | date, end: datetime | date | None, rule: str | None) -> RawListing:
    """Return the record of one date."""
    stamp = f"{start:%Y%m%dT%H%M}" if isinstance(start, datetime) else f"{start:%Y%m%d}"
    all_day = None if isinstance(start, datetime) else True
    return msgspec.structs.replace(
        raw, uid=f"{raw.uid}#{stamp}", start=start, end=end, recurrence=rule, all_day=all_day
    )


def _mode(ways: str) -> str | None:
    here, away = bool(_HERE.search(ways)), bool(_AWAY.search(ways))
    return "hybrid" if here and away else "online" if away else "in-person" if here else None
