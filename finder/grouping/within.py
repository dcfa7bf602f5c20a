"""Which dates of one source are one group: by the source's own series, then by title and place, then by habit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from rapidfuzz import fuzz

from finder.grouping import sites, titles
from finder.grouping.cadence import infer
from finder.grouping.entries import Entry, apart, common_slot, days
from finder.text import fold

_QUARTER = 15
_HOUR = 60
_TYPO = 80
_SAME_TEXT = 80
_ENOUGH = 3
_STEPS = {"level", "part", "number", "module", "unit", "stage", "grade", "group", "section"}
"""Marks that make a course of its own even where the other title has none."""
_GENERIC_LIST = """
    workshop class course concert film movie screening exhibition exhibit lecture talk show event live music
    intro introduction special presents performance seminar webinar online virtual free new art arts craft
    crafts book reading tour trip party festival opening reception meeting kids teens adults adult family
    monthly weekly
"""
_GENERIC = frozenset(_GENERIC_LIST.split())

T = TypeVar("T")
Cluster = list[Entry]


def clusters(entries: Sequence[Entry]) -> list[Cluster]:
    """Sort the entries of one source into groups; each entry comes in exactly one, and their order does not matter."""
    found: list[Cluster] = []
    for bucket in _bucketed(entries, lambda made: made.title.key):
        found += [lane for place in _by_place(bucket) for lane in _lanes(place)]
    found = _joined_by_series(found)
    found = _joined_in_blocks(found, lambda c: (c[0].title.head, common_slot(c)[0]), _one_programme)
    found = _joined_in_blocks(found, lambda c: (common_slot(c), _first_letters(c)), _misspelt)
    return sorted(found, key=lambda cluster: cluster[0].order)


def _bucketed(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    buckets: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        buckets[key(item)].append(item)
    return list(buckets.values())


def _first_letters(cluster: Cluster) -> str:
    return cluster[0].title.key[:2]


def _by_place(bucket: Cluster) -> list[Cluster]:
    """Part entries of one title by place; a room that changes, or one place left out, parts nothing."""
    places = sorted(_bucketed(bucket, lambda made: (made.site, _host(made))), key=lambda cluster: cluster[0].order)
    merged = _joined(places, lambda a, b: sites.same(a[0].site, b[0].site) is True and _one_host(a, b))
    return _joined(merged, lambda a, b: _may_be_one_place(a, b, len(merged)) and _one_host(a, b))


def _host(made: Entry) -> str:
    return fold(made.listing.organizer or "")


def _one_host(a: Cluster, b: Cluster) -> bool:
    """Tell whether one organisation holds both; where two take turns at one weekday and hour, it is one programme."""
    hosts, others = {_host(made) for made in a} - {""}, {_host(made) for made in b} - {""}
    return not hosts or not others or bool(hosts & others) or _same_habit(a, b)


def _may_be_one_place(a: Cluster, b: Cluster, places: int) -> bool:
    first, second = a[0].site, b[0].site
    verdict = sites.same(first, second)
    moving = first.room_like and second.room_like and not (first.street and second.street)
    if verdict is False and not moving:
        return False
    if not first or not second:
        return places == 2 or _same_habit(a, b)  # noqa: PLR2004  the known place and the unknown one
    return _same_habit(a, b)


def _same_habit(a: Cluster, b: Cluster) -> bool:
    """Tell whether both meet on the same weekday at the same hour, on different days."""
    if set(days(a)) & set(days(b)):
        return False
    slots, others = {made.slot for made in a}, {made.slot for made in b}
    return any(day == other and apart(m, n) <= _QUARTER for day, m in slots for other, n in others)


def _joined(groups: list[Cluster], alike: Callable[[Cluster, Cluster], bool]) -> list[Cluster]:
    """Join those that are alike, whichever comes first; the result is sorted inside and out."""
    done: list[Cluster] = []
    for cluster in groups:
        matching = [other for other in done if alike(other, cluster)]
        done = [other for other in done if not any(other is match for match in matching)]
        done.append(sorted([*cluster, *(made for match in matching for made in match)], key=lambda made: made.order))
    return sorted(done, key=lambda cluster: cluster[0].order)


def _lanes(cluster: Cluster) -> Iterator[Cluster]:
    """Part what meets twice on the same day again and again, and habits that share only a title."""
    minutes = _twice_a_day(cluster)
    lanes = (
        _bucketed(cluster, lambda made: min(minutes, key=lambda m: (apart(m, made.minute), m)))
        if minutes
        else [cluster]
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
    lanes = sorted(_bucketed(cluster, lambda made: made.slot), key=lambda lane: lane[0].order)
    regular = [lane for lane in lanes if len(lane) >= _ENOUGH]
    if len(regular) < 2:  # noqa: PLR2004  nothing to part
        return [cluster]
    return _joined(_near_first(lanes, regular), _same_people)


def _near_first(lanes: Sequence[Cluster], regular: Sequence[Cluster]) -> list[Cluster]:
    """Add each odd date to the regular lane with the nearest habit."""
    out = [list(lane) for lane in regular]
    for lane in lanes:
        if len(lane) >= _ENOUGH:
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


def _joined_by_series(found: list[Cluster]) -> list[Cluster]:
    """Join what the source itself calls one series."""
    owner: dict[str, int] = {}
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for place, cluster in enumerate(found):
        for name in {made.listing.series_uid for made in cluster if made.listing.series_uid}:
            first, second = sorted((root(owner.setdefault(name, place)), root(place)))
            parent[second] = first
    joined = _bucketed(enumerate(found), lambda numbered: root(numbered[0]))
    return [sorted((made for _, c in group for made in c), key=lambda made: made.order) for group in joined]


def _joined_in_blocks(
    found: list[Cluster], block: Callable[[Cluster], Hashable], join: Callable[[list[Cluster]], list[Cluster]]
) -> list[Cluster]:
    out: list[Cluster] = []
    for candidates in _bucketed(found, block):
        out += join(sorted(candidates, key=lambda c: c[0].order)) if len(candidates) > 1 else candidates
    return out


def _one_programme(candidates: list[Cluster]) -> list[Cluster]:
    """Join programmes whose titles differ only in a theme after the colon: "Teen Hour: Clay", "Teen Hour: Beads"."""
    head = candidates[0][0].title.head
    if not head or head.isdigit() or all(not cluster[0].title.tail for cluster in candidates):
        return candidates
    joined = _joined(candidates, _themes_of_one)
    if len(set(head.split()) - _GENERIC) > 0 and not _names_the_host(head, candidates[0]):
        return joined
    # "Workshop: Clay" and "Workshop: Beads" are one habit only when they come with the regularity of one.
    return [part for whole in joined for part in _if_regular(whole)]


def _names_the_host(head: str, cluster: Cluster) -> bool:
    listing = cluster[0].listing
    names = (listing.organizer, listing.venue, listing.source.name if listing.source else None)
    own = {" ".join(titles.words(name.casefold())) for name in names if name}
    return any(head == name or head in name for name in own)


def _if_regular(whole: Cluster) -> list[Cluster]:
    by_title = _bucketed(whole, lambda made: made.title.key)
    return [whole] if len(by_title) == 1 or infer(days(whole)) else by_title


def _themes_of_one(a: Cluster, b: Cluster) -> bool:
    if not _same_habit(a, b) or sites.same(a[0].site, b[0].site) is False:
        return False
    if bool(a[0].site) != bool(b[0].site):
        return False
    own, other = _marks(a), _marks(b)
    if titles.differ(own, other) or {kind for kind, _ in own ^ other} & _STEPS:
        return False
    return min(_longest_theme(a), _longest_theme(b)) < _ENOUGH or _interleaved(days(a), days(b))


def _interleaved(a: Sequence[date], b: Sequence[date]) -> bool:
    """Tell whether themes take turns; courses come one after the other."""
    return a[0] < b[-1] and b[0] < a[-1]


def _marks(cluster: Cluster) -> frozenset[tuple[str, str]]:
    return frozenset().union(*(made.title.marks for made in cluster))


def _longest_theme(cluster: Cluster) -> int:
    """Return how many dates the commonest theme has: one with many may be a programme of its own."""
    themes = Counter(made.title.tail for made in cluster if made.title.tail)
    return max(themes.values(), default=0)


def _misspelt(candidates: list[Cluster]) -> list[Cluster]:
    return _joined(candidates, _typo_apart)


def _typo_apart(a: Cluster, b: Cluster) -> bool:
    """Tell whether two titles at one place and hour differ by no more than spelling."""
    if a[0].title.marks != b[0].title.marks or not _same_habit(a, b) or sites.same(a[0].site, b[0].site) is not True:
        return False
    own, other = a[0].title.words, b[0].title.words
    return bool(own & other) and _all_misspelt(own - other, other - own)


def _all_misspelt(missing: frozenset[str], extra: frozenset[str]) -> bool:
    if len(missing) != len(extra):
        return missing | extra <= {"the", "a", "an", "and", "with", "at", "of", "for"}
    return all(any(fuzz.ratio(word, other) >= _TYPO for other in extra) and not word.isdigit() for word in missing)
