"""How people meet: kind of meeting, online or not, cancelled or not, and whether one must sign up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from finder.listing import Mode, Registration, Status, Tag
from finder.tagging.reading import Hit, Reading
from finder.tagging.subject import Subject

_ONLINE_PLACE = re.compile(
    r"\b(?:online|virtual|zoom|webinar|livestream|microsoft teams|google meet|en l[ií]nea|en ligne)\b", re.IGNORECASE
)
_LEADING_STATUS = re.compile(
    r"^\W*(?:cancell?ed|cxld|postponed|cancelad[oa]|annul[ée]e?)\b|\b(?:cancell?ed|cxld)\W*$", re.IGNORECASE
)


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


def mode_of(reading: Reading) -> Mode:
    """Return whether it meets in person, online or both, by the record, then by its place and words."""
    listing = reading.listing
    if listing.mode:
        return listing.mode
    place = " ".join(v for v in (listing.venue, listing.location, listing.room, listing.address) if v)
    titled = [h for h in reading.all("mode/online", "stated") if h.field == "title"]
    told = [h for h in reading.all("mode/online", "stated") if h.field != "title"]
    in_person = reading.first("mode/in-person", "stated")
    both = any(
        "hybrid" in h.words.lower() or " or " in h.words.lower() or " and " in h.words.lower() for h in [*titled, *told]
    )
    if _ONLINE_PLACE.search(place) and not both:
        return "hybrid" if in_person and told else "online"
    if not titled and not told:
        return "in-person"
    if both or in_person:
        return "hybrid"
    return "hybrid" if place.strip() else "online"


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
    joined = subject.participation == "join"
    out.update(_stated(reading, subject, joined=joined))
    if not joined:
        return {name: hit for name, hit in out.items() if name in {"showing", "drop-in"}}
    if not out.keys() & {"class", "group"} and not subject.story:
        weak = _one_session(reading, subject)
        if weak and not (out.keys() & {"workshop", "showing"}):
            out["workshop"] = weak
    return out


def _stated(reading: Reading, subject: Subject, *, joined: bool) -> Iterator[tuple[str, Hit | None]]:
    drop = reading.first("format/drop-in", "stated")
    if drop:
        yield "drop-in", drop
    if not joined:
        if not _only_talked(reading, subject):
            yield "showing", reading.first("format/showing", "stated") or next(iter(subject.pathways.values()))
        return
    if subject.does("open-mic"):
        yield "showing", reading.first("format/showing", "stated")
    for name in ("critique", "collaborative-project"):
        if hit := reading.first(f"format/{name}", "stated"):
            yield name, hit
    if subject.story:
        return
    yield from _taught_or_met(reading, subject)


def _taught_or_met(reading: Reading, subject: Subject) -> Iterator[tuple[str, Hit | None]]:
    course = reading.first("format/class", "stated")
    workshop = reading.first("format/workshop", "stated")
    group = _titled(reading, "format/group") or (
        subject.does("book-club", "jam-session", "choir-singing") and reading.first("format/group", "stated")
    )
    if course:
        yield "class", course
    elif workshop and not group:
        yield "workshop", workshop
    if group:
        yield "group", group
    elif not course and not workshop and (met := reading.first("format/group", "stated")):
        yield "group", met


def _titled(reading: Reading, matter: str) -> Hit | None:
    return next((h for h in reading.all(matter, "stated") if h.field == "title"), None)


def _one_session(reading: Reading, subject: Subject) -> Hit | None:
    del subject
    return reading.first("format/workshop", "weak")


def _only_talked(reading: Reading, subject: Subject) -> bool:
    """Tell whether somebody only talks: lectures and tours show no work; authors and exhibitions do."""
    return subject.talk and not subject.does("readings") and not reading.all("format/showing", "stated")


def format_tags(reading: Reading, subject: Subject) -> Iterator[Tag]:
    """Yield the kinds of meeting."""
    for name, hit in formats(reading, subject).items():
        evidence = hit or next(iter(subject.pathways.values()), None)
        level = "stated" if hit and hit.matter == f"format/{name}" and hit.kind == "stated" else "likely"
        yield Tag(
            facet="format",
            tag=name,
            level=level,  # type: ignore[arg-type]
            evidence=evidence.words if evidence else None,
            field=evidence.field if evidence else None,
        )
