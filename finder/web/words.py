"""Records in plain words: dates on the venue's own clock, distances, prices, ages, places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from finder.geo import KM_PER_MILE
from finder.listing import Ages, Group, Place, Price
from finder.web.language import _, remembered
from finder.when import day, iana_zone, instant, moment

_YEAR_AT_END = re.compile(r"(,|\s+'de')?\s*y+$")
"""How most locales end their full date: `, y` in American English, ` y` in British, ` 'de' y` in Spanish."""

_EARLIEST, _LATEST, _MIDDLE = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), 5000
_NO_CENTS = re.compile(r"[.,]00(?!\d)")

_LEAST = 0.1
"""The smallest distance that is told, in miles or kilometres."""

_EXACT = frozenset({"address", "venue"})


def distance(km: float, units: str, locale: Locale) -> str:
    """Return `2.4 miles`: one decimal below ten, whole above, never a false zero."""
    value = _in_units(km, units)
    unit = "length-mile" if units == "mi" else "length-kilometer"
    if value < _LEAST:
        return _("less than %(distance)s", distance=measure(_LEAST, unit, locale))
    return measure(round(value, 1 if value < 10 else 0), unit, locale)  # noqa: PLR2004


@lru_cache(maxsize=4096)
def measure(value: float, unit: str, locale: Locale) -> str:
    """Return `2.4 miles`; `unit` is one of CLDR, as `length-mile`."""
    return format_unit(value, unit, "long", locale=locale)


def about(km: float, units: str, locale: Locale) -> str:
    """Return `about 2.4 miles`, for a point that is not exact; less than the least is rough enough by itself."""
    text = distance(km, units, locale)
    return text if _in_units(km, units) < _LEAST else _("about %(distance)s", distance=text)


def _in_units(km: float, units: str) -> float:
    return km / KM_PER_MILE if units == "mi" else km


def local(text: str, zone_name: str | None) -> datetime | date:
    """Return the time or day as the venue's clock shows it; at the ends of the calendar, as it is written."""
    value = moment(text)
    own = iana_zone(zone_name)
    try:
        return value.astimezone(own) if isinstance(value, datetime) and value.tzinfo and own else value
    except OverflowError:
        return value


def date_words(value: date, today: date | None, locale: Locale) -> str:
    """Return `Tue, Nov 24`, with the year unless it is this one."""
    is_this_year = today is not None and value.year == today.year
    return str(format_skeleton("MMMEd" if is_this_year else "yMMMEd", value, locale=locale))


def long_date(value: date, today: date | None, locale: Locale) -> str:
    """Return `Tuesday, November 24` as the locale writes it; today and tomorrow are named, this year is not.

    What is read later than it is written (paper, feeds, copies in caches) knows no today: then the year is told.
    """
    words = _full_date(value, locale, with_year=today is None or value.year != today.year)
    if today is None:
        return words
    if value == today:
        return _("Today, %(date)s", date=words)
    if value == today + timedelta(days=1):
        return _("Tomorrow, %(date)s", date=words)
    return words


@lru_cache(maxsize=4096)
def _full_date(value: date, locale: Locale, *, with_year: bool) -> str:
    pattern = locale.date_formats["full"].pattern
    return str(format_date(value, pattern if with_year else _YEAR_AT_END.sub("", pattern), locale=locale))


def clock(at: datetime, locale: Locale) -> str:
    """Return `6:00 PM`."""
    return _clock_words(at.hour, at.minute, locale)


@lru_cache(maxsize=4096)
def _clock_words(hour: int, minute: int, locale: Locale) -> str:
    return str(format_time(time(hour, minute), "short", locale=locale))


def when(start: str, end: str | None, zone_name: str | None, now: datetime | None, locale: Locale) -> str:
    """Return `Tomorrow, Tuesday, November 24, 6:00 PM to 8:00 PM` on the venue's clock; all-day dates have no time."""
    return _when(start, end, zone_name, _today(start, zone_name, now) if now else None, locale)


def _today(start: str, zone_name: str | None, now: datetime) -> date:
    there: tzinfo | None = iana_zone(zone_name)
    if there is None:
        first = moment(start)
        there = first.tzinfo if isinstance(first, datetime) else None
    return now.astimezone(there).date()


@remembered
def _when(start: str, end: str | None, zone_name: str | None, today: date | None, locale: Locale) -> str:
    first = local(start, zone_name)
    last = local(end, zone_name) if end else None
    if not isinstance(first, datetime):
        return _days(first, last, today, locale)
    words = long_date(first.date(), today, locale)
    hours = _hours(first, last if isinstance(last, datetime) else None, today, locale)
    return _("%(date)s, %(time)s", date=words, time=hours)


def _days(first: date, last: date | None, today: date | None, locale: Locale) -> str:
    words = long_date(first, today, locale)
    if last is None or last <= first:
        return words
    return _("%(first)s to %(last)s", first=words, last=long_date(last, today, locale))


def _hours(first: datetime, last: datetime | None, today: date | None, locale: Locale) -> str:
    start = clock(first, locale)
    if last is None or last <= first:
        return start
    end = clock(last, locale)
    if last.date() == first.date() or last - first < timedelta(hours=12):
        return _("%(start)s to %(end)s", start=start, end=end)
    return _("%(start)s to %(date)s, %(end)s", start=start, date=date_words(last.date(), today, locale), end=end)


