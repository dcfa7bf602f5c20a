"""A group as it is compared with groups of other sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from urllib.parse import urlsplit

from finder.grouping import sites, titles
from finder.grouping.entries import local
from finder.listing import Group
from finder.text import fold

_SMALL_LIST = """
    the a an and of at in on for with to by from s w your our is are it its this that or as be we you us more
"""
_SMALL = frozenset(_SMALL_LIST.split())
_COMMON_LIST = """
    club class classes workshop workshops group groups night day session series meeting meetup live music show
    event events open free art arts craft crafts story time storytime book books reading kids teen teens adult
    adults family beginner beginners intermediate advanced weekly monthly annual presents presentation talk
    talks author authors concert concerts performance festival fair sale tour special guest featuring community
    library monday tuesday wednesday thursday friday saturday sunday morning afternoon evening first second
    third fourth spring summer fall winter new year party celebration virtual online person drop hangout all
    levels ages welcome opening release celebrating program center theater theatre playing game games
"""
_COMMON = frozenset(_COMMON_LIST.split())
_SHINGLE = 3
_LONG_ENOUGH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """What is compared: words of the title (without the venue's), place, dates, addresses, words of the description."""

    group: Group
    source: str
    title: titles.Title
    words: frozenset[str]
    all_words: frozenset[str]
    site: sites.Site
    names: tuple[frozenset[str], ...]
    dates: dict[date, tuple[int, ...]]
    offsets: dict[date, int]
    slots: frozenset[tuple[int, int]]
    urls: frozenset[tuple[date | None, str]]
    joined: dict[str, frozenset[str]]
    initials: str
    shingles: frozenset[tuple[str, ...]]
    description: frozenset[str]

    @property
    def first(self) -> date:
        """Its first day; groups without dates are not compared by date."""
        return min(self.dates)

    @property
    def last(self) -> date:
        """Its last day."""
        return max(self.dates)


def face(group: Group) -> Face:
    """Read one group."""
    site = sites.read(group.venue or "", group.address or "", online=group.mode == "online", place=group.place)
    title = titles.read(group.title, (group.venue,) if group.venue and len(group.venue) > 3 else ())  # noqa: PLR2004
    dates: dict[date, set[int]] = {}
    offsets: dict[date, int] = {}
    urls: set[tuple[date | None, str]] = set()
    if group.url and not group.occurrences:
        urls.add((None, address(group.url)))
    for occurrence in group.occurrences:
        start = local(occurrence.start, group.timezone)
        if start is None:
            continue
        minute = -1 if "T" not in occurrence.start else start.hour * 60 + start.minute
        dates.setdefault(start.date(), set()).add(minute)
        offsets |= _offset(start, group)
        if occurrence.url:
            urls.add((start.date(), address(occurrence.url)))
    said = titles.words(fold(group.description or ""))[:80]
    words = frozenset(_stem(word) for word in title.words) - _SMALL
    return Face(
        group=group,
        source=(group.source.id or group.source.name or "") if group.source else "",
        title=title,
        words=words - {_stem(word) for word in site.core} or words,
        all_words=words,
        site=site,
        names=_names(group),
        dates={day: tuple(sorted(minutes)) for day, minutes in dates.items()},
        offsets=offsets,
        slots=frozenset((day.weekday(), minute) for day, minutes in dates.items() for minute in minutes),
        urls=frozenset(urls),
        joined=_joined(title.key.split()),
        initials="".join(word[0] for word in title.key.split()),
        shingles=frozenset(zip(*(said[i:] for i in range(_SHINGLE)), strict=False)),
        description=frozenset(_stem(word) for word in said) - _SMALL,
    )


def _joined(said: list[str]) -> dict[str, frozenset[str]]:
    """Return neighbouring words written as one, with the two: "storytime" is "story" and "time"."""
    return {_stem(a + b): frozenset({_stem(a), _stem(b)}) for a, b in pairwise(said)}


def _offset(start: datetime, group: Group) -> dict[date, int]:
    """Return, for the day, the minutes by which the venue's clock is ahead of UTC, where the source tells."""
    told = group.timezone or (group.occurrences and len(group.occurrences[0].start) > len("2026-11-21T18:00:00"))
    shift = start.utcoffset()
    return {start.date(): int(shift.total_seconds()) // 60} if told and shift is not None else {}


def _names(group: Group) -> tuple[frozenset[str], ...]:
    """Return the names of who holds it: the organisation and the source."""
    named = (group.organizer, group.source.name if group.source else None)
    return tuple(sites.spelt(titles.words(fold(name))) for name in named if name)


def _stem(word: str) -> str:
    """Return a word without the ending of its plural or possessive."""
    word = word.replace("'s", "").replace("'", "")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word  # noqa: PLR2004


COMMON = frozenset(_stem(word) for word in _COMMON)
"""Words of titles that say little about which programme it is."""


def weight(words: frozenset[str], common: frozenset[str] = COMMON) -> float:
    """Return how much a set of title words says; `common` ones say little."""
    return sum(0.35 if word in common or word.isdigit() else 1.0 for word in words)


def address(url: str) -> str:
    """Return a URL as it is compared: without scheme, "www.", trailing slash, and tracking."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    query = "&".join(p for p in parts.query.split("&") if p and not p.startswith(("utm_", "fbclid", "aff=")))
    fragment = parts.fragment if "/" in parts.fragment else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{query}#{fragment}"


def specific(url: str) -> bool:
    """Tell whether a URL is likely to be of one programme: a home page is not."""
    return len(url.partition("/")[2].partition("?")[0]) >= _LONG_ENOUGH
