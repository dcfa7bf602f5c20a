"""One date of an iCalendar entry → RawListing: which of its lines says what, also where feeds mix them up."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote, urljoin, urlsplit

from finder.listing import Page, RawListing
from finder.text import fold, is_markup, squash
from scrapers.ics_entries import Dated
from scrapers.ics_text import Calendar, Component, listed

_LINK = re.compile(r"https?://[^\s<>\"'\])]+", re.IGNORECASE)
_FEED = re.compile(r"\.ics(?:$|\?)|icalendar\.aspx|[?&](?:outlook-)?ical=|/ical/?(?:$|\?)|webcal:", re.IGNORECASE)
_MEETING = re.compile(
    r"//(?:[\w-]+\.)*(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|goo\.gl|"
    r"maps\.(?:google|apple)\.com|google\.com/(?:maps|url)|facebook\.com/(?!events)|instagram\.com|youtube\.com|youtu\.be)",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|\?)", re.IGNORECASE)
_MARKDOWN = re.compile(r"\*\*\S[^*\n]*\*\*|\[[^\]\[\n]{1,400}\]\(https?://|\\[*_#\-.!]|^#{1,4} \S", re.MULTILINE)
_MARKS_OF_MARKDOWN = ("**", "](", "\\", "# ")
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


def listing(dated: Dated, calendar: Calendar, page: Page) -> RawListing:
    """Return the record of one date of an entry."""
    component = dated.component
    uid = component.text("UID")
    url, description = _url(component, page)
    latitude, longitude = _geo(component)
    cost = component.text("X-COST")
    return RawListing(
        title=component.text("SUMMARY") or "",
        uid=f"{uid}#{dated.occurrence}" if uid and dated.occurrence else uid,
        series_uid=uid if dated.recurs else None,
        url=url,
        start=dated.start,
        end=_last(dated),
        timezone=dated.zone.key if dated.zone else None,
        all_day=True if _says_all_day(component) else None,
        status="cancelled" if calendar.text("METHOD") == "CANCEL" else component.text("STATUS"),
        venue=component.text("LOCATION"),
        latitude=latitude,
        longitude=longitude,
        price_text=cost,
        is_free=True if not cost and (component.text("X-COST-TYPE") or "").lower() == "free" else None,
        organizer=_organizer(component, calendar),
        categories=tuple(name for prop in component.all("CATEGORIES") for name in listed(prop)),
        description=description,
        description_format=_format(description),
        image=_image(component),
        recurrence=dated.rule,
    )


def _last(dated: Dated) -> datetime | date | None:
    """Return the end; of whole days the last one, where the standard has the day after."""
    start, end = dated.start, dated.end
    whole_days = not isinstance(start, datetime) and end is not None and end > start
    return end - timedelta(days=1) if end is not None and whole_days else end


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
    if own is None and "://" in link and _LINK.fullmatch(link) and not _MEETING.search(link):
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


@lru_cache(maxsize=1024)
def _is_organisation(name: str) -> bool:
    return _ORGANISATION.search(name) is not None


def _is_feed(url: str, page: Page) -> bool:
    try:
        whole = url if url.startswith(("https://", "http://")) else urljoin(page.url, url)
    except ValueError:
        return True
    lowered = whole.lower()
    feed = any(mark in lowered for mark in ("ical", ".ics", "webcal:")) and _FEED.search(whole)
    return bool(feed) or _bare(whole) == _bare(page.url)


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
    marked = any(mark in description for mark in _MARKS_OF_MARKDOWN) and _MARKDOWN.search(description)
    return "markdown" if marked else "text"


def _geo(component: Component) -> tuple[float | None, float | None]:
    point = component.text("GEO")
    if not point:
        return None, None
    parts = re.split(r"[;,]", point)
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
    if _is_organisation(name) or fold(name) == fold(calendar.text("X-WR-CALNAME") or ""):
        return name
    return None


def _image(component: Component) -> str | None:
    for prop in (*component.all("IMAGE"), *component.all("ATTACH")):
        value = prop.value.strip()
        kind = (prop.param("FMTTYPE") or "").lower()
        if value.startswith("http") and (kind.startswith("image/") or _PICTURE.search(value)):
            return value
    for name in ("X-WP-IMAGES-URL", "X-TKF-FEATURED-IMAGE", "X-IMAGE"):
        said = component.text(name)
        if said and (found := _LINK.search(said)):
            return re.split(r"[;,](?=thumbnail|medium|large|full|http)", found[0])[0]
    return None
