"""How people meet: kind of meeting, online or not, cancelled or not, and whether one must sign up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finder.listing import Mode, Registration, Status, Tag
from finder.tagging.reading import Hit, Reading
from finder.tagging.subject import TOURING, Subject
from finder.tagging.times import HALF_DAY, clock, nights

_ONLINE_PLACE = re.compile(
    r"\b(?:online|virtual|zoom|webinar|livestream|microsoft teams|google meet|en l[ií]nea|en ligne)\b", re.IGNORECASE
)

_HALL = re.compile(
    r"(?:^|,|&)[^,&]*\b(?:sanctuary|hall|auditorium|chapel|(?<!zoom )(?<!meeting )room #?\w+)", re.IGNORECASE
)
"""A hall beside an online place: it meets in both."""

_OPENING = 30
"""Letters within which a description begins."""


def status_of(reading: Reading) -> Status:
    """Return whether it takes place, by the record, then by its words."""
    given = reading.listing.status
    if given and given != "scheduled":
        return given
    for name in ("cancelled", "postponed"):
        hits = reading.all(f"status/{name}", "stated")
        if any(h.field == "title" or (h.field == "description" and _opens(h, reading)) for h in hits):
            return "cancelled" if name == "cancelled" else "postponed"
    return given or "scheduled"


def _opens(hit: Hit, reading: Reading) -> bool:
    """Tell whether a description begins with the word, or says that this one is cancelled."""
    text = reading.listing.description or ""
    before = text[max(0, hit.start - 40) : hit.start].lower()
    return hit.start < _OPENING or bool(re.search(r"\b(?:has been|is|event is|class is|been) $", before))


def is_online(place: str) -> bool:
    """Tell whether what stands in the place of a venue is no place: "Zoom", "online"."""
    return _ONLINE_PLACE.search(place) is not None


def mode_of(reading: Reading) -> Mode:
    """Return whether it meets in person, online or both, by the record, then by its place and words."""
    listing = reading.listing
    if listing.mode:
        return listing.mode
    place = " ".join(v for v in (listing.venue, listing.location, listing.room, listing.address) if v)
    titled = [h for h in reading.all("mode/online", "stated", "title") if h.field == "title"]
    told = [h for h in reading.all("mode/online", "stated", "only") if h.field != "title"]
    in_person = reading.first("mode/in-person", "stated")
    both = any(
        "hybrid" in h.words.lower() or " or " in h.words.lower() or " and " in h.words.lower() for h in [*titled, *told]
    )
    if is_online(place) and not both:
        return "hybrid" if (in_person and told) or _HALL.search(place) else "online"
    if not titled and not told:
        return "in-person"
    if both or in_person:
        return "hybrid"
    wholly = titled or reading.first("mode/online", "only")
    return "hybrid" if place.strip() and not wholly else "online"


def registration_of(reading: Reading) -> Registration | None:
    """Return whether one must sign up, by the record, then by its words."""
    if reading.listing.registration:
        return reading.listing.registration
    for name in ("required", "optional", "none"):
        if reading.first(f"registration/{name}", "stated"):
            return name
    return None


def formats(reading: Reading, subject: Subject) -> dict[str, Hit | None]:
    """Return the kinds of meeting with the words that earned them; None where the activity alone tells it."""
    out: dict[str, Hit | None] = {}
    if drop := reading.first("format/drop-in", "stated") or _open_for_hours(reading, subject):
        out["drop-in"] = drop
    if subject.participation == "watch" or (subject.does("readings") and not subject.does(*_PEERS)):
        return out | _shown(reading, subject)
    if subject.does("open-mic"):
        out["showing"] = reading.first("format/showing", "stated")
        return out
    for name, kind in (("critique", "stated"), ("collaborative-project", "stated"), ("showing", "stage")):
        if hit := reading.first(f"format/{name}", kind):
            out[name] = hit
    if not subject.story:
        out |= _taught_or_met(reading, subject, alone=not out.keys() - {"showing"})
    if "class" in out and "critique" in out and out["critique"].field != "title":  # type: ignore[union-attr]
        # Who teaches gives feedback too; that makes no circle of peers.
        del out["critique"]
    return out


def _open_for_hours(reading: Reading, subject: Subject) -> Hit | None:
    """Return the words for an exhibition open so long that people come when they like: half a day, or several days."""
    shown = subject.activities.get("art-show")
    if not shown or shown.field != "title" or subject.participation != "watch":
        return None
    hours = clock(reading.listing)
    long = nights(reading.listing) > 1 or (hours is not None and (hours.minutes or 0.0) >= HALF_DAY)
    return shown if long else None


def _shown(reading: Reading, subject: Subject) -> dict[str, Hit | None]:
    """Authors, exhibitions and concerts show work; lectures and tours only talk about it."""
    hit = reading.first("format/showing", "stated")
    titled = hit is not None and hit.field == "title"
    on_tour = not subject.pathways.keys().isdisjoint(TOURING)
    talked = _titles_a_talk(reading, on_tour=on_tour) if hit or subject.does("music-appreciation") else subject.talk
    if _titled(reading, "format/workshop", "stated"):
        # A master class that one watches is a lesson, no show.
        return {}
    heard = subject.does("stand-up") or (hit is not None and subject.does("music-appreciation"))
    if talked and not titled and not heard and not subject.does("readings"):
        return {}
    return {"showing": hit or next(iter(subject.pathways.values()))}


def _met(reading: Reading, subject: Subject, told: Hit | None, *, alone: bool) -> Hit | bool | None:
    """Return what the title says of peers who meet, or that they are peers by what they do and in no course."""
    course = reading.first("format/class", "stated")
    titled = _titled(reading, "format/group", "stated", *(["title"] if alone else []))
    if titled:
        # A studio is a room before it is a circle.
        return None if course and titled.words.casefold() == "studio" else titled
    peers = _are_peers(subject, told) and (told is not None or not reading.first("format/workshop", "stated"))
    return _REGULAR if peers and (told or not course) else None


def _titles_a_talk(reading: Reading, *, on_tour: bool) -> bool:
    """Tell whether the title calls it a talk; a band's tour is none."""
    titled = {h.words.casefold() for h in reading.all("gate/talk", "title") if h.field == "title"}
    return bool(titled - {"tour"} if on_tour else titled)


