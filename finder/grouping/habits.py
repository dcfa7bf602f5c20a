"""Parts what meets under one title at one place into habits: weekdays and hours that people keep to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from rapidfuzz import fuzz

from finder.grouping.entries import apart, common_slot
from finder.grouping.joining import ENOUGH, Cluster, bucketed, joined

_HOUR = 60
_SAME_TEXT = 80


def habits(cluster: Cluster) -> Iterator[Cluster]:
    """Part what meets twice on the same day again and again, and habits that share only a title."""
    minutes = _twice_a_day(cluster)
    lanes = (
        bucketed(cluster, lambda made: min(minutes, key=lambda m: (apart(m, made.minute), m))) if minutes else [cluster]
    )
    for lane in lanes:
        yield from _habits(lane)


def _twice_a_day(cluster: Cluster) -> list[int]:
    """Return the minutes of the day at which it meets on one and the same day, on two days or more."""
    by_day: dict[date | None, set[int]] = defaultdict(set)
    for made in cluster:
        by_day[made.day].add(made.minute)
    several = Counter(tuple(sorted(minutes)) for day, minutes in by_day.items() if day and len(minutes) > 1)
    usual = [minutes for minutes, count in several.items() if count > 1]
    return sorted({minute for minutes in usual for minute in minutes})


def _habits(cluster: Cluster) -> list[Cluster]:
    """Part habits on other weekdays at other hours, unless their texts say the same."""
    lanes = sorted(bucketed(cluster, lambda made: made.slot), key=lambda lane: lane[0].order)
    regular = [lane for lane in lanes if len(lane) >= ENOUGH]
    if len(regular) < 2:  # noqa: PLR2004  nothing to part
        return [cluster]
    return joined(_near_first(lanes, regular), _same_people)


def _near_first(lanes: Sequence[Cluster], regular: Sequence[Cluster]) -> list[Cluster]:
    """Add each odd date to the regular lane with the nearest habit."""
    out = [list(lane) for lane in regular]
    for lane in lanes:
        if len(lane) >= ENOUGH:
            continue
        slot = lane[0].slot
        nearest = min(
            out, key=lambda other: (other[0].slot[0] != slot[0], apart(other[0].minute, slot[1]), other[0].order)
        )
        nearest.extend(lane)
    return out


def _same_people(a: Cluster, b: Cluster) -> bool:
    (day, minute), (other_day, other_minute) = common_slot(a), common_slot(b)
    if day == other_day or apart(minute, other_minute) <= _HOUR:
        return True
    return fuzz.ratio(_text(a), _text(b)) >= _SAME_TEXT or not (_text(a) and _text(b))


def _text(cluster: Cluster) -> str:
    return (cluster[-1].listing.description or "")[:600]
