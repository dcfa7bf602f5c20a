"""iCalendar files from anywhere (RFC 5545): the last of the scrapers to be asked, and the base of several others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Literal, NamedTuple
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from finder.errors import TooLarge
from finder.listing import Page, RawListing, Request, Source, Window
from finder.text import fold, is_markup, squash
from scrapers import ics_rules
from scrapers.ics_rules import Entry, Expander
from scrapers.ics_text import Calendar, Component, Property, listed, read
from scrapers.ics_times import Clock, duration

_MOST_RECORDS = 50_000
_AHEAD = timedelta(days=365)
_HEAD = 2_000

_BEGIN = re.compile(rb"^\s*BEGIN:(?:VCALENDAR|VEVENT)", re.IGNORECASE | re.MULTILINE)
_QUERIES = {"ical", "outlook-ical", "mec-ical-feed", "ics"}
_LINK = re.compile(r"https?://[^\s<>\"'\])]+", re.IGNORECASE)
_FEED = re.compile(r"\.ics(?:$|\?)|icalendar\.aspx|[?&](?:outlook-)?ical=|/ical/?(?:$|\?)|webcal:", re.IGNORECASE)
_MEETING = re.compile(
    r"//(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|goo\.gl|"
    r"maps\.(?:google|apple)\.com|google\.com/(?:maps|url)|facebook\.com/(?!events)|instagram\.com|youtube\.com|youtu\.be)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)
_MARKDOWN = re.compile(r"\*\*\S[^*\n]*\*\*|\[[^\]\[\n]{1,400}\]\(https?://|\\[*_#\-.!]|^#{1,4} \S", re.MULTILINE)
_ORGANISATION = re.compile(
    r"\b(?:academy|alliance|archives?|arts?|association|band|board|books?|bookstore|cafe|café|cathedral|centre|center|"
    r"chapel|chapter|choir|chorus|church|city|club|co-?op|collective|college|commission|committee|community|company|"
    r"conservatory|council|county|crafts?|dance|department|district|events?|faculty|farm|federation|festival|fellowship|"
    r"foundation|friends of|gallery|garden|gardens|group|guild|hall|house|inc|institute|knitters|lab|league|library|"
    r"libraries|llc|ltd|market|meetup|ministry|museum|music|network|office|orchestra|organi[sz]ation|park|parks|poets|"
    r"press|programs?|project|quilters|recreation|room|school|services?|shop|society|space|studios?|synagogue|team|"
    r"temple|theater|theatre|town|trust|union|university|village|volunteers|workshop|writers|ymca)\b",
    re.IGNORECASE,
)


class Event(NamedTuple):
    """One record with the lines that it was read from, for platforms that know more about them."""

    raw: RawListing
    component: Component
    calendar: Calendar


class Ical:
    """Any `.ics` file."""

    key: ClassVar[str] = "ical"
    rank: ClassVar[int] = 900

    def claims(self, url: str) -> bool:
        """Tell whether the address is one of a calendar file."""
        parts = urlsplit(url)
        return (
            parts.path.lower().endswith((".ics", ".ical", ".vcs"))
            or parts.scheme == "webcal"
            or bool(_QUERIES & set(parse_qs(parts.query, keep_blank_values=True)))
        )

    def recognises(self, page: Page) -> str | None:
        """Return the line with which a calendar begins."""
        found = _BEGIN.search(page.content[:_HEAD].removeprefix(b"\xef\xbb\xbf"))
        return found[0].decode("ascii").strip() if found else None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the file is whole
        """Ask for the file."""
        yield Request(url=re.sub(r"^webcal:", "https:", source.url))

    def parse(self, page: Page, source: Source, window: Window) -> Iterable[RawListing | Request]:
        """Yield one record per entry, and one per occurrence of a recurring entry.

        Raises:
            NotACalendar: the file breaks off or is none.
            TooLarge: it has or makes more entries than any calendar.
        """
        for event in events(page, source, window):
            yield event.raw


def events(page: Page, source: Source, window: Window) -> Iterator[Event]:
    """Yield the entries of a file, occurrences within the window or within a year of the fetch, each with its lines."""
    made = 0
    for calendar in read(page.content):
        for event in _Reader(calendar, page, source, window).events():
            made += 1
            if made > _MOST_RECORDS:
                raise TooLarge(f"its entries make more than {_MOST_RECORDS:,} dates")
            yield event


class _Timed(NamedTuple):
    component: Component
    entry: Entry
    start: Property


class _Reader:
    """Reads one calendar."""

    def __init__(self, calendar: Calendar, page: Page, source: Source, window: Window) -> None:
        self._calendar, self._page, self._window = calendar, page, window
        self._clock = Clock(calendar, source.timezone)
        self._inclusive = _ends_are_inclusive(calendar)
        self._open = window.start is None and window.end is None
        self._expander = Expander(*self._span())

    def events(self) -> Iterator[Event]:
        groups = _by_uid(list(self._timed())).values()
        self._expander.check([timed.entry for timed in group] for group in groups if _repeats(group))
        for group in groups:
            if _repeats(group):
                yield from self._series(group)
            else:
                for timed in _latest(group):
                    if self._inside(timed.entry):
                        yield self._event(timed, timed.entry.start, timed.entry.end, _own_id(timed, group))

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
            line = component.first("DTSTART")
            start = self._clock.time(line)
            if line is not None and start is not None:
                yield _Timed(component, self._entry(component, start), line)

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

    def _series(self, group: Sequence[_Timed]) -> Iterator[Event]:
        entries = [timed.entry for timed in group]
        found = self._expander.expand(entries)
        for one in found:
            timed = group[one.number]
            if self._inside(timed.entry._replace(start=one.start, end=one.end)):
                yield self._event(timed, one.start, one.end, _id_text(one.recurrence_id), _rule(group))
        if self._open and not any(self._inside(Entry(one.start, one.end)) for one in found):
            # Past or beyond a year, a series still shows its first date, so that nothing vanishes.
            for timed in group[:1]:
                start = timed.entry.replaces or timed.entry.start
                yield self._event(timed, timed.entry.start, timed.entry.end, _id_text(start), _rule(group))

    def _inside(self, entry: Entry) -> bool:
        zone = self._clock.zone
        first, last = (_day(moment, zone) for moment in (entry.start, entry.end or entry.start))
        if not isinstance(entry.start, datetime) and last > first:
            last -= timedelta(days=1)
        window = self._window
        return (window.end is None or first <= window.end) and (
            window.start is None or max(first, last) >= window.start
        )

    def _event(
        self,
        timed: _Timed,
        start: datetime | date,
        end: datetime | date | None,
        occurrence: str | None,
        rule: str | None = None,
    ) -> Event:
        component = timed.component
        uid = component.text("UID")
        zone = self._clock.zone_of(timed.start)
        url, description = _url(component, self._page)
        latitude, longitude = _geo(component)
        cost = component.text("X-COST")
        if not isinstance(start, datetime) and end is not None and end > start:
            end -= timedelta(days=1)
        recurs = rule is not None or _recurs(timed.entry)
        raw = RawListing(
            title=component.text("SUMMARY") or "",
            uid=f"{uid}#{occurrence}" if uid and occurrence else uid,
            series_uid=uid if recurs else None,
            url=url,
            start=start,
            end=end,
            timezone=zone.key if zone else None,
            all_day=True if _says_all_day(component) else None,
            status="cancelled" if self._calendar.text("METHOD") == "CANCEL" else component.text("STATUS"),
            venue=component.text("LOCATION"),
            latitude=latitude,
            longitude=longitude,
            price_text=cost,
            is_free=True if not cost and (component.text("X-COST-TYPE") or "").lower() == "free" else None,
            organizer=_organizer(component, self._calendar),
            categories=tuple(name for prop in component.all("CATEGORIES") for name in listed(prop)),
            description=description,
            description_format=_format(description),
            image=_image(component),
            recurrence=rule,
        )
        return Event(raw, component, self._calendar)


def _by_uid(timed: Sequence[_Timed]) -> dict[str, list[_Timed]]:
    groups: dict[str, list[_Timed]] = {}
    for number, one in enumerate(timed):
        groups.setdefault(one.component.text("UID") or f"\0{number}", []).append(one)
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


def _own_id(timed: _Timed, group: list[_Timed]) -> str | None:
    return None if len({str(one.entry.start) for one in _latest(group)}) == 1 else _id_text(timed.entry.start)


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
    days = [_day(start, None) for event in calendar.events if (start := clock.time(event.first("DTSTART")))]
    return min(days, default=date(2000, 1, 1))


def _next_day(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _ends_are_inclusive(calendar: Calendar) -> bool:
    """Tell whether the DTEND of whole days is the last day itself, against the standard.

    One-day entries give it away: theirs equals DTSTART, more often than it is the day after.
    """
    lengths = Counter(
        (last - first).days
        for event in calendar.events
        if (first := _whole_day(event.first("DTSTART"))) and (last := _whole_day(event.first("DTEND")))
    )
    return lengths[0] > 0 and lengths[0] >= lengths[1]


def _whole_day(line: Property | None) -> date | None:
    value = line.value.strip() if line else ""
    try:
        return date.fromisoformat(value) if len(value) == len("20261121") else None
    except ValueError:
        return None


def _says_all_day(component: Component) -> bool:
    return any(
        (component.text(name) or "").upper() == "TRUE"
        for name in ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY", "X-ALLDAY")
    )


def _url(component: Component, page: Page) -> tuple[str | None, str | None]:
    """Return the entry's page and its description, without the address where that is all its last line says."""
    description = _description(component)
    own = component.text("URL")
    own = own if own and not _is_feed(own, page) else None
    if not description or not description.strip():
        return own, None
    before, link = _last_word(description)
    if own is None and _LINK.fullmatch(link) and not _MEETING.search(link):
        ours = _host(link) == _host(page.url)
        return link, (before if ours or not before or "\n" in description[len(before) :] else description) or None
    if own is None:
        links = dict.fromkeys(link.rstrip(".,;") for link in _LINK.findall(description) if not _MEETING.search(link))
        own = next(iter(links)) if len(links) == 1 else None
    return own, description