def _taught_or_met(reading: Reading, subject: Subject, *, alone: bool) -> dict[str, Hit | None]:
    """Return class, workshop or group: a series is a class, one hands-on session a workshop, peers a group."""
    course = reading.first("format/class", "stated")
    lesson = _titled(reading, "format/class", "title")
    workshop = reading.first("format/workshop", "stated")
    told = None if _among_stalls(reading) else reading.first("format/group", "stated")
    met = _met(reading, subject, told, alone=alone)
    if isinstance(met, Hit) and (_performs(reading, met) or _led(reading)):
        met = told = None
    if met and not lesson and not (workshop and workshop.field == "title"):
        hit = met if isinstance(met, Hit) else told or next(iter(subject.activities.values()))
        return {"workshop" if alone and _names_project(hit) else "group": hit}
    if course is None and subject.does("dance") and not (workshop and reading.all("activity/dance", "social")):
        course = reading.first("format/class", "weak")
    if course and not (workshop and workshop.field == "title" and not _said_often(reading)):
        return {"class": course}
    if workshop and not (workshop.field != "title" and _among_stalls(reading)):
        # Steps are shown in one evening where people dance, or see others dance, besides.
        besides = reading.all("activity/dance", "social") or reading.all("format/showing", "stage")
        termly = _in_a_term(reading, subject) and workshop.field != "title" and not besides
        return {"class" if termly else "workshop": workshop}
    if lesson:
        return {"class": lesson} if _in_a_term(reading, subject) else {"workshop": lesson}
    return {"group": told} if told else _by_the_way(reading, subject, alone=alone)


