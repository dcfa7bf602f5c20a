"""What people do there: pathways and activities, whether that is creative at all, and whether one joins or watches."""

from __future__ import annotations

from dataclasses import dataclass

from finder.listing import Participation
from finder.tagging.reading import Hit, Reading
from finder.taxonomy import facets

ENOUGH = 2.0
"""Points that earn a tag: one clear phrase in a description."""

_EARLY = 800
"""Letters of a description that are surely about the event itself; hosts introduce themselves after that."""

_SHARE = 0.3
"""A pathway with less than this share of the first one's points is only mentioned."""

_WATCHED = frozenset({"activity/music-appreciation", "activity/art-show", "activity/readings", "activity/stand-up"})
_STORY_MATTERS = {"activity/diy": "crafts", "pathway/music": "music", "activity/art-class": "visual-arts"}


@dataclass(frozen=True)
class Subject:
    """What was understood; hits are the words that earned each tag."""

    creative: bool
    participation: Participation | None
    pathways: dict[str, Hit]
    activities: dict[str, Hit]
    story: bool = False
    talk: bool = False

    def does(self, *activities: str) -> bool:
        """Tell whether any of these is among the activities."""
        return any(name in self.activities for name in activities)


NOTHING = Subject(creative=False, participation=None, pathways={}, activities={})


def points(hits: list[Hit]) -> float:
    """Return how surely hits earn their tag: titles count most, repetition nothing."""
    best: dict[str, float] = {}
    for hit in hits:
        words = hit.words.lower()
        best[words] = max(best.get(words, 0.0), _worth(hit))
    return sum(sorted(best.values(), reverse=True)[:4])


def _worth(hit: Hit) -> float:
    strong = hit.kind == "strong"
    if hit.heading:
        return 2.0 if strong else 0.7
    if hit.field == "title":
        return 4.0 if strong else 1.5
    if hit.start < _EARLY:
        return 2.0 if strong else 0.7
    return 1.0 if strong else 0.3


def understand(reading: Reading) -> Subject:
    """Tell what the listing is about from its words."""
    if _story(reading):
        return _story_subject(reading)
    activities = _activities(reading)
    pathways = _pathways(reading, activities)
    if not pathways or not _passes(reading, pathways):
        return NOTHING
    kept = _prominent(pathways)
    activities = {name: hits for name, hits in activities.items() if parent_of(name, kept)}
    return Subject(
        creative=True,
        participation=_participation(reading, activities),
        pathways={name: _evidence(hits) for name, hits in kept.items()},
        activities={name: _evidence(hits) for name, hits in activities.items()},
        talk=bool(reading.all("gate/talk")),
    )


def parent_of(activity: str, pathways: dict[str, list[Hit]]) -> bool:
    """Tell whether the activity belongs to one of the pathways; an open mic is of any that has a stage."""
    if activity == "open-mic":
        return bool(pathways.keys() & {"writing", "music", "theater-performance"})
    return facets()["activity"].tags[activity].parent in pathways


def _evidence(hits: list[Hit]) -> Hit:
    return max(hits, key=lambda h: (_worth(h), len(h.words)))


def _activities(reading: Reading) -> dict[str, list[Hit]]:
    out = {}
    for name in facets()["activity"].tags:
        hits = reading.all(f"activity/{name}", "strong", "weak")
        if any(h.kind == "strong" for h in hits) and points(hits) >= ENOUGH:
            out[name] = hits
    return out


def _pathways(reading: Reading, activities: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    out: dict[str, list[Hit]] = {}
    for name in facets()["pathway"].tags:
        own = reading.all(f"pathway/{name}", "strong", "weak")
        mine = [
            h
            for a, hits in activities.items()
            if facets()["activity"].tags[a].parent == name and a != "open-mic"
            for h in hits
        ]
        weak = [
            h
            for a, info in facets()["activity"].tags.items()
            if info.parent == name and a not in activities
            for h in reading.all(f"activity/{a}", "strong", "weak")
        ]
        hits = [*own, *mine, *weak]
        if any(h.kind == "strong" for h in hits) and points(hits) >= ENOUGH:
            out[name] = hits
    return out


def _prominent(pathways: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    most = max(points(hits) for hits in pathways.values())
    return {name: hits for name, hits in pathways.items() if points(hits) >= most * _SHARE}


def _passes(reading: Reading, pathways: dict[str, list[Hit]]) -> bool:
    """Tell whether what is made outweighs what the listing is otherwise about."""
    hits = [h for found in pathways.values() for h in found if h.kind == "strong"]
    titled = any(h.field == "title" for h in hits)
    total = max(points(found) for found in pathways.values())
    if any(h.field == "title" for h in reading.all("gate/film", "title")) or len(reading.all("gate/film", "words")) > 1:
        return any(h.matter in {"activity/video-podcast", "activity/open-studio", "activity/art-class"} for h in hits)
    if any(h.field == "title" for h in reading.all("gate/hard", "title")):
        asides = reading.all("gate/aside", "words")
        meant = [h for h in hits if not any(a.field == h.field and a.start < h.end and h.start < a.end for a in asides)]
        return any(h.field == "title" for h in meant) or points(meant) >= 2 * ENOUGH
    if any(h.field == "title" for h in reading.all("gate/talk", "title")) and not titled:
        return total >= 2 * ENOUGH
    return True


def _story(reading: Reading) -> bool:
    titled = any(h.field == "title" for h in reading.all("gate/story", "title"))
    return titled and not reading.all("activity/storytelling", "strong")


def _story_subject(reading: Reading) -> Subject:
    """At a story time only what is sung or made counts."""
    pathways = {}
    for matter, pathway in _STORY_MATTERS.items():
        strong = reading.first(matter, "strong")
        if strong:
            pathways[pathway] = strong
    activities = {"diy": pathways["crafts"]} if "crafts" in pathways else {}
    return Subject(
        creative=bool(pathways),
        participation="join" if pathways else None,
        pathways=pathways,
        activities=activities,
        story=True,
    )


def _participation(reading: Reading, activities: dict[str, list[Hit]]) -> Participation:
    score = 0.0
    for name, hits in activities.items():
        score += (-0.5 if f"activity/{name}" in _WATCHED else 0.5) * points(hits)
    score += _cues(reading.all("participation/join")) - _cues(reading.all("participation/watch"))
    return "join" if score > 0 else "watch"


def _cues(hits: list[Hit]) -> float:
    titled = {h.words.lower() for h in hits if h.field == "title"}
    told = {h.words.lower() for h in hits if h.field == "description" and h.start < _EARLY}
    return 2.0 * len(titled) + min(4.0, 0.7 * len(told - titled))
