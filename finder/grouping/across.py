"""The same programme from two sources: found in blocks of like time and words, so that cost grows with their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from math import inf

from finder.grouping import titles
from finder.grouping.by_hand import Pair, held_apart, never_one, one_programme
from finder.grouping.faces import COMMON, Face, face, specific
from finder.grouping.likeness import ACRONYM, Likeness, likeness
from finder.listing import Group, GroupEdit, Twin

_CROWD = 24
"""Most groups in one block: a word that more share at one hour tells nothing."""
_MOST_DATES = 6
_MOST_WORDS = 5
_EDGE = 0.005
"""Degrees: about half a kilometre."""
_OFTEN = 50
_SAME_SOURCE = 0.75


def twins(groups: Sequence[Group], edits: Sequence[GroupEdit] = ()) -> dict[str, Twin | None]:
    """Say, by group id, as which other group each one is shown; None when it stands for itself.

    The organiser's own source is shown rather than an aggregator's, then the one with more dates.  What people said in
    `edits` comes before what is found.
    """
    faces = {group.id: face(group) for group in sorted(groups, key=lambda group: group.id or "") if group.id}
    count = _vocabulary(faces.values())
    common = _common(count, len(faces))
    links: dict[tuple[str, str], Likeness] = {}
    for a, b in sorted(_pairs(list(faces.values()), count)):
        found = likeness(faces[a], faces[b], common) if faces[a].source != faces[b].source else None
        if found:
            links[a, b] = found
    links |= _said(faces, edits)
    families = _families(faces, links, never_one(edits))
    out: dict[str, Twin | None] = dict.fromkeys(faces)
    for family in families:
        shown = min(family, key=lambda name: _rank(faces[name]))
        for name in family:
            if name != shown:
                out[name] = Twin(shown_id=shown, reason=_reason(name, shown, family, links))
    return out


def _said(faces: Collection[str], edits: Sequence[GroupEdit]) -> dict[tuple[str, str], Likeness]:
    """Return the links that people made between these groups."""
    pairs = {(min(pair), max(pair)): reason for pair, reason in one_programme(edits).items() if pair <= set(faces)}
    return {pair: Likeness(score=inf, reason=reason) for pair, reason in pairs.items()}


def _vocabulary(faces: Collection[Face]) -> Counter[str]:
    """Count in how many titles each word stands, as one word, as two, or as the initials of all."""
    count = Counter(word for one in faces for word in one.all_words)
    return count + Counter(form for one in faces for form in {one.initials, *one.joined} if form in count)


def _common(count: Counter[str], faces: int) -> frozenset[str]:
    """Return the words that tell little: those that always do, and those that very many of these titles have."""
    limit = max(_OFTEN, faces // 100)
    return COMMON | {word for word, times in count.items() if times > limit}


def _pairs(faces: Sequence[Face], count: Counter[str]) -> set[tuple[str, str]]:
    """Return the pairs of ids that are worth comparing."""
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for one in faces:
        for key in set(_keys(one, _telling(one, count))):
            blocks[key].append(one.group.id or "")
    return {pair for names in blocks.values() if 1 < len(names) <= _CROWD for pair in combinations(sorted(names), 2)}


def _telling(one: Face, count: Counter[str]) -> list[str]:
    """Return the words by which a title is looked up: its rarest that others have too, and their other spellings."""
    known = {word for word in one.all_words if count[word] > 1}
    words = sorted(known - COMMON or known, key=lambda word: (count[word], word))[:_MOST_WORDS]
    spelt = [word for word in sorted({one.initials, *one.joined}) if len(word) >= ACRONYM and count[word]]
    return [*words, *spelt]


def _keys(one: Face, telling: Sequence[str]) -> Iterator[Hashable]:
    """Yield the blocks that a group stands in: date and hour with a word, an address, a place; weekday with a name."""
    marks: list[Hashable] = [*telling, one.site.core] if one.site.core else list(telling)
    marks += [(word, cell) for cell in cells(one) for word in telling]
    for day in sample(sorted(one.dates)):
        for hour in hours(one.dates[day]):
            yield from ((day.toordinal() * 32 + hour, mark) for mark in marks)
    yield from (("page", url) for url in one.urls if specific(url[1]))
    for weekday, _ in one.slots:
        yield ("name", weekday, one.title.key)
        yield ("head", weekday, one.title.head, one.site.core)


def hours(minutes: Iterable[int]) -> set[int]:
    """Return the hours in which it begins and those that follow: what begins within an hour has one in common."""
    return {(minute + late) // 60 for minute in minutes for late in (0, 60)}


def cells(one: Face) -> set[tuple[int, int]]:
    """Return the square of about ten kilometres in which it lies, and the next ones where it lies at the edge."""
    if not one.site.point:
        return set()
    latitude, longitude = one.site.point[:2]
    return {(int((latitude + a) * 10), int((longitude + b) * 10)) for a in (-_EDGE, _EDGE) for b in (-_EDGE, _EDGE)}


def sample(days: Sequence[date]) -> Iterable[date]:
    """Return the days by which it is looked up: long series are found by their first and last ones."""
    return days if len(days) <= 2 * _MOST_DATES else [*days[:_MOST_DATES], *days[-_MOST_DATES:]]


def _families(faces: dict[str, Face], links: dict[tuple[str, str], Likeness], apart: set[Pair]) -> list[list[str]]:
    """Join the surest links first, and before them those that people made.

    Two entries of one calendar at one time stay two.
    """
    family = {name: [name] for name in faces}
    for a, b in sorted(links, key=lambda pair: (-links[pair].score, pair)):
        if family[a] is family[b] or held_apart(family[a], family[b], apart):
            continue
        if links[a, b].score == inf or not _clash(family[a], family[b], faces):
            joined = sorted(family[a] + family[b])
            for name in joined:
                family[name] = joined
    return [members for name, members in family.items() if len(members) > 1 and name == members[0]]


def _clash(one: Iterable[str], other: Iterable[str], faces: dict[str, Face]) -> bool:
    return any(_two_entries(faces[a], faces[b]) for a in one for b in other if faces[a].source == faces[b].source)


def _two_entries(a: Face, b: Face) -> bool:
    """Tell whether one source lists both as different things: on one day at two hours, or under two names."""
    if not a.dates.keys() & b.dates.keys():
        return titles.differ(a.title.marks, b.title.marks) is not None
    found = likeness(a, b)
    return found is None or found.score < (1 if a.words == b.words else 1 + _SAME_SOURCE)


def _rank(one: Face) -> tuple[object, ...]:
    """Sort the best source to show first."""
    source = one.group.source
    aggregator = source is not None and source.kind == "aggregator"
    own = any(one.site.core and (name <= one.site.full or one.site.core <= name) for name in one.names)
    return (aggregator, not own, -len(one.dates), one.source, one.group.id)


def _reason(name: str, shown: str, family: Sequence[str], links: dict[tuple[str, str], Likeness]) -> str:
    """Return the reason of its surest link, to the group that is shown if there is one."""
    direct = links.get((min(name, shown), max(name, shown)))
    if direct:
        return direct.reason
    known = [links[pair] for other in family if (pair := (min(name, other), max(name, other))) in links]
    return max(known, key=lambda link: (link.score, link.reason)).reason
