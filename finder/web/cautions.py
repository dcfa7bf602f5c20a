"""What to know before going: called off, begun, or not confirmed for long; in a sentence, and in few words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale

from finder.listing import Group
from finder.search.query import Hit
from finder.tiles.wall import NOT_HELD
from finder.web import words
from finder.web.claims import is_sample
from finder.web.language import _
from finder.web.moments import Moment, dates
from finder.when import day

_LONG = timedelta(days=30)
"""Calendars are read every few days: what was not seen for so long may be over."""


def cautions(group: Group, ahead: Sequence[Moment], now: datetime, locale: Locale) -> list[str]:
    """Return what the page of a group tells above all else; `ahead` are the dates that are not over, in order."""
    return [*_called_off(ahead), *_begun(group, ahead, now), *_long_ago(group, now, locale)]


def doubt(hit: Hit, now: datetime, locale: Locale) -> str | None:
    """Return the same in the few words that a card has room for; None where all is well.

    It names no day today, so that a copy may tell it tomorrow.
    """
    group = hit.group
    said: list[str] = []
    # Nearly all are well, and lists are long: what tells that comes first.
    if [one for one in group.occurrences if one.status and one.status in NOT_HELD]:
        said += _off_first(hit, now, locale)
    if group.facts and hit.next and _is_begun(group, now):
        said.append(_("This course has begun. Ask first."))
    if _is_long_ago(group, now):
        seen = words.day_words(group.last_confirmed, locale)
        said.append(_("Last listed on %(day)s. Ask first.", day=seen))
    return " ".join(said) if said else None


def _off_first(hit: Hit, now: datetime, locale: Locale) -> Iterator[str]:
    first = next(iter(dates(hit.group, now, locale)), None)
    if first and first.cancelled:
        # Who knows that it meets every Tuesday looks no further.
        yield _("%(date)s: %(note)s.", date=words.date_words(day(first.iso), now.date(), locale), note=first.note)


def _called_off(ahead: Sequence[Moment]) -> Iterator[str]:
    if not ahead or not ahead[0].cancelled:
        return
    if all(date.cancelled for date in ahead):
        yield _("All coming dates are cancelled or postponed.")
    else:
        yield _("%(date)s: %(note)s.", date=ahead[0].words, note=ahead[0].note)


def _begun(group: Group, ahead: Sequence[Moment], now: datetime) -> Iterator[str]:
    if ahead and _is_begun(group, now):
        yield _("This course has begun. Ask the host whether you can still join.")


def _is_begun(group: Group, now: datetime) -> bool:
    """Tell whether it is one course of which a date is past."""
    courses = [one for one in group.facts if one.value == "course" and (one.topic, one.name) == ("social", "faces")]
    return bool(courses) and any(words.instant_of(one.start, group.timezone) <= now for one in group.occurrences)


def _long_ago(group: Group, now: datetime, locale: Locale) -> Iterator[str]:
    if _is_long_ago(group, now):
        seen = words.day_words(group.last_confirmed, locale)
        yield _("Its calendar last listed this on %(day)s. Ask the host whether it still meets.", day=seen)


def _is_long_ago(group: Group, now: datetime) -> bool:
    # The notice on a sample tells from when it is.
    return group.last_confirmed is not None and group.last_confirmed < _line(now) and not is_sample(group)


@lru_cache(maxsize=1)
def _line(now: datetime) -> str:
    """Return the day before which an older one is long ago; all groups of an answer ask for it."""
    return (now - _LONG).date().isoformat()
