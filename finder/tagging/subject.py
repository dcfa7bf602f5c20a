"""What people do there: pathways and activities, whether that is creative at all, and whether one joins or watches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from finder.listing import Participation
from finder.tagging.reading import Hit, Reading
from finder.taxonomy import facets

ENOUGH = 2.0
"""Points that earn a tag: one clear phrase in a description."""

_UNCLEAR_ENOUGH = 2.8
"""Points that a pathway needs when no phrase of it is clear by itself: several words that point the same way."""

_EARLY = 800
"""Letters of a description that are surely about the event itself; hosts introduce themselves after that."""

_LATE_AT_MOST = 1.5
"""Points that all later words together can give."""

_SHARE = 0.4
"""A pathway with less than this share of the first one's points is only mentioned."""

_PLENTY = 8.0
_MAIN = 3.5
_SHARE_OF_ACTIVITY = 0.55
_SHOWN_TOO = frozenset({"improv", "dance", "poetry", "photography", "storytelling", "community-theater"})
_WATCHED = frozenset({"music-appreciation", "art-show", "readings", "stand-up"})
_PLAYED = frozenset({"choir-singing", "jam-session", "learn-instrument", "band-ensemble"})
"""Activities of those who play or sing: an audience does none of them."""
_LEANING = {
    **dict.fromkeys(_WATCHED, -0.5),
    **dict.fromkeys(("dance", "poetry", "improv", "community-theater", "storytelling", "photography"), 0.15),
    "open-mic": 2.0,
}
"""How much a point for an activity says that people take part, or (below nothing) that they watch."""
_MADE_AT_FILMS = frozenset({"activity/video-podcast", "activity/open-studio", "activity/art-class"})
_ON_STAGE = frozenset({"writing", "music", "theater-performance"})
_EARNING = ("strong", "place", "title", "weak")
_STORY_MATTERS = {"activity/diy": "crafts", "pathway/music": "music", "activity/art-class": "visual-arts"}


@dataclass(frozen=True)
class Subject:
    """What was understood; hits are the words that earned each tag."""

    creative: bool
    participation: Participation | None
    pathways: dict[str, Hit]
    activities: dict[str, Hit]
    main: bool = False
    """Whether the activity is what the listing is about, not one thing among several."""
    story: bool = False
    talk: bool = False

    def does(self, *activities: str) -> bool:
        """Tell whether any of these is among the activities."""
        return any(name in self.activities for name in activities)


NOTHING = Subject(creative=False, participation=None, pathways={}, activities={})


def points(hits: list[Hit]) -> float:
    """Return how surely hits earn their tag: titles count most, repetition nothing."""
    if not hits:
        return 0.0
    best: dict[str, tuple[float, bool]] = {}
    for hit in hits:
        words, worth = hit.words.lower(), _worth(hit)
        if words not in best or worth > best[words][0]:
            best[words] = worth, _late(hit)
    early = sorted((v for v, late in best.values() if not late), reverse=True)[:4]
    return sum(early) + min(_LATE_AT_MOST, sum(v for v, late in best.values() if late))


def clear(hit: Hit) -> bool:
    """Tell whether the phrase earns its tag by itself; some do so only in titles."""
    return hit.kind in {"strong", "place"} or (hit.kind == "title" and hit.field == "title")


def _worth(hit: Hit) -> float:
    strong = clear(hit)
    if hit.heading:
        return 2.0 if strong else 0.7
    if hit.field == "title":
        return 4.0 if strong else 1.5
    if not _late(hit):
        return 2.0 if strong else 0.7
    return 1.0 if strong else 0.3


def _late(hit: Hit) -> bool:
    return hit.field == "description" and hit.start >= _EARLY