def _performs(reading: Reading, name: Hit) -> bool:
    """Tell whether the title only names those who perform: an ensemble, a band."""
    performing = ("performs", "performing", "performance")
    return name.words.casefold() in {"ensemble", "band"} and any(
        h.words.casefold().startswith(performing) for h in reading.all("format/showing", "stated", "stage")
    )


def _led(reading: Reading) -> bool:
    """Tell whether somebody leads or teaches, and nothing but the title speaks of peers: a circle that is a session."""
    if any(h.field != "title" for h in reading.all("format/group", "stated")):
        return False
    words = {h.words.casefold() for h in reading.all("format/workshop", "weak")}
    return "learn a" in words or any(word.startswith(_LED) for word in words)


def _are_peers(subject: Subject, told: Hit | None) -> bool:
    """Tell whether peers do it together; songs that a hall sings along to, or a mere mention, make none."""
    peers = (subject.activities[name] for name in _PEERS if name in subject.activities)
    return any(told or (h.field == "title" and not h.words.lower().startswith("sing")) for h in peers)


def _among_stalls(reading: Reading) -> bool:
    """Tell whether it is a fair or a festival, where hands-on things are tables to stop at."""
    return _titled(reading, "situation/introvert-friendly", "several") is not None


def _names_project(occasion: Hit) -> bool:
    """Tell whether the title of a craft night or crafternoon goes on to say what is made: a workshop, no circle."""
    if occasion.field != "title" or not occasion.words.lower().startswith(_OCCASIONS):
        return False
    return re.match(r"\s?(?::|-|\u2013|\u2014)\s?\w", occasion.text[occasion.end :]) is not None


def _by_the_way(reading: Reading, subject: Subject, *, alone: bool) -> dict[str, Hit | None]:
    """Return what no word says outright: making something is a workshop."""
    weak = reading.first("format/workshop", "weak")
    if weak and alone and not reading.all("activity/dance", "social") and not _among_stalls(reading):
        return {"workshop": weak}
    if alone and not _among_stalls(reading) and subject.does(*_BY_HAND) and registration_of(reading) == "required":
        return {"workshop": reading.first("registration/required", "stated")}
    return {}


_OCCASIONS = ("crafternoon", "craft ", "knit ", "stitch ")
_REGULAR = True
_LED = ("led by", "taught by", "instructor", "learn tech", "learn some", "learn simple", "teach")
"""With "learn a": words of a session that somebody leads."""
_BY_HAND = ("art-class", "diy", "fiber-arts", "pottery-ceramics", "woodworking", "cooking", "digital-art")
"""What hands make: where one must sign up for it, somebody shows how."""
_PEERS = ("book-club", "jam-session", "choir-singing", "sketch-group", "writing-group", "band-ensemble")
_SEVERAL = frozenset({"classes", "lessons", "courses", "camp", "camps"})
_TERM_HOSTS = frozenset({"community_center", "parks_and_rec"})


def _said_often(reading: Reading) -> bool:
    """Tell whether more than one phrase speaks of a series."""
    return len({h.words.lower() for h in reading.all("format/class", "stated")}) > 1


def _in_a_term(reading: Reading, subject: Subject) -> bool:
    """Tell whether a class is one of a term's: dance classes are, and those of houses that run terms."""
    source = reading.listing.source
    title = _titled(reading, "format/class", "title")
    several = title is not None and title.words.lower() in _SEVERAL
    return several or subject.does("dance") or bool(source and source.kind in _TERM_HOSTS)


def _titled(reading: Reading, matter: str, *kinds: str) -> Hit | None:
    return next((h for h in reading.all(matter, *kinds) if h.field == "title"), None)


def format_tags(reading: Reading, subject: Subject) -> Iterator[Tag]:
    """Yield the kinds of meeting."""
    for name, hit in formats(reading, subject).items():
        evidence = hit or next(iter(subject.pathways.values()), None)
        level = "stated" if hit and hit.matter == f"format/{name}" and hit.kind == "stated" else "likely"
        yield Tag(
            facet="format",
            tag=name,
            level=level,  # type: ignore[arg-type]
            evidence=evidence.quote if evidence else None,
            field=evidence.field if evidence else None,
        )
