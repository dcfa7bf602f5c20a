"""The entries of a calendar with their dates: editions and series of one UID told apart, repeats written out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from finder.listing import Page, Source, Window
from scrapers import ics_rules
from scrapers.ics_rules import Entry, Expander
from scrapers.ics_text import Calendar, Component
from scrapers.ics_times import Clock, duration

_OF_TIMES = frozenset({"DTS", "DTE", "DUR", "RRU", "RDA", "EXD", "REC", "SEQ", "UID"})
"""What says when: the rest of an entry is read once it is known to be shown."""

_AHEAD = timedelta(days=365)
_WHOLE_DAY = re.compile(r"^(DTSTART|DTEND)[^:\n]{0,400}:[ \t]*(\d{8})[ \t]*$", re.IGNORECASE | re.MULTILINE)


class _Timed(NamedTuple):
    component: Component
    entry: Entry
    uid: str | None
    zone: ZoneInfo | None

    def at(
        self, start: datetime | date, end: datetime | date | None, occurrence: str | None, rule: str | None
    ) -> Dated:
        """Return one of its dates."""
        recurs = rule is not None or _recurs(self.entry)
        return Dated(self.component, start, end, self.zone, recurs, occurrence, rule)


class Dated(NamedTuple):
    """One date of an entry: which listing it becomes, and under which id.

    `end` is as the standard has it: of whole days the day after the last.  `occurrence` is the id of this date among
    those of its UID, `rule` the RRULE of its series.
    """

    component: Component
    start: datetime | date
    end: datetime | date | None
    zone: ZoneInfo | None
    recurs: bool
    occurrence: str | None = None
    rule: str | None = None


class Entries:
    """The entries of one calendar, each with its dates within the days asked for, or within a year of the fetch."""

    def __init__(self, calendar: Calendar, page: Page, source: Source, window: Window) -> None:
        self._calendar, self._page, self._window = calendar, page, window
        self._clock = Clock(calendar, source.timezone)
        self._inclusive = _ends_are_inclusive(calendar)
        self._open = window.start is None and window.end is None
        self._expander = Expander(*self._span())

    def dated(self) -> Iterator[Dated]:
        """Yield the dates, those of one UID after one another.

        Raises:
            TooLarge: they repeat more often than any calendar's.
        """
        groups = _by_uid(list(self._timed())).values()
        self._expander.check([timed.entry for timed in group] for group in groups if _repeats(group))
        for group in groups:
            if _repeats(group):
                yield from self._series(group)
            else:
                yield from self._single(_latest(group))

    def _span(self) -> tuple[date, date]:
        fetched = self._page.fetched_at.date() if self._page.fetched_at else None
        first = (
            self._window.start
            or (self._window.end - _AHEAD if self._window.end else fetched)
            or _first_day(self._calendar)
        )
        last = self._window.end or first + _AHEAD
        return first, last

    def _timed(self) -> Iterator[_Timed]:
        for component in self._calendar.events:
            part = component.only(_OF_TIMES)
            line = part.first("DTSTART")
            start = self._clock.time(line)
            if start is not None:
                yield _Timed(component, self._entry(part, start), part.text("UID"), self._clock.zone_of(line))

    def _entry(self, component: Component, start: datetime | date) -> Entry:
        changed = component.first("RECURRENCE-ID")
        sequence = component.text("SEQUENCE") or ""
        rules = tuple(dict.fromkeys(p.value.strip() for p in component.all("RRULE") if p.value.strip()))[:4]
        entry = Entry(
            start=start,
            end=self._end(component, start),
            rules=rules,
            extra=tuple(self._clock.times(component.all("RDATE"))),
            without=tuple(m for m in self._clock.times(component.all("EXDATE")) if not isinstance(m, tuple)),
            replaces=self._clock.time(changed),
            and_later=bool(changed and (changed.param("RANGE") or "").upper() == "THISANDFUTURE"),
            sequence=int(sequence) if sequence.isdigit() and len(sequence) < 10 else 0,  # noqa: PLR2004  a counter
        )
        return self._on_the_wall(entry) if entry.rules else entry

    def _on_the_wall(self, entry: Entry) -> Entry:
        """Return a series that is written in UTC on the venue's clock: a weekly meeting does not move with the season.

        Unless its rule names weekdays of UTC that are others here.
        """
        zone = self._clock.zone
        if zone is None or not isinstance(entry.start, datetime) or entry.start.tzinfo is not UTC:
            return entry
        local = entry.start.astimezone(zone)
        days = ics_rules.days_of(entry.rules)
        if days and ics_rules.weekday(local) not in days:
            return entry
        end = entry.end.astimezone(zone) if isinstance(entry.end, datetime) else entry.end
        return entry._replace(start=local, end=end)

    def _end(self, component: Component, start: datetime | date) -> datetime | date | None:
        end = self._clock.time(component.first("DTEND"))
        if end is None and (line := component.first("DURATION")) and (length := duration(line.value)):
            try:
                end = start + length
            except OverflowError:
                return None
        if end is None or isinstance(end, datetime) != isinstance(start, datetime):
            return None
        if self._inclusive and not isinstance(end, datetime):
            end = _next_day(end)
        return end

    def _single(self, group: Sequence[_Timed]) -> Iterator[Dated]:
        several = len({str(one.entry.start) for one in group}) > 1
        for timed in group:
            if self._inside(timed.entry):
                start = timed.entry.start
                yield timed.at(start, timed.entry.end, _id_text(start) if several else None, None)

    def _series(self, group: Sequence[_Timed]) -> Iterator[Dated]:
        entries = [timed.entry for timed in group]
        found = self._expander.expand(entries)
        for one in found:
            timed = group[one.number]
            if self._inside(timed.entry._replace(start=one.start, end=one.end)):
                yield timed.at(one.start, one.end, _id_text(one.recurrence_id), _rule(group))
        if self._open and not any(self._inside(Entry(one.start, one.end)) for one in found):
            # Past or beyond a year, a series still shows its first date, so that nothing vanishes.
            for timed in group[:1]:
                start = timed.entry.replaces or timed.entry.start
                yield timed.at(timed.entry.start, timed.entry.end, _id_text(start), _rule(group))

    def _inside(self, entry: Entry) -> bool:
        zone = self._clock.zone
        first, last = (_day(moment, zone) for moment in (entry.start, entry.end or entry.start))
        if not isinstance(entry.start, datetime) and last > first:
            last -= timedelta(days=1)
        window = self._window
        return (window.end is None or first <= window.end) and (
            window.start is None or max(first, last) >= window.start
        )


def _by_uid(timed: Sequence[_Timed]) -> dict[str, list[_Timed]]:
    groups: dict[str, list[_Timed]] = {}
    for number, one in enumerate(timed):
        groups.setdefault(one.uid or f"\0{number}", []).append(one)
    return {uid: part for uid, group in groups.items() for uid, part in _parted(uid, group)}


def _parted(uid: str, group: list[_Timed]) -> Iterator[tuple[str, list[_Timed]]]:
    """Yield the series in a group: feeds give one UID to several, each with its own rule and start."""
    masters = [one for one in group if one.entry.rules]
    several = len({(one.entry.start, one.entry.rules) for one in masters}) > 1
    if not several or len({one.entry.sequence for one in masters}) > 1:
        yield uid, group
        return
    rest = [one for one in group if not one.entry.rules]
    for number, master in enumerate(masters):
        yield f"{uid}\0{number}", [master, *(rest if number == 0 else [])]


def _latest(group: list[_Timed]) -> list[_Timed]:
    """Return the entries of one UID that count: the newest edition, or all where they are no editions of each other."""
    if len(group) == 1:
        return group
    newest = max(one.entry.sequence for one in group)
    if any(one.entry.sequence != newest for one in group):
        group = [one for one in group if one.entry.sequence == newest]
    return list({(str(one.entry.start), one.component.text("SUMMARY")): one for one in group}.values())


def _recurs(entry: Entry) -> bool:
    return bool(entry.rules or entry.extra or entry.replaces is not None)


def _repeats(group: Sequence[_Timed]) -> bool:
    return any(_recurs(timed.entry) for timed in group)


def _rule(group: Sequence[_Timed]) -> str | None:
    return next((rule for timed in group for rule in timed.entry.rules), None)


def _id_text(moment: datetime | date) -> str:
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    return f"{moment:%Y%m%dT%H%M%S}" if moment.tzinfo is None else f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _day(moment: datetime | date, zone: object) -> date:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is UTC and zone is not None:
        moment = moment.astimezone(zone)  # type: ignore[arg-type]
    return moment.date()


def _first_day(calendar: Calendar) -> date:
    clock = Clock(calendar, None)
    starts = (clock.time(event.only(_OF_TIMES).first("DTSTART")) for event in calendar.events)
    return min((_day(start, None) for start in starts if start), default=date(2000, 1, 1))


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _ends_are_inclusive(calendar: Calendar) -> bool:
    """Tell whether the DTEND of whole days is the last day itself, against the standard.

    One-day entries give it away: theirs equals DTSTART, more often than it is the day after.
    """
    if not calendar.letters.ends_in_days:
        return False
    lengths = Counter(
        (days["DTEND"] - days["DTSTART"]).days
        for event in calendar.events
        if len(days := _whole_days(event)) == len(("DTSTART", "DTEND"))
    )
    return lengths[0] > 0 and lengths[0] >= lengths[1]


def _whole_days(event: Component) -> dict[str, date]:
    """Return the start and the end that are no times, out of the text: most entries have none."""
    found = (match for text in event.lines for match in _WHOLE_DAY.finditer(text))
    try:
        return {match[1].upper(): date.fromisoformat(match[2]) for match in found}
    except ValueError:
        return {}
