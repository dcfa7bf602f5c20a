"""Joins what differs in title but is one programme: themes after a colon, and misspelt titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz

from finder.grouping import sites, titles
from finder.grouping.cadence import infer
from finder.grouping.entries import days
from finder.grouping.joining import ENOUGH, Cluster, bucketed, joined, same_habit

_TYPO = 80
_STEPS = {"level", "part", "number", "module", "unit", "stage", "grade", "group", "section"}
"""Marks that make a course of its own even where the other title has none."""
_GENERIC_LIST = """
    workshop class course concert film movie screening exhibition exhibit lecture talk show event live music
    intro introduction special presents performance seminar webinar online virtual free new art arts craft
    crafts book reading tour trip party festival opening reception meeting kids teens adults adult family
    monthly weekly
"""
_GENERIC = frozenset(_GENERIC_LIST.split())


def one_programme(candidates: list[Cluster]) -> list[Cluster]:
    """Join programmes whose titles differ only in a theme after the colon: "Teen Hour: Clay", "Teen Hour: Beads"."""
    head = candidates[0][0].title.head
    if not head or head.isdigit() or all(not cluster[0].title.tail for cluster in candidates):
        return candidates
    wholes = joined(candidates, _themes_of_one)
    if len(set(head.split()) - _GENERIC) > 0 and not _names_the_host(head, candidates[0]):
        return wholes
    # "Workshop: Clay" and "Workshop: Beads" are one habit only when they come with the regularity of one.
    return [part for whole in wholes for part in _if_regular(whole)]


def _names_the_host(head: str, cluster: Cluster) -> bool:
    listing = cluster[0].listing
    names = (listing.organizer, listing.venue, listing.source.name if listing.source else None)
    own = {" ".join(titles.words(name.casefold())) for name in names if name}
    return any(head == name or head in name for name in own)


def _if_regular(whole: Cluster) -> list[Cluster]:
    by_title = bucketed(whole, lambda made: made.title.key)
    return [whole] if len(by_title) == 1 or infer(days(whole)) else by_title


def _themes_of_one(a: Cluster, b: Cluster) -> bool:
    if not same_habit(a, b) or sites.same(a[0].site, b[0].site) is False:
        return False
    if bool(a[0].site) != bool(b[0].site):
        return False
    own, other = _marks(a), _marks(b)
    if titles.differ(own, other) or {kind for kind, _ in own ^ other} & _STEPS:
        return False
    return min(_longest_theme(a), _longest_theme(b)) < ENOUGH or _interleaved(days(a), days(b))


def _interleaved(a: Sequence[date], b: Sequence[date]) -> bool:
    """Tell whether themes take turns; courses come one after the other."""
    return a[0] < b[-1] and b[0] < a[-1]


def _marks(cluster: Cluster) -> frozenset[tuple[str, str]]:
    return frozenset().union(*(made.title.marks for made in cluster))


def _longest_theme(cluster: Cluster) -> int:
    """Return how many dates the commonest theme has: one with many may be a programme of its own."""
    themes = Counter(made.title.tail for made in cluster if made.title.tail)
    return max(themes.values(), default=0)


def misspelt(candidates: list[Cluster]) -> list[Cluster]:
    """Join programmes at one place and hour whose titles differ by no more than spelling."""
    return joined(candidates, _typo_apart)


def _typo_apart(a: Cluster, b: Cluster) -> bool:
    if a[0].title.marks != b[0].title.marks or not same_habit(a, b) or sites.same(a[0].site, b[0].site) is not True:
        return False
    own, other = a[0].title.words, b[0].title.words
    return bool(own & other) and _all_misspelt(own - other, other - own)


def _all_misspelt(missing: frozenset[str], extra: frozenset[str]) -> bool:
    if len(missing) != len(extra):
        return missing | extra <= {"the", "a", "an", "and", "with", "at", "of", "for"}
    return all(any(fuzz.ratio(word, other) >= _TYPO for other in extra) and not word.isdigit() for word in missing)
