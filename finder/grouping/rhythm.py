"""When a group meets: its rule, the rule in words, and how sure that is, out of its dates and texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from finder.grouping import evidence
from finder.grouping.cadence import infer
from finder.grouping.phrases import Stated, stated
from finder.grouping.rules import Rule
from finder.grouping.words import dates_text, days_text, with_hours
from finder.listing import Record


class Meeting(Record, frozen=True, kw_only=True):
    """One date, in the venue's own zone."""

    start: datetime
    end: datetime | None = None
    all_day: bool = False
    cancelled: bool = False


class Rhythm(Record, frozen=True, kw_only=True):
    """The fields of a group that say when it meets."""

    cadence: str | None
    cadence_text: str | None
    confidence: float
    evidence: str


def rhythm(
    meetings: Sequence[Meeting], rules: Iterable[Rule] = (), texts: Iterable[str] = (), today: date | None = None
) -> Rhythm:
    """Find the rhythm of meetings that are sorted by time.

    Args:
        meetings: all dates, cancelled ones included.
        rules: what the source itself gives as their recurrence.
        texts: what the organiser says, in which a cadence may be stated.
        today: the day of the harvest, which parts "met on" from "listed for".
    """
    dates = sorted({meeting.start.date() for meeting in meetings})
    fit = infer(dates, sorted(set(rules), key=str), _usual([found for text in texts for found in stated(text)]))
    days = days_text(fit.rule) if fit else dates_text(dates) if dates else None
    return Rhythm(
        cadence=str(fit.rule) if fit else None,
        cadence_text=with_hours(days, *_usual_hours(meetings)) if days else None,
        confidence=evidence.confidence(fit, dates),
        evidence=evidence.evidence(fit, dates, {m.start.date() for m in meetings if m.cancelled}, today),
    )


def _usual(words: Sequence[Stated]) -> list[Stated]:
    """Return each rule once, the one that most texts state first."""
    count = Counter(found.rule for found in words)
    first = {found.rule: found for found in reversed(words)}
    return [first[rule] for rule, _ in sorted(count.items(), key=lambda item: (-item[1], str(item[0])))]


def _usual_hours(meetings: Sequence[Meeting]) -> tuple[datetime | None, datetime | None]:
    """Return start and end of the latest date that keeps the commonest hours."""
    timed = [meeting for meeting in meetings if not meeting.all_day]
    if not timed:
        return None, None
    count = Counter(map(_hours, timed))
    usual = min(count, key=lambda hours: (-count[hours], hours))
    meeting = [meeting for meeting in timed if _hours(meeting) == usual][-1]
    return meeting.start, meeting.end


def _hours(meeting: Meeting) -> tuple[int, int]:
    length = (meeting.end - meeting.start).total_seconds() if meeting.end else 0
    return meeting.start.hour * 60 + meeting.start.minute, int(length)