def understand(reading: Reading) -> Subject:
    """Tell what the listing is about from its words."""
    if _story(reading):
        return _story_subject(reading)
    reading = _longest(reading)
    activities = _activities(reading)
    pathways = _pathways(reading, activities)
    if "open-mic" in activities:
        activities, pathways = _stage(reading, activities, pathways)
    if not pathways or not _passes(reading, pathways):
        return NOTHING
    participation = _participation(reading, activities)
    kept = _prominent(pathways)
    activities = _main({name: hits for name, hits in activities.items() if parent_of(name, kept)}, participation)
    return Subject(
        creative=True,
        participation=participation,
        pathways={name: _evidence(hits) for name, hits in kept.items()},
        activities={name: _evidence(hits) for name, hits in activities.items()},
        main=max((points(hits) for hits in activities.values()), default=0.0) >= _MAIN,
        talk=bool(reading.all("gate/talk")),
    )


def _longest(reading: Reading) -> Reading:
    """Return the reading without what stands inside a longer phrase: "bluegrass" in "bluegrass jam"."""
    subjects = {m: hits for m, hits in reading.hits.items() if m.startswith(("activity/", "pathway/"))}
    near = _Near([h for hits in subjects.values() for h in hits if clear(h)])
    inside = {
        id(h)
        for hits in subjects.values()
        for h in hits
        if any(_holds(other, h) and (not _same(other, h)) for other in near.to(h) if other.matter != h.matter)
    }
    kept = {m: [h for h in hits if id(h) not in inside] for m, hits in subjects.items()}
    return Reading(reading.listing, reading.texts, {**reading.hits, **kept})


class _Near:
    """Hits by where they begin, so that a long text is not compared with itself word by word."""

    def __init__(self, hits: list[Hit]) -> None:
        self._hits = sorted(hits, key=_place)
        self._places = [_place(h) for h in self._hits]
        self._longest = max((h.end - h.start for h in hits), default=0)

    def to(self, hit: Hit) -> list[Hit]:
        """Return the hits that begin at this one or so shortly before it that they can hold it."""
        first = bisect_left(self._places, (hit.field, hit.end - self._longest))
        return self._hits[first : bisect_right(self._places, _place(hit))]


def _place(hit: Hit) -> tuple[str, int]:
    return hit.field, hit.start


def _same(one: Hit, other: Hit) -> bool:
    """Tell whether both are clear phrases of one pathway, which stand beside each other: "poetry reading"."""
    parents = facets()["activity"].tags
    family = [parents[h.matter.partition("/")[2]].parent for h in (one, other) if h.matter.startswith("activity/")]
    return one.kind == other.kind == "strong" and len(family) > 1 and family[0] == family[1]


def _holds(outer: Hit, inner: Hit) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end and outer.field == inner.field
    return within and outer.end - outer.start > inner.end - inner.start


def _main(activities: dict[str, list[Hit]], participation: Participation) -> dict[str, list[Hit]]:
    """Return the activities without those that are only mentioned beside the main one of their pathway."""
    parents = {name: facets()["activity"].tags[name].parent for name in activities}
    most: dict[str | None, float] = {}
    for name, hits in activities.items():
        most[parents[name]] = max(most.get(parents[name], 0.0), min(_PLENTY, points(hits)))
    if "improv" in activities:
        activities = {name: hits for name, hits in activities.items() if name != "stand-up"}
    return {
        name: hits
        for name, hits in activities.items()
        if not (_only_listed(hits) and len(others_of(name, activities)) > 0)
        and (name == "open-mic" or points(hits) >= _SHARE_OF_ACTIVITY * most[parents[name]])
        and (participation == "join" or _shown(name, hits))
    }


def _only_listed(hits: list[Hit]) -> bool:
    """Tell whether only a list of categories names it."""
    return all(h.heading for h in hits if clear(h))


def others_of(name: str, activities: dict[str, list[Hit]]) -> list[str]:
    """Return the activities made by hand that the listing tells of itself, beside this one."""
    tags = facets()["activity"].tags
    made = {"crafts", "visual-arts"}
    return [
        other
        for other, hits in activities.items()
        if other != name and tags[other].parent in made and tags[name].parent in made and not _only_listed(hits)
    ]


def _shown(name: str, hits: list[Hit]) -> bool:
    """Tell whether an audience meets this activity: shows do, and what the title itself names."""
    titled = name not in _PLAYED and any(clear(h) and h.field == "title" for h in hits)
    return name in _WATCHED or titled or name in _SHOWN_TOO


