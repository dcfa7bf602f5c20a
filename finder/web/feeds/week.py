"""The next seven days as plain text, ready to be put into an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from babel import Locale
from babel.dates import format_time

from finder.listing import Group, Occurrence
from finder.web import words
from finder.web.claims import is_sample
from finder.web.feeds.selection import Selection
from finder.web.language import _, current
from finder.when import iana_zone

_DAYS = timedelta(days=7)


class _Meeting(NamedTuple):
    day: date
    at: datetime
    text: str


def week(selection: Selection, locale: Locale) -> bytes:
    """Return the meetings of the coming seven days, day by day; what is cancelled is said to be."""
    found = sorted({one for hit in selection.hits for one in _meetings(hit.group, selection, locale)})
    lines = [selection.title, ""]
    for day, ones in groupby(found, key=lambda one: one.day):
        lines += [words.long_date(day, None, locale), *(one.text for one in ones), ""]
    if not found:
        lines += [_("Nothing is listed for the next seven days."), ""]
    samples = any(is_sample(hit.group) for hit in selection.hits)
    lines += [_("Dates may be carried over: ask the host.")] if samples else []
    today = words.day_words(selection.now.date().isoformat(), locale)
    lines += [_("As listed here on %(day)s. Ask the host before you go.", day=today), selection.page]
    return "\n".join([*lines, ""]).encode()


def _meetings(group: Group, selection: Selection, locale: Locale) -> Iterator[_Meeting]:
    today = selection.now.astimezone(iana_zone(group.timezone) or UTC).date()
    for one in group.occurrences:
        at = words.instant_of(one.start, group.timezone).astimezone(UTC)
        there = words.local(one.start, group.timezone)
        is_over = words.end_of(one.start, one.end, group.timezone) <= selection.now
        # What began before today goes on for days: it stands under none of these.
        if is_over or _day(there) < today or at >= selection.now + _DAYS:
            continue
        text = f"- {_clock(there, locale)}: {_line(group, one)}\n  {selection.page_of(group)}"
        yield _Meeting(_day(there), at, text)


def _clock(there: date, locale: Locale) -> str:
    return str(format_time(there, "short", locale=locale)) if isinstance(there, datetime) else _("all day")


def _day(there: date) -> date:
    return there.date() if isinstance(there, datetime) else there


def _line(group: Group, one: Occurrence) -> str:
    off = {"cancelled": _("cancelled"), "postponed": _("postponed")}.get(one.status or "")
    parts = (group.title, words.where(group), words.price(group.price, current()), off)
    return ", ".join(part for part in parts if part)
