"""What remains of what was named: the pathways and activities that people follow there, without what stands beside."""

from __future__ import annotations

from finder.listing import Participation
from finder.tagging.weighing import Case, clear, parent

PLENTY = 8.0
"""Points above which more say nothing."""

BY_HAND = frozenset({"crafts", "visual-arts"})
ON_STAGE = frozenset({"writing", "music", "theater-performance"})
WATCHED = frozenset({"music-appreciation", "art-show", "readings", "stand-up"})
"""Activities of an audience."""

_SHARE_OF_ACTIVITY = 0.55
_SHOWN_TOO = frozenset({"improv", "dance", "poetry", "photography", "storytelling", "community-theater"})
_NEVER_SHOWN = frozenset(
    {
        *("choir-singing", "jam-session", "learn-instrument", "band-ensemble"),
        *("art-class", "open-studio", "sketch-group", "diy", "writing-group"),
    }
)
"""Activities of those who play, sing, draw or write: an audience does none of them."""

_BARE = frozenset({"art", "arts"})
"""Words that praise as often as they name: "functional art! felt a pouch"."""

_SHOWN_OF = {"visual-arts": "art-show", "music": "music-appreciation"}
_CRAFTS_OF_THEIR_OWN = frozenset({"fiber-arts", "pottery-ceramics", "woodworking"})
_OF_ANY_CRAFT = frozenset(
    {
        *("a", "adult", "and", "arts", "&", "craft", "crafts", "crafter", "crafters", "crafting"),
        *("class", "club", "group", "night", "program"),
    }
)
_OF_OWN = frozenset({"open-studio", "sketch-group"})
_TAUGHT = ("class", "lesson", "workshop", "course", "learn", "how to", "techni", "basics", "tutor", "camp", "101")


def within(activity: str, pathways: dict[str, Case]) -> bool:
    """Tell whether the activity belongs to one of the pathways; an open mic is of any that has a stage."""
    if activity == "open-mic":
        return bool(pathways.keys() & ON_STAGE)
    return parent(activity) in pathways


def done_there(pathways: dict[str, Case], activities: dict[str, Case]) -> dict[str, Case]:
    """Return the pathways without one that only a word like "art" speaks for, beside something that people do."""
    done = {parent(name) for name in activities} & pathways.keys()
    bare = {name for name, case in pathways.items() if all(h.words.lower() in _BARE for h in case.hits if clear(h))}
    if _of_a_play(pathways):
        bare.add("music")
        done.add("theater-performance")
    return {name: case for name, case in pathways.items() if name not in bare or not done - bare}


def _of_a_play(pathways: dict[str, Case]) -> bool:
    """Tell whether the songs are only those of the play that the title names."""
    play, songs = pathways.get("theater-performance"), pathways.get("music")
    named = play and any(h.field == "title" and h.matter.startswith("pathway/") for h in play.hits)
    return bool(named and songs and not songs.titled)


def main_of(activities: dict[str, Case], participation: Participation, host: str) -> dict[str, Case]:
    """Return the activities without those only mentioned beside the main one of their pathway."""
    activities = _more_special(activities, host)
    most: dict[str | None, float] = {}
    for name, case in activities.items():
        most[parent(name)] = max(most.get(parent(name), 0.0), min(PLENTY, case.points))
    return {
        name: case
        for name, case in activities.items()
        if not (case.only_listed and _others_made(name, activities))
        and (name == "open-mic" or case.points >= _SHARE_OF_ACTIVITY * most[parent(name)])
        and (participation == "join" or _shown(name, case))
    }


def _more_special(activities: dict[str, Case], host: str) -> dict[str, Case]:
    less = {name for name in activities if _is_host(name, activities, host)}
    if "improv" in activities:
        less.add("stand-up")
    if "diy" in activities and _only_called_craft(activities):
        less.add("diy")
    if "art-class" in activities and _each_by_oneself(activities):
        less.add("art-class")
    return {name: case for name, case in activities.items() if name not in less}


def _only_called_craft(activities: dict[str, Case]) -> bool:
    """Tell whether "craft" only says of what kind the craft is that the title names: "Needle felting craft"."""
    special = any(activities[name].titled for name in _CRAFTS_OF_THEIR_OWN & activities.keys())
    return special and all(
        _OF_ANY_CRAFT.issuperset(h.words.casefold().split()) for h in activities["diy"].hits if clear(h)
    )


def _is_host(name: str, activities: dict[str, Case], host: str) -> bool:
    """Tell whether only the host's name speaks of it, beside something else of its pathway: a guild's reading."""
    others = any(other != name and parent(other) == parent(name) for other in activities)
    return others and all(h.words.casefold() in host for h in activities[name].hits if clear(h))


def _each_by_oneself(activities: dict[str, Case]) -> bool:
    """Tell whether people draw or paint each by themselves, and nothing is taught."""
    own = [case for name, case in activities.items() if name in _OF_OWN]
    taught = activities["art-class"].hits
    titled = any(h.field == "title" and h.kind == "strong" for h in taught) and not any(case.titled for case in own)
    return bool(own) and not titled and not any(word in h.words.casefold() for h in taught for word in _TAUGHT)


def _others_made(name: str, activities: dict[str, Case]) -> bool:
    """Tell whether the listing tells of itself of another activity made by hand, beside this one."""
    return parent(name) in BY_HAND and any(
        other != name and parent(other) in BY_HAND and not case.only_listed for other, case in activities.items()
    )


def _shown(name: str, case: Case) -> bool:
    """Tell whether an audience meets this activity: shows do, and what the title itself names."""
    return name in WATCHED or (name not in _NEVER_SHOWN and case.titled) or name in _SHOWN_TOO


def as_audience(activities: dict[str, Case], pathways: dict[str, Case]) -> tuple[dict[str, Case], dict[str, Case]]:
    """Return what an audience meets: poets are heard reading, artists seen; crafts in a show of art are part of it."""
    if "art-show" in activities:
        pathways = {name: case for name, case in pathways.items() if name != "crafts"}
        activities = {name: case for name, case in activities.items() if within(name, pathways)}
    if "poetry" in activities and "music" not in pathways:
        activities = {"readings": activities["poetry"], **activities}
    if len(pathways) == 1 and not activities:
        activities = {_SHOWN_OF[name]: case for name, case in pathways.items() if name in _SHOWN_OF}
    return activities, pathways