def parent_of(activity: str, pathways: dict[str, list[Hit]]) -> bool:
    """Tell whether the activity belongs to one of the pathways; an open mic is of any that has a stage."""
    if activity == "open-mic":
        return bool(pathways.keys() & _ON_STAGE)
    return facets()["activity"].tags[activity].parent in pathways


def _evidence(hits: list[Hit]) -> Hit:
    return max(hits, key=lambda h: (_worth(h), len(h.words)))


def _activities(reading: Reading) -> dict[str, list[Hit]]:
    out = {}
    for name in facets()["activity"].tags:
        hits = reading.all(f"activity/{name}", *_EARNING)
        if any(clear(h) for h in hits) and points(hits) >= ENOUGH:
            out[name] = hits
    return out


def _pathways(reading: Reading, activities: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    out: dict[str, list[Hit]] = {}
    for name in facets()["pathway"].tags:
        own = reading.all(f"pathway/{name}", *_EARNING)
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
            for h in reading.all(f"activity/{a}", *_EARNING)
        ]
        hits = [*own, *mine, *weak]
        if points(hits) >= (ENOUGH if any(clear(h) for h in hits) else _UNCLEAR_ENOUGH):
            out[name] = hits
    return out


def _stage(
    reading: Reading, activities: dict[str, list[Hit]], pathways: dict[str, list[Hit]]
) -> tuple[dict[str, list[Hit]], dict[str, list[Hit]]]:
    """Return what may be shown at an open mic: whoever is named there, however briefly; musicians where nobody is."""
    open_mic = activities["open-mic"]
    kept = {name: hits for name, hits in activities.items() if name != "music-appreciation"}
    for name in ("poetry", "stand-up", "storytelling"):
        if hits := reading.all(f"activity/{name}", *_EARNING):
            kept[name] = [*hits, *open_mic]
    paths = {name: hits for name, hits in pathways.items() if name in _ON_STAGE}
    for name, parent in (("poetry", "writing"), ("stand-up", "theater-performance")):
        if name in kept:
            paths[parent] = kept[name]
    music = [*reading.all("activity/music-appreciation", *_EARNING), *reading.all("pathway/music", *_EARNING)]
    if music or not paths:
        paths["music"] = [*music, *open_mic]
    return kept, paths


def _prominent(pathways: dict[str, list[Hit]]) -> dict[str, list[Hit]]:
    most = min(_PLENTY, max(points(hits) for hits in pathways.values()))
    return {name: hits for name, hits in pathways.items() if points(hits) >= most * _SHARE}


def _passes(reading: Reading, pathways: dict[str, list[Hit]]) -> bool:
    """Tell whether what is made outweighs what the listing is otherwise about."""
    hits = [h for found in pathways.values() for h in found if clear(h)]
    titled = any(h.field == "title" for h in hits)
    total = max(points(found) for found in pathways.values())
    if any(h.field == "title" for h in reading.all("gate/never", "title")):
        return False
    if any(h.field == "title" for h in reading.all("gate/film", "title")) or len(reading.all("gate/film", "words")) > 1:
        return any(h.matter in _MADE_AT_FILMS or (h.matter == "activity/diy" and h.field == "title") for h in hits)
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
        # Rhymes and music are made by all who come; a weak word for anything else is only decoration.
        said = reading.first(matter, "strong") or (reading.first(matter, "weak") if pathway == "music" else None)
        if said:
            pathways[pathway] = said
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
        score += _LEANING.get(name, 0.5) * min(_PLENTY / 2, points(hits))
    score += _cues(reading.all("participation/join")) - _cues(reading.all("participation/watch"))
    return "join" if score > 0 else "watch"


def _cues(hits: list[Hit]) -> float:
    titled = {h.words.lower() for h in hits if h.field == "title"}
    told = {h.words.lower() for h in hits if h.field == "description" and h.start < _EARLY}
    strong = {h.words.lower() for h in hits if h.kind == "strong" and h.start < _EARLY}
    return 2.0 * len(titled) + min(4.0, 0.7 * len(told - titled)) + 1.2 * len(strong - titled)
