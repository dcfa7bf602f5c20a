"""CivicRec (rec1.com): a recreation department's catalogue of classes, camps and events.

The page is empty but for a key; with it the page's script asks for the tabs, the groups of each tab, and the dated
sessions of each group.  Groups come without dates and sessions without a description, so the request for the sessions
notes what the group said.  Rentals are groups of another type; memberships, gifts and goods are sessions that one
cannot go to.  Dates are `08/10/26`, or `07/06-07/27` without a year: then the day on which registration opens tells
it.  A price of 0 is written where none is named.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from finder.errors import Changed, NotACalendar
from finder.listing import Page, RawListing, Registration, Request, Source, Window
from finder.text import fold, squash
from scrapers import printed, refusals, values
from scrapers.markup import decoded
from scrapers.notes import notes, with_notes
from scrapers.values import Node, node, nodes, number, text, whole, yes

_HOST = re.compile(r"(?:^|\.)rec1\.com$")
_CATALOG = re.compile(r"^(/[^/]+/[^/]+/catalog)\b", re.IGNORECASE)
_KEY = re.compile(r"(?:&quot;|\")key(?:&quot;|\"):\s*(?:&quot;|\")([0-9a-f]{16,64})|/catalog/\w+/([0-9a-f]{32})")
_MARK = re.compile(rb"rec1-(?:catalog|public)|rec1\.com/[^\"'<> ]{1,100}/catalog")
_ALL = re.compile(r"^(?:all|everything)\b", re.IGNORECASE)
_NO_EVENTS = {"3": "membership", "6": "gift", "7": "package", "9": "goods"}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?")
_UNKNOWN = re.compile(
    r"^\W*(?:(?:location|time|date|days?)s? )?(?:tbd|tba|n/a|open|multiple|various)?\W*$", re.IGNORECASE
)
_WHOLE_DAY = re.compile(r"12(?::00)?\s*am\s*-\s*12(?::00)?\s*am", re.IGNORECASE)
_WEEKDAY = re.compile(r"[a-z]+", re.IGNORECASE)
_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_NUMBERED = re.compile(r"\s*\(\d+\)\s*$")
_UP = re.compile(r"(\d{1,3})\s*(?:/\s*up|\+)", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,3})(?:\s*yrs?)?\s*-\s*(\d{1,3})(?:\s*yrs?)?", re.IGNORECASE)
_PROVINCES = {"ab", "bc", "mb", "nb", "nl", "ns", "nt", "nu", "on", "pe", "qc", "sk", "yt"}
_READ = "read"
_SOON = timedelta(days=60)


class CivicRec:
    """A department's catalogue on CivicRec."""

    key: ClassVar[str] = "civicrec"
    rank: ClassVar[int] = 285

    def claims(self, url: str) -> bool:
        """Tell whether the address is on its host."""
        return bool(_HOST.search((urlsplit(url).hostname or "").lower()))

    def recognises(self, page: Page) -> str | None:
        """Return the mark of its page or of one of its answers."""
        if not values.is_json(page):
            found = _MARK.search(page.content)
            return found[0].decode("ascii", "replace") if found else None
        marks = ((b'"features"', b'"registrationType"'), (b'"sections"', b'"groups"'), (b'"tabs"', b'"label"'))
        for one, other in marks:
            if one in page.content and other in page.content and (self.claims(page.url) or one == b'"features"'):
                return f"{one.decode()} beside {other.decode()}"
        return None

    def requests(self, source: Source, window: Window) -> Iterable[Request]:  # noqa: ARG002  the catalogue is what is on offer
        """Ask for the catalogue's page, which holds the key to the rest."""
        found = _CATALOG.match(urlsplit(source.url).path)
        yield Request(url=f"{values.site(source.url)}{found[1]}" if found else source.url)

    def parse(self, page: Page, source: Source, window: Window) -> Iterator[RawListing | Request]:  # noqa: ARG002  no zone
        """Yield the sessions of a group, or what to ask for on the way there.

        Raises:
            NotACalendar: it is no catalogue, or one without a key.
            Changed: the JSON is none of its answers.
        """
        if not values.is_json(page):
            yield _tabs(page)
            return
        answer = node(values.load(page))
        if isinstance(answer.get("tabs"), list):
            yield from _groups(page, nodes(answer["tabs"]))
        elif isinstance(answer.get("sections"), list) or isinstance(answer.get("groups"), list):
            yield from _sessions(page, answer)
        elif isinstance(answer.get("items"), list):
            yield from values.within((raw for one in nodes(answer["items"]) for raw in _records(one, page)), window)
            yield from _more(page, answer)
        else:
            raise Changed(self.key, refusals.error_in(answer) or "the answer holds no tabs, groups or sessions")


