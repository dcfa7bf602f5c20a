"""Whether two groups of different sources are one programme, and how we know, in words."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

from finder.grouping import sites, titles
from finder.grouping.entries import apart
from finder.grouping.faces import COMMON, Face, specific
from finder.grouping.overlap import Overlap, compare
from finder.grouping.words import DAYS
from finder.listing import Record

_EXACT = 5
_NEAR = 60
_NEIGHBOUR_DAYS = 36
_COPIED = 0.5
_TOLD = 0.8
_HINT = 0.2
ACRONYM = 4
"""Letters of the shortest title that may be initials: three are soon a coincidence."""

Verdict: TypeAlias = bool | None
"""One place, two places, or not told."""


class Likeness(Record, frozen=True, kw_only=True):
    """How much two groups are alike: the reason is fit to be shown."""

    score: float
    reason: str


def likeness(a: Face, b: Face, common: frozenset[str] = COMMON) -> Likeness | None:
    """Return why they are one programme, or None; `common` are words that tell little."""
    if titles.differ(a.title.marks, b.title.marks) or not (a.dates and b.dates):
        return None
    place = _place(a, b)
    if place is False and not _one_page(a, b):
        return None
    exact, near = _shared(a, b)
    words = compare(a, b, common)
    if exact:
        return _at_one_time(a, b, exact, words, place)
    if near:
        return _about_one_time(a, b, words, place)
    return _one_habit(a, b, words, place)


def _shared(a: Face, b: Face) -> tuple[list[date], list[date]]:
    """Return the days on which both start at the same minute, and those on which they start within the hour."""
    gaps = {day: _gap(a, b, day) for day in a.dates.keys() & b.dates.keys()}
    exact = sorted(day for day, gap in gaps.items() if gap <= _EXACT)
    return exact, sorted(day for day, gap in gaps.items() if _EXACT < gap <= _NEAR)


def _gap(a: Face, b: Face, day: date) -> int:
    """Return the minutes between their starts on a day, clocks of two zones set right."""
    ahead = b.offsets[day] - a.offsets[day] if day in a.offsets and day in b.offsets else 0
    return min(apart(m + ahead if m >= 0 <= n else m, n) for m in a.dates[day] for n in b.dates[day])


def _far_zones(a: Face, b: Face) -> bool:
    """Tell whether their clocks differ by more than a change to summer time does."""
    hours = [set(face.offsets.values()) for face in (a, b)]
    return all(hours) and min(abs(x - y) for x in hours[0] for y in hours[1]) > _NEAR


def _place(a: Face, b: Face) -> Verdict:
    """Tell whether the place is one: by the sites, or because the one's host or title names the other's venue."""
    verdict = sites.same(a.site, b.site)
    if verdict is True and not _identifies(a.site, b.site):
        return None
    if verdict is True or a.site.online != b.site.online:
        return verdict
    return True if _named_by(a, b.site) or _named_by(b, a.site) else verdict


def _identifies(a: sites.Site, b: sites.Site) -> bool:
    """Tell whether what two sites have in common is more than a name of many towns: "Main Library"."""
    return a.online or bool(a.street and b.street) or a.certain or bool((a.full & b.full) - sites.GENERIC)


def _named_by(one: Face, site: sites.Site) -> bool:
    core = site.core
    if not core - sites.GENERIC:
        return False
    return any(core == name or (len(core) > 1 and core <= name) for name in one.names) or (
        len(core) > 1 and core <= sites.spelt(one.title.words)
    )


def _at_one_time(a: Face, b: Face, days: list[date], words: Overlap, place: Verdict) -> Likeness | None:
    when = f"on {len(days)} dates at the same time" if len(days) > 1 else "on the same date and hour"
    where = "at the same place " if place is True else ""
    if _one_page(a, b) and (words.contained > _HINT or words.copied):
        return Likeness(score=3 + words.overlap, reason=f"same page {when}")
    if place is False:
        return None
    if words.copied >= _COPIED and words.contained > 0 and not words.contrary:
        return Likeness(score=2 + words.copied, reason=f"same text {where}{when}")
    named = _named_there(words, _patterns(a, b, days)) if place is True else _named_anywhere(words)
    return Likeness(score=1 + words.overlap, reason=f"same name {where}{when}") if named else None


def _one_page(a: Face, b: Face) -> bool:
    """Tell whether both name the same page for the same day."""
    return any(specific(url) for _, url in a.urls & b.urls)


def _patterns(a: Face, b: Face, days: list[date]) -> int:
    """Return how many different weekdays and hours the common dates have: three are no coincidence."""
    return len({(day.weekday(), minute) for day in days for minute in a.dates[day] if minute in b.dates[day]})


def _named_there(words: Overlap, patterns: int) -> bool:
    """Tell whether titles are near enough for one place at one time."""
    if words.told >= _TOLD or (words.telling > 1 and words.contained >= 0.3):  # noqa: PLR2004
        return True
    if words.contrary and patterns <= 2:  # noqa: PLR2004
        return False
    if words.contained >= (0.4 if patterns > 2 else 0.5):  # noqa: PLR2004
        return bool(words.telling) or words.overlap >= 0.6 or patterns > 2  # noqa: PLR2004
    return False


def _named_anywhere(words: Overlap) -> bool:
    """Tell whether titles are near enough where the place is not told."""
    if words.telling > 2:  # noqa: PLR2004
        return words.contained >= 0.5  # noqa: PLR2004
    return words.telling > 1 and words.contained >= 0.65  # noqa: PLR2004


def _about_one_time(a: Face, b: Face, words: Overlap, place: Verdict) -> Likeness | None:
    if place is True and _named_within_the_hour(words):
        return Likeness(score=0.8 + words.overlap / 10, reason="same name and place on the same day, within the hour")
    if place is True and (_acronym(a, b) or _acronym(b, a)):
        return Likeness(score=0.8, reason="its initials, at the same place on the same day, within the hour")
    return None


def _named_within_the_hour(words: Overlap) -> bool:
    if words.telling > 1:
        return words.contained >= 0.6  # noqa: PLR2004
    return words.contained >= 0.8 and (words.telling > 0 or words.overlap >= 0.8)  # noqa: PLR2004


def _acronym(short: Face, long: Face) -> bool:
    """Tell whether one title is the initials of the other."""
    letters = short.title.key.replace(" ", "")
    return ACRONYM <= len(letters) <= len(long.initials) and long.initials.startswith(letters)


def _one_habit(a: Face, b: Face, words: Overlap, place: Verdict) -> Likeness | None:
    """Compare groups without a common date: one source lists the first dates, the other the later ones."""
    if place is not True or _far_zones(a, b) or not _nearby_dates(a, b):
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
