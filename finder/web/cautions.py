"""What to know before going that a page tells above all else: called off, begun, or not confirmed for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from babel import Locale

from finder.listing import Group
from finder.web import words
from finder.web.cards import Moment
from finder.web.claims import is_sample
from finder.web.language import _

_LONG = timedelta(days=30)
"""Calendars are read every few days: what was not seen for so long may be over."""


def cautions(group: Group, ahead: Sequence[Moment], now: datetime, locale: Locale) -> list[str]:
    """Return the sentences; `ahead` are the dates that are not over, in order."""
    return [*_called_off(ahead), *_begun(group, ahead, now), *_long_ago(group, now, locale)]


def _called_off(ahead: Sequence[Moment]) -> Iterator[str]:
    if not ahead or not ahead[0].cancelled:
        return
    if all(date.cancelled for date in ahead):
        yield _("All coming dates are cancelled or postponed.")
    else:
        # Who knows that it meets every Tuesday looks no further.
        yield _("%(date)s: %(note)s.", date=ahead[0].words, note=ahead[0].note)


def _begun(group: Group, ahead: Sequence[Moment], now: datetime) -> Iterator[str]:
    is_course = any((one.topic, one.name, one.value) == ("social", "faces", "course") for one in group.facts)
    if is_course and ahead and any(words.instant_of(one.start, group.timezone) <= now for one in group.occurrences):
        yield _("This course has begun. Ask the host whether you can still join.")


def _long_ago(group: Group, now: datetime, locale: Locale) -> Iterator[str]:
    seen, day = group.last_confirmed, words.day_words(group.last_confirmed, locale)
    # The notice on a sample tells from when it is.
    if seen and day and not is_sample(group) and words.instant_of(seen, None) < now - _LONG:
        yield _("Its calendar last listed this on %(day)s. Ask the host whether it still meets.", day=day)
