"""What people do there: pathways and activities, whether that is creative at all, and whether one joins or watches."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache

from finder.listing import Participation
from finder.tagging.reading import Hit, Reading
from finder.tagging.sifting import BY_HAND, ON_STAGE, PLENTY, WATCHED, as_audience, done_there, main_of, within
from finder.tagging.tracing import BESIDE, ELSE, ELSEWHERE, FAINT, STORY, UNDONE
from finder.tagging.weighing import EARLY, ENOUGH, Case, clear, longest_only, of_life, parent, weigh, without_lives
from finder.taxonomy import facets

_SHARE = 0.5
"""A pathway with less than this share of the first one's points is only mentioned."""

_MAIN = 3.5
_LEANING = {
    **dict.fromkeys(WATCHED, -0.5),
    "storytelling": 0.0,
    **dict.fromkeys(("dance", "poetry", "improv", "community-theater", "photography"), 0.15),
}
"""How much a point for an activity says that people take part, or (below nothing) that they watch."""
_MADE_AT_FILMS = frozenset({"activity/video-podcast", "activity/open-studio", "activity/art-class"})
TOURING = frozenset({"music", "theater-performance"})
"""Pathways of those who go on tour, where other tours are guided."""
_CRAFTS_BESIDE = 1.0
"""Where crafts are a part of the day, people make them, whatever is played beside."""
_AS_A_TALK = 2.0
"""Talks are listened to, unless something says that people do anything."""
_AS_A_RULE = 1.0
"""Plays of which nothing else is said are watched."""
_BENEFIT_OF_DOUBT = 0.5
"""Where only a craft or art is named, and nothing more, people more often make than look."""
_OF_ANY_STAGE = frozenset({"performance", "performances", "funny", "comedic", "comic", "laughter", "laughs", "jokes"})
_EARNING = ("strong", "anywhere", "band", "guest", "place", "title", "weak")
_STORY_MATTERS = {"activity/diy": "crafts", "pathway/music": "music", "activity/art-class": "visual-arts"}
_STORY_MADE = {"diy": "crafts", "art-class": "visual-arts"}


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


def understand(reading: Reading) -> Subject:
    """Tell what the listing is about from its words."""
    if _story(reading):
        return _story_subject(reading)
    reading = without_lives(longest_only(reading))
    named = _named(reading, "activity")
    activities = _activities(reading, named)
    pathways = _pathways(reading, named, activities)
    if not pathways and (looked := _looked_at(reading)):
        activities, pathways = {"art-show": looked}, {"visual-arts": looked}
    if "open-mic" in activities:
        activities, pathways = _stage(reading, activities, pathways)
    if not pathways or not _passes(reading, pathways):
        _lose(reading, "pathway", pathways, (), ELSE)
        _lose(reading, "activity", activities, (), ELSE)
        return NOTHING
    if _social_dance(reading) and not reading.all("activity/music-appreciation", "band"):
        activities.pop("music-appreciation", None)
        pathways = {name: case for name, case in pathways.items() if name != "music"} or pathways
    kept = done_there(_prominent(pathways), activities)
    _lose(reading, "pathway", pathways, kept, BESIDE)
    of_kept = {name: case for name, case in activities.items() if within(name, kept)}
    _lose(reading, "activity", activities, of_kept, ELSEWHERE)
    participation = _participation(reading, of_kept, kept)
    activities = main_of(of_kept, participation, _host(reading))
    if participation == "watch":
        activities, kept = as_audience(activities, kept)
    _lose(reading, "activity", of_kept, activities, UNDONE)
    return Subject(
        creative=True,
        participation=participation,
        pathways={name: case.best for name, case in kept.items()},
        activities={name: case.best for name, case in activities.items()},
        main=max((case.points for case in activities.values()), default=0.0) >= _MAIN,
        talk=bool(reading.all("gate/talk")),
    )


def _host(reading: Reading) -> str:
    source = reading.listing.source
    return " ".join(name for name in (reading.listing.organizer, source and source.name) if name).casefold()


