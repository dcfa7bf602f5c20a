"""Whether two groups of different sources are one programme, and how we know, in words."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from rapidfuzz import fuzz

from finder.grouping import sites, titles
from finder.grouping.entries import apart
from finder.grouping.faces import COMMON, Face, specific, weight
from finder.grouping.words import DAYS
from finder.listing import Record

_EXACT = 5
_NEAR = 60
_TYPO = 85
_LONG_WORD = 5
_NEIGHBOUR_DAYS = 36
_COPIED = 0.5

Verdict: TypeAlias = bool | None
"""One place, two places, or not told."""


class Likeness(Record, frozen=True, kw_only=True):
    """How much two groups are alike: the reason is fit to be shown."""

    score: float
    reason: str


class _Words(Record, frozen=True, kw_only=True):
    """How titles compare: shares of the shorter one and of both in common, telling words in common, text copied."""

    contained: float
    overlap: float
    telling: int
    copied: float


def likeness(a: Face, b: Face) -> Likeness | None:
    """Return why they are one programme, or None."""
    if titles.differ(a.title.marks, b.title.marks) or not (a.dates and b.dates):
        return None
    exact, near = _shared(a, b)
    words = _compare(a, b)
    place = _place(a, b)
    if exact:
        return _at_one_time(a, b, exact, words, place)
    if near:
        return _about_one_time(a, b, words, place)
    return _one_habit(a, b, words, place)


def _shared(a: Face, b: Face) -> tuple[list[date], list[date]]:
    """Return the days on which both start at the same minute, and those on which they start within the hour."""
    few, many = sorted((a, b), key=lambda f: len(f.dates))
    gaps = {
        day: min(apart(m, n) for m in few.dates[day] for n in many.dates[day]) for day in few.dates if day in many.dates
    }
    exact = sorted(day for day, gap in gaps.items() if gap <= _EXACT)
    return exact, sorted(day for day, gap in gaps.items() if _EXACT < gap <= _NEAR)


def _compare(a: Face, b: Face) -> _Words:
    best = max((_overlap(x, y) for x, y in ((a.words, b.words), (a.all_words, b.all_words))), key=lambda w: w[1])
    shingles = min(len(a.shingles), len(b.shingles))
    copied = len(a.shingles & b.shingles) / shingles if shingles >= _LONG_WORD else 0.0
    return _Words(contained=best[0], overlap=best[1], telling=best[2], copied=copied)


def _overlap(a: frozenset[str], b: frozenset[str]) -> tuple[float, float, int]:
    common = a & b
    for word in sorted(a - b):
        if len(word) >= _LONG_WORD and any(len(o) >= _LONG_WORD and fuzz.ratio(word, o) >= _TYPO for o in b - a):
            common |= {word}
    both, least = weight(common), min(weight(a), weight(b))
    whole = weight(a) + weight(b) - both
    if not least:
        return 0.0, 0.0, 0
    return both / least, both / whole, len(common - COMMON)


def _place(a: Face, b: Face) -> bool | None:
    """Tell whether the place is one: by the sites, or because the one's host or title names the other's venue."""
    verdict = sites.same(a.site, b.site)
    if verdict is True or a.site.online != b.site.online:
        return verdict
    for one, other in ((a, b), (b, a)):
        core = other.site.core
        if (
            core
            and len(core) > 1
            and (any(core <= name or name == core for name in one.names) or core <= one.title.words)
        ):
            return True
        if core and any(core == name for name in one.names):
            return True
    return verdict


def _at_one_time(a: Face, b: Face, days: list[date], words: _Words, place: Verdict) -> Likeness | None:
    when = f"on {len(days)} dates at the same time" if len(days) > 1 else "on the same date and hour"
    if any(specific(url[1]) for url in a.urls & b.urls if url[0] in days) and (words.contained > 0.2 or words.copied):  # noqa: PLR2004
        return Likeness(score=3 + words.overlap, reason=f"same page {when}")
    if place is False and not (words.overlap >= 0.7 and words.copied >= _COPIED):  # noqa: PLR2004
        return None
    needed = {True: 0.5 if len(days) < 3 else 0.4, None: 0.75, False: 0.75}[place]  # noqa: PLR2004
    if words.copied >= _COPIED and words.contained > 0:
        return Likeness(score=2 + words.copied, reason=f"same text {_where(place)}{when}")
    if words.contained >= needed and (words.telling or words.overlap >= 0.6):  # noqa: PLR2004
        if place is None and words.telling < 2 and words.overlap < 0.8:  # noqa: PLR2004
            return None
        return Likeness(score=1 + words.overlap, reason=f"same name {_where(place)}{when}")
    return None


def _about_one_time(a: Face, b: Face, words: _Words, place: Verdict) -> Likeness | None:
    if place is True and words.contained >= 0.8 and (words.telling or words.overlap >= 0.8):  # noqa: PLR2004
        return Likeness(score=0.8 + words.overlap / 10, reason="same name and place on the same day, within the hour")
    if place is True and (_acronym(a, b) or _acronym(b, a)):
        return Likeness(score=0.8, reason="its initials, at the same place on the same day, within the hour")
    return None


def _acronym(short: Face, long: Face) -> bool:
    """Tell whether one title is the initials of the other."""
    letters = short.title.key.replace(" ", "")
    initials = "".join(word[0] for word in long.title.key.split())
    return 4 <= len(letters) <= len(initials) and initials.startswith(letters)  # noqa: PLR2004


def _one_habit(a: Face, b: Face, words: _Words, place: Verdict) -> Likeness | None:
    """Compare groups without a common date: one source lists the first dates, the other the later ones."""
    if place is not True or not _nearby_dates(a, b):
        return None
    named = words.overlap >= 0.85 or (a.title.head == b.title.head and words.telling > 1)  # noqa: PLR2004
    if not named:
        return None
    limit = _NEAR if words.overlap > 0.99 else 15  # noqa: PLR2004
    for day, minute in sorted(a.slots):
        if any(other == day and apart(minute, at) <= limit for other, at in b.slots):
            return Likeness(
                score=0.5 + words.overlap / 10, reason=f"same name and place on {DAYS[day]}s at the same hour"
            )
    return None


def _nearby_dates(a: Face, b: Face) -> bool:
    gap = max((a.first - b.last).days, (b.first - a.last).days)
    return gap <= _NEIGHBOUR_DAYS


def _where(place: Verdict) -> str:
    return "at the same place " if place is True else ""