def _tabs(page: Page) -> Request:
    found = _KEY.search(decoded(page))
    if found is None:
        raise NotACalendar(refusals.what(page))
    return Request(url=f"{_root(page)}/getTabsFiltersItemsCounts/{found[1] or found[2]}")


def _root(page: Page) -> str:
    found = _CATALOG.match(urlsplit(page.url).path)
    return f"{values.site(page.url)}{found[1] if found else '/catalog'}"


def _key(page: Page) -> str:
    """Return the key that an address of ours ends with: `…/catalog/getItems/<key>/<tab>`."""
    found = re.search(r"/catalog/\w+/([0-9a-f]+)", urlsplit(page.url).path)
    return found[1] if found else ""


def _groups(page: Page, tabs: list[Node]) -> Iterator[Request]:
    """Ask for the groups of the tab that has all, or else of each tab."""
    everything = [tab for tab in tabs if _ALL.match(text(tab.get("label")) or "")]
    for tab in everything[:1] or tabs:
        if name := text(tab.get("id")):
            yield Request(url=f"{_root(page)}/getItems/{_key(page)}/{name}")


def _sessions(page: Page, answer: Node) -> Iterator[Request]:
    """Ask for the sessions of each group that is an activity, and for the next groups of the tab."""
    tab = urlsplit(page.url).path.rpartition("/")[2]
    sections = [*nodes(answer.get("sections") or []), {"groups": answer.get("groups")}]
    for section in sections:
        for group in nodes(section.get("groups") or []):
            number_ = text(group.get("id"))
            if number_ and text(group.get("type")) in {"activity", None} and group.get("itemCount") not in (0, "0"):
                yield Request(
                    url=with_notes(
                        f"{_root(page)}/getActivitySessions/{_key(page)}/{tab}/{number_}",
                        group=text(group.get("name")),
                        section=text(section.get("name")),
                        about=text(group.get("descriptionText")) or text(group.get("description")),
                        image=text(group.get("thumbnail")),
                    )
                )
    if answer.get("hasMoreResults") is True:
        yield Request(url=values.with_query(page.url, page=values.next_number(page.url)))


def _more(page: Page, answer: Node) -> Iterator[Request]:
    """Ask for the next sessions of a group, noting how many were read; a page without any is the last."""
    noted = notes(page.url)
    read = whole(noted.get(_READ)) + len(nodes(answer["items"]))
    if answer["items"] and whole(answer.get("itemCount")) > read:
        following = values.with_query(page.url, page=values.next_number(page.url))
        yield Request(url=with_notes(following, **{**noted, _READ: str(read)}))


def _records(session: Node, page: Page) -> Iterator[RawListing]:
    title = _title(text(session.get("text")), notes(page.url).get("group"))
    if title is None or text(session.get("registrationType")) in _NO_EVENTS:
        return
    said = {text(one.get("name")): squash(text(one.get("value")) or "") for one in nodes(session.get("features") or [])}
    ages, price = said.get("ageGender") or None, number(session.get("price"))
    low, high = _ages(ages or "")
    number_ = text(session.get("id"))
    noted = notes(page.url)
    yield RawListing(
        title=title,
        uid=number_,
        series_uid=_group(page),
        url=_address(page, number_),
        status="cancelled" if yes(session.get("canceled")) else None,
        venue=_known(said.get("location")),
        price_text=text(session.get("customDisplayPrice")),
        price_min=price or None,
        currency=_currency(page) if price else None,
        registration=_registration(session),
        ages_text=ages,
        age_min=low,
        age_max=high,
        categories=(noted["section"],) if "section" in noted else (),
        description=noted.get("about"),
        image=noted.get("image"),
        **_times(said, session, page),
    )


def _title(session: str | None, group: str | None) -> str | None:
    """Return the name of a session within its group ("Pottery: Mugs"), or the one that says what both do."""
    own, whole_ = _NUMBERED.sub("", _known(session) or ""), _known(group) or ""
    if not own or not whole_:
        return own or whole_ or None
    if fold(whole_) in fold(own):
        return own
    return whole_ if fold(own) in fold(whole_) else f"{whole_}: {own}"


def _known(said: str | None) -> str | None:
    return said if said and not _UNKNOWN.match(said) else None


def _group(page: Page) -> str | None:
    found = re.search(r"/getActivitySessions/[^/]+/[^/]+/([^/?#]+)", page.url)
    return found[1] if found else None


