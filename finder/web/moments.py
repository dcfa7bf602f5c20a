"""Dates of a group as pages show them: the next one, those that are coming, and what is off."""

from __future__ import annotations

from datetime import datetime

from babel import Locale

from finder.listing import Group, Occurrence, Record
from finder.search.query import Hit
from finder.tiles.wall import NOT_HELD
from finder.web import words
from finder.web.language import _


class Moment(Record, frozen=True, kw_only=True):
    """A date in words, and for machines."""

    iso: str
    words: str
    cancelled: bool = False
    note: str | None = None


def next_date(hit: Hit, now: datetime | None, locale: Locale) -> Moment | None:
    """Return when it meets next, with the zone named where people join from elsewhere."""
    if not hit.next:
        return None
    zone_name = hit.group.timezone
    text = words.when(hit.next, hit.next_end, zone_name, now, locale)
    far = words.zone_words(hit.next, zone_name) if hit.group.mode in {"online", "hybrid"} else None
    return Moment(iso=hit.next, words=f"{text} {far}" if far else text)


def coming(group: Group, now: datetime) -> Hit:
    """Return the group with its next date that is held, as a search would find it."""
    ahead = [one for one in group.occurrences if is_ahead(one, group, now)]
    first = min(ahead, key=lambda one: _start(one, group.timezone), default=None)
    return Hit(group=group, next=first.start if first else None, next_end=first.end if first else None)


def is_ahead(one: Occurrence, group: Group, now: datetime) -> bool:
    """Tell whether a date of the group is held and not over yet."""
    return one.status not in NOT_HELD and not _is_over(one, group.timezone, now)


def dates(group: Group, now: datetime, locale: Locale) -> list[Moment]:
    """Return the dates that are not over yet, in order."""
    coming = [one for one in group.occurrences if not _is_over(one, group.timezone, now)]
    return [_moment(one, group, now, locale) for one in sorted(coming, key=lambda one: _start(one, group.timezone))]


def _start(one: Occurrence, zone_name: str | None) -> datetime:
    return words.instant_of(one.start, zone_name)


def _is_over(one: Occurrence, zone_name: str | None, now: datetime) -> bool:
    return words.end_of(one.start, one.end, zone_name) <= now


def _moment(one: Occurrence, group: Group, now: datetime, locale: Locale) -> Moment:
    changed = {"cancelled": _("cancelled"), "postponed": _("postponed")}
    room = one.room if one.room != group.room else None
    return Moment(
        iso=one.start,
        words=words.when(one.start, one.end, group.timezone, now, locale),
        cancelled=one.status in changed,
        note=", ".join(part for part in (changed.get(one.status or ""), room) if part) or None,
    )