def _lose(reading: Reading, facet: str, before: Iterable[str], after: Container[str], why: str) -> None:
    """Tell whoever asks why of tags that had words for them and are dropped."""
    if reading.trace:
        reading.trace.lose(facet, before, after, why)


def _named(reading: Reading, facet: str) -> dict[str, list[Hit]]:
    """Return the hits that speak for each tag of a facet, for those tags that have any."""
    hits = reading.hits
    return {name: reading.all(matter, *_EARNING) for name, matter in _matters(facet) if matter in hits}


@cache
def _matters(facet: str) -> list[tuple[str, str]]:
    return [(name, f"{facet}/{name}") for name in facets()[facet].tags]


def _activities(reading: Reading, named: dict[str, list[Hit]]) -> dict[str, Case]:
    cases = {name: weigh(hits) for name, hits in named.items()}
    kept = {name: case for name, case in cases.items() if case.clear and case.points >= ENOUGH}
    _lose(reading, "activity", cases, kept, FAINT)
    return kept


def _pathways(reading: Reading, named: dict[str, list[Hit]], activities: dict[str, Case]) -> dict[str, Case]:
    """Weigh for each pathway its own words, those of its activities, and those of activities too faint to count."""
    said: dict[str, tuple[list[Hit], list[Hit], list[Hit]]] = {
        name: (hits, [], []) for name, hits in _named(reading, "pathway").items()
    }
    for name, hits in named.items():
        of = parent(name)
        if of and not (name == "open-mic" and name in activities):
            said.setdefault(of, ([], [], []))[1 if name in activities else 2].extend(hits)
    cases = {
        name: weigh([*said[name][0], *said[name][1], *said[name][2]])
        for name in facets()["pathway"].tags
        if name in said
    }
    kept = {name: case for name, case in cases.items() if case.enough}
    _lose(reading, "pathway", cases, kept, FAINT)
    return kept


def _looked_at(reading: Reading) -> Case | None:
    """Return what is said of looking, in a house of art: a tour there need not say that it is of art."""
    hits = reading.all("gate/art-house", "looked")
    return Case(hits, ENOUGH, clear=True) if hits and reading.all("gate/art-house", "words") else None


def _stage(
    reading: Reading, activities: dict[str, Case], pathways: dict[str, Case]
) -> tuple[dict[str, Case], dict[str, Case]]:
    """Return what may be shown at an open mic: whoever is named there, however briefly; musicians where nobody is."""
    open_mic = activities["open-mic"].hits
    kept = {name: case for name, case in activities.items() if name != "music-appreciation"}
    for name in ("readings", "music-appreciation"):
        if reading.all(f"activity/{name}", "guest"):
            kept[name] = weigh([*reading.all(f"activity/{name}", *_EARNING), *open_mic])
    for name in ("poetry", "stand-up", "storytelling"):
        if hits := [h for h in reading.all(f"activity/{name}", *_EARNING) if _on_stage(h)]:
            kept[name] = weigh([*hits, *open_mic])
    paths = {name: case for name, case in pathways.items() if name in ON_STAGE}
    stages = (("poetry", "writing"), ("stand-up", "theater-performance"), ("storytelling", "theater-performance"))
    for name, of in stages:
        if name in kept:
            paths[of] = kept[name]
    music = [*reading.all("activity/music-appreciation", *_EARNING), *reading.all("pathway/music", *_EARNING)]
    if not paths or any(map(_on_stage, music)):
        paths["music"] = weigh([*music, *open_mic])
    return kept, paths


def _on_stage(hit: Hit) -> bool:
    """Tell whether the word names somebody who steps up to the microphone, not only what a performer is like."""
    return hit.words.lower() not in _OF_ANY_STAGE and not of_life(hit)


def _social_dance(reading: Reading) -> bool:
    """Tell whether people come to dance themselves: the music is for that, whoever plays it."""
    return any(h.field == "title" for h in reading.all("activity/dance", "social"))


def _prominent(pathways: dict[str, Case]) -> dict[str, Case]:
    most = min(PLENTY, max(case.points for case in pathways.values()))
    return {name: case for name, case in pathways.items() if case.points >= most * _SHARE}