def _last_word(text: str) -> tuple[str, str]:
    head, *last = text.rsplit(maxsplit=1)
    return (head, last[0]) if last else ("", head)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_feed(url: str, page: Page) -> bool:
    try:
        whole = urljoin(page.url, url)
    except ValueError:
        return True
    return bool(_FEED.search(whole)) or _bare(whole) == _bare(page.url)


def _bare(url: str) -> str:
    return url.partition("?")[0].rstrip("/")


def _description(component: Component) -> str | None:
    typed = component.text("DESCRIPTION")
    styled = component.first("X-ALT-DESC") or component.first("STYLED-DESCRIPTION")
    if typed or styled is None:
        return typed
    return styled.text if "html" in (styled.param("FMTTYPE") or "").lower() or is_markup(styled.text) else None


def _format(description: str | None) -> Literal["html", "text", "markdown"]:
    if not description:
        return "text"
    if is_markup(description):
        return "html"
    return "markdown" if _MARKDOWN.search(description) else "text"


def _geo(component: Component) -> tuple[float | None, float | None]:
    parts = re.split(r"[;,]", component.text("GEO") or "")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None, None
    return latitude, longitude


def _organizer(component: Component, calendar: Calendar) -> str | None:
    """Return the organisation that an ORGANIZER names: a person, or somebody's address, is nobody's business here."""
    line = component.first("ORGANIZER")
    name = squash(unquote((line.param("CN") if line else None) or ""))
    if not name or "@" in name:
        return None
    if _ORGANISATION.search(name) or fold(name) == fold(calendar.text("X-WR-CALNAME") or ""):
        return name
    return None


def _image(component: Component) -> str | None:
    for prop in (*component.all("IMAGE"), *component.all("ATTACH")):
        value = prop.value.strip()
        kind = (prop.param("FMTTYPE") or "").lower()
        if value.startswith("http") and (kind.startswith("image/") or _PICTURE.search(value)):
            return value
    for name in ("X-WP-IMAGES-URL", "X-TKF-FEATURED-IMAGE", "X-IMAGE"):
        found = _LINK.search(component.text(name) or "")
        if found:
            return re.split(r"[;,](?=thumbnail|medium|large|full|http)", found[0])[0]
    return None
