"""Trumba's RSS, whose items say when and where only in the lines of their description.

The lines: place (none to three of them), the printed time, the text, then fields as `<b>Price</b>: $5`.  The category
is the day on which the entry begins ("2026/11/24 (Tue)").  A feed ends after 200 items.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from finder.listing import RawListing
from finder.text import fold, line
from scrapers import printed, values
from scrapers.feed import Feed, Item

NAMESPACE = "http://schemas.trumba.com/rss/x-trumba"

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_FIELD = re.compile(r"\s*<b>(?P<label>[^<]{1,60})</b>\s*:(?:&nbsp;|&#160;|\s)*(?P<value>.*)", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,", re.IGNORECASE)
_ONGOING = re.compile(r"^ongoing through\s+(.+)", re.IGNORECASE)
_IMAGE = re.compile(r"<img[^>]{0,500}?\bsrc=\"(https?://[^\"]{1,1000})\"", re.IGNORECASE)
_FIRST_LINES = 8
_PRICES = ("price", "cost", "fee", "admission", "ticket price", "tickets")
_AGES = ("age range", "age group", "ages", "age", "audience")
_KINDS = ("type of event", "event type", "category", "categories")
_PLACES = ("venue", "other location", "event location", "location")
_ORGANISERS = ("organizer", "sponsor", "presented by", "host", "organization")
_PRIVATE = ("phone", "email", "contact", "contact name", "contact email", "contact phone")
_TOLD = {*_PRICES, *_AGES, *_KINDS, *_PLACES, *_ORGANISERS, *_PRIVATE, "city/area"}


def records(found: Feed) -> Iterator[RawListing]:
    """Yield one record per item."""
    for item in found.items:
        yield _record(item)


def _record(item: Item) -> RawListing:
    body = item.first("description", own=True) or ""
    lines = _BREAK.split(body)
    begins = _first_day(item)
    number = next((n for n, text in enumerate(lines[:_FIRST_LINES]) if _is_time(text)), None)
    place = [text for part in lines[: number or 0] if (text := line(part))]
    told = _fields(lines)
    image = _IMAGE.search(body)
    return RawListing(
        title=item.first("title", own=True) or "",
        uid=item.id,
        url=item.link,
        **_span(line(lines[number]) if number is not None else "", begins),
        **_where(place, told),
        price_text=_of(told, _PRICES),
        ages_text=_of(told, _AGES),
        organizer=_of(told, _ORGANISERS),
        categories=tuple(part.strip() for part in (_of(told, _KINDS) or "").split(",") if part.strip()),
        description=_text(lines[0 if number is None else number + 1 :]),
        image=image[1].replace("&amp;", "&") if image else None,
    )


def _first_day(item: Item) -> date | None:
    found = _DAY.search(" ".join(item.categories))
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _is_time(text: str) -> bool:
    said = line(text)
    return bool(_ONGOING.match(said) or (_WEEKDAY.search(said) and printed.span(said, date(2000, 1, 1)).start))


def _span(text: str, begins: date | None) -> dict[str, Any]:
    ongoing = _ONGOING.match(text)
    if ongoing:
        last = printed.span(ongoing[1]).start
        return {"start": begins, "end": values.day(last) if last else None, "all_day": True}
    start, end = printed.span(text, begins)
    if start is None:
        return {"start": begins}
    return {"start": start, "end": end, "all_day": None if isinstance(start, datetime) else True}


def _fields(lines: list[str]) -> dict[str, str]:
    found = (match for text in lines if (match := _FIELD.match(text)))
    return {fold(line(match["label"])): line(match["value"]) for match in reversed(list(found))}


def _of(told: dict[str, str], labels: tuple[str, ...]) -> str | None:
    return next((told[label] for label in labels if told.get(label) and fold(told[label]) != "other"), None)


def _where(place: list[str], told: dict[str, str]) -> dict[str, Any]:
    """Return venue and address: the first line is the venue's name unless it begins with a house number."""
    if place and place[0][:1].isdigit():
        return {"venue": _of(told, _PLACES), "address": values.one_line(*place)}
    if len(place) > 1 and place[1][:1].isdigit():
        return {"venue": place[0].rstrip(","), "address": values.one_line(*place[1:])}
    return {"venue": values.one_line(*place) or _of(told, _PLACES)}


def _text(lines: list[str]) -> str | None:
    """Return the text without the fields that have a place of their own, nor those about a person."""
    kept = [text for text in lines if not ((field := _FIELD.match(text)) and fold(line(field["label"])) in _TOLD)]
    return "<br>".join(kept).strip("<br>\n ") or None