def _passes(reading: Reading, pathways: dict[str, Case]) -> bool:
    """Tell whether what is made outweighs what the listing is otherwise about."""
    hits = [h for case in pathways.values() for h in case.hits if clear(h)]
    titled = any(h.field == "title" for h in hits)
    total = max(case.points for case in pathways.values())
    if _for_something_else(reading, titled=titled):
        return False
    if any(h.field == "title" for h in reading.all("gate/film", "title")) or len(reading.all("gate/film", "words")) > 1:
        return any(h.matter in _MADE_AT_FILMS or _craft_beside(h) for h in hits)
    if any(h.field == "title" for h in reading.all("gate/hard", "title")):
        asides = reading.all("gate/aside", "words")
        meant = [h for h in hits if not any(a.field == h.field and a.start < h.end and h.start < a.end for a in asides)]
        return any(h.field == "title" for h in meant) or weigh(meant).points >= 2 * ENOUGH
    talk = {h.words.casefold() for h in reading.all("gate/talk", "title") if h.field == "title"}
    if talk and not titled and not (talk == {"tour"} and pathways.keys() & TOURING):
        return total >= 2 * ENOUGH
    return True


def _for_something_else(reading: Reading, *, titled: bool) -> bool:
    """Tell whether the listing cannot be creative, whatever it names besides: meetings, nights out, mere markets."""
    if any(h.field == "title" for h in reading.all("gate/never", "title")) or (_night_out(reading) and not titled):
        return True
    market = any(h.field == "title" for h in reading.all("gate/market", "title"))
    return market and not reading.all("gate/market", "made")


def _night_out(reading: Reading) -> bool:
    """Tell whether people are asked out to drink and be seen: two words of a nightclub, no show in the title."""
    words = {h.words.casefold() for h in reading.all("gate/nightclub", "words")}
    return len(words) > 1 and not any(h.field == "title" for h in reading.all("gate/nightclub", "made"))


def _craft_beside(hit: Hit) -> bool:
    """Tell whether a craft is offered as well: named in the title, or called so."""
    return hit.matter == "activity/diy" and (hit.field == "title" or "craft" in hit.words.lower())


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
    activities = {name: pathways[of] for name, of in _STORY_MADE.items() if of in pathways}
    _lose(reading, "pathway", facets()["pathway"].tags, pathways, STORY)
    _lose(reading, "activity", facets()["activity"].tags, activities, STORY)
    return Subject(
        creative=bool(pathways),
        participation="join" if pathways else None,
        pathways=pathways,
        activities=activities,
        story=True,
    )


def _participation(reading: Reading, activities: dict[str, Case], pathways: dict[str, Case]) -> Participation:
    if "open-mic" in activities:
        return "join"
    score = 0.0
    for name, case in activities.items():
        score += _LEANING.get(name, 0.5) * min(PLENTY / 2, case.points)
    if not activities and pathways.keys() & BY_HAND:
        score += _BENEFIT_OF_DOUBT
    if "diy" in activities and activities.keys() & {"music-appreciation", "dance"}:
        score += _CRAFTS_BESIDE
    if not activities and pathways.keys() == {"theater-performance"}:
        score -= _AS_A_RULE
    if _social_dance(reading):
        score += PLENTY / 2
    if reading.all("participation/watch", "talk") and not any(map(_done_by_all, reading.all("participation/join"))):
        score -= _AS_A_TALK
    score += _cues(reading.all("participation/join")) - _cues(reading.all("participation/watch"))
    return "join" if score > 0 else "watch"


def _done_by_all(hit: Hit) -> bool:
    """Tell whether the words say for sure that all who come do something, so that a talk is only a part."""
    return hit.kind == "strong" and (
        hit.field == "title" or hit.words.lower().startswith(("hands", "workshop", "make"))
    )


def _cues(hits: list[Hit]) -> float:
    titled = {h.words.lower() for h in hits if h.field == "title"}
    told = {h.words.lower() for h in hits if h.field == "description" and h.start < EARLY}
    strong = {h.words.lower() for h in hits if h.kind == "strong" and h.start < EARLY}
    return 2.0 * len(titled) + min(4.0, 0.7 * len(told - titled)) + 1.2 * len(strong - titled)
