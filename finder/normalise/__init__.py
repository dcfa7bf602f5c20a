"""Raw record → Listing, or Dropped with the reason.

A scraper hands in the page's own words; here they become plain text, one clock, parts of a place and absolute
addresses.  What nobody stated stays absent: free prose is the tagger's to read.
"""

from __future__ import annotations

import math
import re
from urllib.parse import urljoin, urlsplit

from finder.ages import read_ages
from finder.currency import in_dollars
from finder.listing import Ages, Dropped, Listing, Mode, Page, Price, RawListing, Source, SourceRef, Status
from finder.money import read_price
from finder.normalise.location import read_location
from finder.normalise.location_parts import Location
from finder.normalise.times import clock, read_times, value
from finder.normalise.title import Title, read_title
from finder.text import fold, line, plain, printable, squash

_LONGEST_NAME = 300
_LONGEST_TEXT = 50_000
_LONGEST_URL = 2_000
_MOST_CATEGORIES = 60
_OLDEST = 120
_DEAREST = 1e9
"""Beyond it a number is no price: in some currencies a course costs tens of millions."""

_MOST_STATEMENTS, _LONGEST_STATEMENT = 40, 1_000

# An address with all its parts and nothing odd in them: joining and splitting it would change nothing.
_WHOLE_URL = re.compile(r"https?://[a-z0-9][a-z0-9.-]*/[\w/.%~+-]*(?:\?[\w/.%~+=&-]+)?", re.ASCII)

_STATUS_WORDS: dict[str, Status] = {"cancel": "cancelled", "postpone": "postponed", "resched": "scheduled"}
_MODES: tuple[tuple[str, Mode], ...] = (
    ("mixed", "hybrid"),
    ("hybrid", "hybrid"),
    ("offline", "in-person"),
    ("person", "in-person"),
    ("physical", "in-person"),
    ("online", "online"),
    ("virtual", "online"),
)
# What map widgets show when nobody set a pin, and the middle of a country as geocoders answer its bare name.
_DEFAULT_PINS = (
    (0.0, 0.0),
    (40.7207559, -74.0007613),
    (37.09024, -95.712891),
    (39.7837304, -100.4458825),
    (39.8283, -98.5795),
    (56.130366, -106.346771),
    (55.378051, -3.435973),
)
_PIN_SIZE = 1e-4


def normalise(raw: RawListing, source: Source, page: Page) -> Listing | Dropped:
    """Return the listing that a raw record makes, or why it makes none.

    Args:
        raw: what a scraper read.
        source: whose page it is; its zone is the venue's where the record names none.
        page: where it stood; relative addresses count from it.
    """
    if not line(raw.title):
        return Dropped(reason="no title")
    where = read_location(raw.venue, raw.room, raw.address)
    title = read_title(raw.title, value(raw.start), where.venue)
    if not re.search(r"\w", title.text):
        return Dropped(reason="no title", title=title.text or None)
    return _listing(raw, source, page, (title, where))


def _listing(raw: RawListing, source: Source, page: Page, read: tuple[Title, Location]) -> Listing:
    title, where = read
    zone = clock(raw, source)
    times = read_times(raw, zone)
    mode = _mode(raw.mode) or where.mode
    latitude, longitude = (None, None) if mode == "online" else _point(raw.latitude, raw.longitude)
    return Listing(
        title=title.text,
        uid=_name(raw.uid),
        series_uid=_name(raw.series_uid),
        url=_absolute(raw.url, page),
        start=times.start,
        end=times.end,
        timezone=times.timezone,
        all_day=times.all_day,
        status=_status(raw.status) or title.status or ("scheduled" if raw.status else None),
        mode=mode,
        venue=_name(where.venue),
        room=_name(where.room),
        address=_name(where.address),
        latitude=latitude,
        longitude=longitude,
        price=in_dollars(_price(raw), raw.price_text, times.timezone),
        registration=raw.registration or ("required" if title.registration else None),
        ages=_ages(raw),
        organizer=_name(raw.organizer),
        categories=_categories(raw.categories),
        description=_description(raw),
        image=_absolute(raw.image, page),
        recurrence=_name(raw.recurrence),
        schedule_note=_name(raw.schedule_note),
        access=_access(raw.access),
        source=_source(source, page),
        confirmed=raw.confirmed.isoformat() if raw.confirmed else None,
    )


def _name(text: str | None) -> str | None:
    return line(text)[:_LONGEST_NAME].strip() or None if text else None


def _description(raw: RawListing) -> str | None:
    return plain(raw.description, raw.description_format)[:_LONGEST_TEXT].strip() or None if raw.description else None


def _access(said: tuple[str, ...]) -> str | None:
    lines = (line(text)[:_LONGEST_STATEMENT] for text in said[:_MOST_STATEMENTS])
    return "\n".join(dict.fromkeys(text for text in lines if text)) or None


def _status(text: str | None) -> Status | None:
    folded = fold(text) if text else ""
    return next((status for word, status in _STATUS_WORDS.items() if word in folded), None)


def _mode(text: str | None) -> Mode | None:
    folded = fold(text) if text else ""
    return next((mode for word, mode in _MODES if word in folded), None)


def _point(latitude: float | None, longitude: float | None) -> tuple[float | None, float | None]:
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None, None
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  degrees
        return None, None
    for pin in _DEFAULT_PINS:
        if abs(latitude - pin[0]) < _PIN_SIZE and abs(longitude - pin[1]) < _PIN_SIZE:
            return None, None
    return latitude, longitude


def _price(raw: RawListing) -> Price | None:
    return read_price(
        printable(raw.price_text) if raw.price_text else None,
        is_free=raw.is_free,
        minimum=_amount(raw.price_min),
        maximum=_amount(raw.price_max),
        currency=raw.currency,
    )


def _amount(value: float | None) -> float | None:
    return value if value is not None and 0 <= value <= _DEAREST else None


def _ages(raw: RawListing) -> Ages | None:
    low, high = _age(raw.age_min), _age(raw.age_max)
    text = squash(printable(raw.ages_text))[:_LONGEST_NAME] if raw.ages_text else None
    if low is not None or high is not None:
        return Ages(min=low, max=high, text=text or None)
    read = read_ages(text)
    if read:
        return Ages(min=read.min, max=read.max, text=text)
    return read_ages(line(raw.title)) or (Ages(text=text) if text else None)


def _age(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) and 0 <= value <= _OLDEST else None


def _categories(given: tuple[str, ...]) -> tuple[str, ...]:
    names = [name for text in given[:_MOST_CATEGORIES] if (name := _name(text))]
    return tuple(dict.fromkeys(names))


def _absolute(url: str | None, page: Page) -> str | None:
    url = line(url).replace(" ", "%20") if url else ""
    if not url or len(url) > _LONGEST_URL:
        return None
    if _WHOLE_URL.fullmatch(url):
        return url
    try:
        whole = urljoin(page.url, url)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.hostname else None


def _source(source: Source, page: Page) -> SourceRef:
    return SourceRef(
        id=source.id or None,
        name=source.name or None,
        kind=source.kind,
        # What follows the mark was never sent: it is a note of the scraper's to itself.
        url=page.url.partition("#")[0],
        platform=source.platform,
        fetched_at=page.fetched_at.isoformat(timespec="seconds") if page.fetched_at else None,
    )
