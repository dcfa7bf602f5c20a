"""What a group is, out of its dates: title, times, place, price, tags, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from finder.facts import said_now
from finder.grouping.entries import Entry, local
from finder.grouping.rhythm import Meeting, Rhythm, rhythm
from finder.grouping.rules import parse_rule
from finder.listing import Group, Listing, Occurrence, Place, Tag

V = TypeVar("V")
_READ = 20


def group(members: Sequence[Entry]) -> Group:
    """Return the group of the given entries, which are sorted by time; its id is not yet set."""
    newest = members[-1].listing
    when = _rhythm(members)
    dated = [made for made in members if made.start]
    shown = _next_or_last(dated or members).listing
    return Group(
        title=title(members),
        url=shown.url or newest.url,
        cadence=when.cadence,
        cadence_text=when.cadence_text or _last(members, lambda listing: listing.schedule_note),
        occurrences=tuple(occurrence(made) for made in dated),
        members=tuple(made.uid for made in members),
        confidence=when.confidence,
        evidence=when.evidence,
        description=_last(members, lambda listing: listing.description),
        organizer=_usual(members, lambda listing: listing.organizer),
        venue=_usual(members, lambda listing: listing.venue or listing.location),
        room=_shared(members, lambda listing: listing.room),
        address=_usual(members, lambda listing: listing.address),
        timezone=_usual(members, lambda listing: listing.timezone),
        mode=_usual(members, lambda listing: listing.mode),
        place=_place(members),
        price=_last(members, lambda listing: listing.price),
        registration=_last(members, lambda listing: listing.registration),
        ages=_last(members, lambda listing: listing.ages),
        categories=_categories(members),
        image=_last(members, lambda listing: listing.image),
        schedule_note=_last(members, lambda listing: listing.schedule_note),
        creative=_usual(members, lambda listing: listing.creative),
        participation=_usual(members, lambda listing: listing.participation),
        tags=_tags(members),
        facts=said_now(fact for made in members for fact in made.listing.facts),
        corrections=tuple(dict.fromkeys(note for made in members for note in made.listing.corrections)),
        source=newest.source,
        last_confirmed=_last_confirmed(members),
    )


def occurrence(made: Entry) -> Occurrence:
    """Return one date, in the venue's own offset."""
    listing = made.listing
    return Occurrence(
        start=_stamp(made, made.start, listing.start) or "",
        end=_stamp(made, made.end, listing.end),
        uid=made.uid,
        status=listing.status,
        room=listing.room,
        url=listing.url,
    )


def _stamp(made: Entry, at: datetime | None, given: str | None) -> str | None:
    if at is None or made.all_day or made.listing.timezone is None:
        return given
    return at.isoformat()


def _rhythm(members: Sequence[Entry]) -> Rhythm:
    texts = [(made.listing.schedule_note, made.listing.title, made.listing.description) for made in members[-_READ:]]
    return rhythm(
        [meeting(made) for made in members if made.start],
        rules={rule for made in members if (rule := parse_rule(made.listing.recurrence))},
        texts=[text for parts in dict.fromkeys(texts) for text in parts if text],
        today=_today(members),
    )


def meeting(made: Entry) -> Meeting:
    """Return one date as its rhythm is found."""
    assert made.start
    cancelled = made.listing.status == "cancelled"
    return Meeting(start=made.start, end=made.end, all_day=made.all_day, cancelled=cancelled)


def _today(members: Iterable[Entry]) -> date | None:
    """Return the day of the newest fetch, in the venue's zone."""
    fetched = [local(said.source.fetched_at, said.timezone) for made in members if (said := made.listing).source]
    return max((at.date() for at in fetched if at), default=None)


def _last_confirmed(members: Iterable[Entry]) -> str | None:
    said = [
        made.listing.confirmed or (made.listing.source.fetched_at if made.listing.source else None) for made in members
    ]
    return max((text[:10] for text in said if text), default=None)


def _next_or_last(members: Sequence[Entry]) -> Entry:
    """Return the first date from the day of the harvest on that is not cancelled; else the last date."""
    today = _today(members)
    ahead = [
        made for made in members if today and made.day and made.day >= today and made.listing.status != "cancelled"
    ]
    return (ahead or [members[-1]])[0]


def title(members: Sequence[Entry]) -> str:
    """Return the title that the dates share: without date and number, and without a theme that changes."""
    if len({made.title.key for made in members}) == 1:
        return _commonest([made.title.shown for made in members])
    plain = [made.title.shown for made in members if not made.title.tail]
    heads = [made.title.head_shown for made in members]
    return (
        _commonest(plain or heads)
        if len({made.title.head for made in members}) == 1
        else _commonest([made.title.shown for made in members])
    )


def _commonest(values: Sequence[V]) -> V:
    count = Counter(values)
    return min(count, key=lambda value: (-count[value], str(value)))


def _usual(members: Sequence[Entry], read: Callable[[Listing], V | None]) -> V | None:
    values = [value for made in members if (value := read(made.listing)) is not None and value != ""]
    return _commonest(values) if values else None


def _last(members: Sequence[Entry], read: Callable[[Listing], V | None]) -> V | None:
    return next((value for made in reversed(members) if (value := read(made.listing))), None)


def _shared(members: Sequence[Entry], read: Callable[[Listing], V | None]) -> V | None:
    values = {read(made.listing) for made in members}
    return values.pop() if len(values) == 1 else None


def _place(members: Sequence[Entry]) -> Place | None:
    places = [made.listing.place for made in members if made.listing.place]
    return min(places, key=lambda place: (-places.count(place), place.radius_km, str(place))) if places else None


def _categories(members: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(sorted({category for made in members for category in made.listing.categories}))


def _tags(members: Sequence[Entry]) -> tuple[Tag, ...]:
    """Return the tags that at least half of the dates carry, each with the newest words that earned it."""
    count = Counter((tag.facet, tag.tag, tag.level) for made in members for tag in set(made.listing.tags))
    newest = {(tag.facet, tag.tag, tag.level): tag for made in members for tag in made.listing.tags}
    kept = [key for key in newest if count[key] * 2 >= len(members)]
    said: dict[tuple[str, str], Tag] = {}
    for key in sorted(kept, key=lambda key: (-count[key], key)):
        said.setdefault(key[:2], newest[key])
    return tuple(said[key] for key in sorted(said))