def _address(page: Page, number_: str | None) -> str:
    """Return the catalogue as it shows one session."""
    catalog = _root(page)
    return (
        values.with_query(catalog, filter=base64.b64encode(f"search={number_}".encode()).decode())
        if number_
        else catalog
    )


def _currency(page: Page) -> str:
    """Return the currency of the state or province that the address begins with."""
    return "CAD" if urlsplit(page.url).path.split("/")[1].lower() in _PROVINCES else "USD"


def _registration(session: Node) -> Registration | None:
    told = any(str(line).lower().startswith("registration") for line in values.many(session.get("basicInfo")))
    return "required" if told or text(session.get("regStart")) else None


def _ages(said: str) -> tuple[float | None, float | None]:
    if up := _UP.search(said):
        return float(up[1]), None
    found = _RANGE.search(said)
    return (float(found[1]), float(found[2])) if found else (None, None)


class _Days(NamedTuple):
    first: date
    last: date


def _times(said: dict[str | None, str], session: Node, page: Page) -> dict[str, Any]:
    """Return a session's clock, or a course's first start and last end with a note of when it meets."""
    found = _days(said.get("dates") or "", session, page)
    days, clocks = _known(said.get("days")), _known(_WHOLE_DAY.sub("", said.get("times") or "")) or ""
    note = ", ".join(part for part in (days, clocks) if part) or None
    if found is None:
        return {"schedule_note": ", ".join(part for part in (_known(said.get("dates")), note) if part) or None}
    if found.first == found.last:
        note = None
    first, last = _met(found, _weekdays(days or ""))
    opens, ends = _clocks(clocks, first)
    if opens is None:
        return {"start": first, "end": last, "schedule_note": note}
    return {"start": opens, "end": datetime.combine(last, ends.time()) if ends else None, "schedule_note": note}


def _clocks(clocks: str, first: date) -> tuple[datetime | None, datetime | None]:
    span = printed.span(f"{first:%B} {first.day}, {first.year}, {clocks}")
    opens = span.start if isinstance(span.start, datetime) else None
    return opens, span.end if isinstance(span.end, datetime) else None


def _days(said: str, session: Node, page: Page) -> _Days | None:
    found = list(_DAY.finditer(said))[:2]
    if not found:
        return None
    near = _near(session, page)
    last = _day(found[-1], near)
    first = _day(found[0], last) if last else None
    if first is None or last is None:
        return None
    while first > last and not found[0][3]:
        first = _moved(first, -1) or last
    return _Days(first, max(first, last))


def _near(session: Node, page: Page) -> date | None:
    """Return a day close to which a session lies: soon after registration opens, or after the catalogue was read."""
    opens = _DAY.search(text(session.get("regStart")) or "")
    opened = _day(opens, None) if opens and opens[3] else None
    near = opened or (page.fetched_at.date() if page.fetched_at else None)
    return near + _SOON if near else None


def _day(match: re.Match[str], near: date | None) -> date | None:
    """Return a printed day; one without a year is the closest to `near`."""
    year = int(match[3]) if match[3] else near.year if near else None
    if year is None:
        return None
    try:
        found = date(year + 2000 if year < 100 else year, int(match[1]), int(match[2]))  # noqa: PLR2004  two digits
    except ValueError:
        return None
    if match[3] or near is None:
        return found
    others = (found, _moved(found, 1), _moved(found, -1))
    return min((one for one in others if one), key=lambda one: abs(one - near))


def _moved(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return None


def _weekdays(said: str) -> set[int]:
    if "weekday" in said.lower():
        return {0, 1, 2, 3, 4}
    names = [name.lower() for name in _WEEKDAY.findall(said)]
    letters = {"m": 0, "t": 1, "w": 2, "r": 3, "f": 4}
    numbers = [letters[name] if name in letters else _index(name) for name in names]
    found = [one for one in numbers if one is not None]
    if "-" in said and len(found) == 2:  # noqa: PLR2004  from one to the other
        return {(found[0] + step) % 7 for step in range((found[1] - found[0]) % 7 + 1)}
    return set(found)


def _index(name: str) -> int | None:
    return _WEEKDAYS.index(name[:2]) if name[:2] in _WEEKDAYS else None


def _met(days: _Days, weekdays: set[int]) -> _Days:
    """Return the first and the last of the days that are among the weekdays named."""
    within = [days.first + timedelta(days=n) for n in range((days.last - days.first).days + 1)][:400]
    meeting = [day for day in within if day.weekday() in weekdays]
    return _Days(meeting[0], meeting[-1]) if meeting else days