def zone_words(start: str, zone_name: str | None) -> str | None:
    """Return `EST`: what the venue's clock is called then."""
    there = local(start, zone_name)
    return there.tzname() if isinstance(there, datetime) and iana_zone(zone_name) else None


def site(url: str | None) -> str | None:
    """Return `elm.example`: the name of the site that an address leads to."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def day_words(text: str | None, locale: Locale) -> str | None:
    """Return the day of an RFC 3339 text with its year: `November 21, 2026`."""
    try:
        return format_date(day(text), "long", locale=locale) if text else None
    except ValueError:
        return None


def today_words(now: datetime, locale: Locale) -> str:
    """Return the day of this moment as `day_words` does; most answers tell it."""
    return _long_day(now.date(), locale)


@lru_cache(maxsize=256)
def _long_day(at: date, locale: Locale) -> str:
    return str(format_date(at, "long", locale=locale))


def number(value: float, locale: Locale) -> str:
    """Return `1,234` as the locale writes it."""
    return str(value) if isinstance(value, int) and 0 <= value < len(_SMALL) else _number_words(value, locale)


def numbers(counts: Mapping[str, int], locale: Locale) -> dict[str, str]:
    """Return counts as the locale writes them; a page of results tells a hundred, most of them small."""
    few = len(_SMALL)
    return {name: _SMALL[count] if count < few else _number_words(count, locale) for name, count in counts.items()}


_SMALL = tuple(map(str, range(1000)))
"""Whole numbers that every locale writes alike: with digits of Europe, as CLDR has it for who asks for no others."""


@lru_cache(maxsize=4096)
def _number_words(value: float, locale: Locale) -> str:
    return str(format_decimal(value, locale=locale))


def money(amount: float, currency: str | None, locale: Locale) -> str:
    """Return `$5` or `£7.50`; a bare number where no currency is stated."""
    if not currency or currency not in get_global("all_currencies"):
        return number(amount, locale)
    text = format_currency(amount, currency, locale=locale)
    return _NO_CENTS.sub("", text) if amount == int(amount) else text


def price(value: Price | None, locale: Locale) -> str:
    """Return what it costs, and say so where nobody says."""
    if value is None or value.status == "unknown":
        return _("Price not stated")
    if value.status == "free":
        return _("Free")
    amount = _amount(value, locale)
    if value.status == "donation":
        # “By donation (0)” tells nothing that the words do not.
        is_told = amount and (value.min or value.max)
        return _("By donation (%(amount)s)", amount=amount) if is_told else _("By donation")
    return amount or _("Paid, amount not stated")


def _amount(value: Price, locale: Locale) -> str | None:
    low, high = value.min, value.max
    if low is None and high is None:
        return None
    if low is not None and high is not None and low != high:
        return _(
            "%(low)s to %(high)s", low=money(low, value.currency, locale), high=money(high, value.currency, locale)
        )
    if low is None and high is not None:
        return _("up to %(amount)s", amount=money(high, value.currency, locale))
    return money(low or 0, value.currency, locale)


def ages(value: Ages | None) -> str | None:
    """Return `18 and older`, or the organiser's own text."""
    if value is None:
        return None
    low, high = (f"{bound:g}" if bound is not None else None for bound in (value.min, value.max))
    if low and high:
        return _("%(low)s to %(high)s years", low=low, high=high)
    if low:
        return _("%(low)s and older", low=low)
    return _("up to %(high)s years", high=high) if high else value.text


def where(group: Group) -> str | None:
    """Return venue and room, or as much as is known: `somewhere in Bloomington` where only the city is."""
    if group.mode == "online":
        return _("Online")
    name = f"{group.venue}, {group.room}" if group.venue and group.room else group.venue or group.room
    if not name:
        name = group.address or roughly(group.place) or ""
    if group.mode == "hybrid":
        return _("%(place)s, and online", place=name) if name else _("In person and online")
    return name or None


def town(group: Group) -> str | None:
    """Return the town, or the address that names it, where `where` does not say it already."""
    place = group.place
    if place is None or group.mode == "online":
        return None
    named = ", ".join(part for part in (place.city, place.region) if part) if place.city else group.address
    return named if named and named not in (where(group) or "") else None


def roughly(place: Place | None) -> str | None:
    """Return how well the place is known, in words; None where there is none."""
    if place is None:
        return None
    if place.precision in _EXACT:
        return place.matched
    area = place.city if place.precision == "city" and place.city else place.matched
    if place.precision == "postal-code":
        return _("somewhere near %(area)s", area=area)
    return _("somewhere in %(area)s", area=area)


def is_exact(place: Place | None) -> bool:
    """Tell whether the point is the venue itself, so that a distance to it can be believed."""
    return place is not None and place.precision in _EXACT


def instant_of(text: str, zone_name: str | None) -> datetime:
    """Return the moment in UTC; a day counts from its first minute at the venue.

    What is open for good is seen to end with the year 9999, which in UTC may be a day too late for the calendar.
    """
    try:
        return instant(text, zone_name if iana_zone(zone_name) else None)
    except OverflowError:
        return _LATEST if day(text) > date(_MIDDLE, 1, 1) else _EARLIEST


def end_of(start: str, end: str | None, zone_name: str | None) -> datetime:
    """Return the moment at which a date is over: a day with its last minute, a start without an end right then."""
    last = end or start
    whole_day, at = len(last) == len("2026-11-24"), instant_of(last, zone_name)
    return at + timedelta(days=1) if whole_day and at < _LATEST - timedelta(days=1) else at
