"""Groups of which every field is told somewhere, and what another finder has to find of them again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bloomington import KNITTERS, said
from msgspec.structs import replace

from finder.listing import Ages, Fact, Group, Occurrence, Price


def fact(name: str, value: str, words: str, topic: Any = "venue-access", **more: Any) -> Fact:
    return Fact(topic=topic, name=name, value=value, evidence=words, field="description", **more)


def weekly(count: int, *, clock: str = "19:30", until: str = "21:00", **more: Any) -> tuple[Occurrence, ...]:
    """Return Thursdays over a change of the clocks."""
    days = [date(2027, 2, 18) + timedelta(weeks=week) for week in range(count)]
    offsets = [("-05:00" if day < date(2027, 3, 14) else "-04:00") for day in days]
    return tuple(
        Occurrence(start=f"{day}T{clock}:00{offset}", end=f"{day}T{until}:00{offset}", **more)
        for day, offset in zip(days, offsets, strict=True)
    )


POTTERS = replace(
    KNITTERS,
    id="elm-potters",
    title="Pottery Evenings",
    url="https://elm.example/pottery",
    cadence="FREQ=WEEKLY;BYDAY=TH",
    occurrences=(*weekly(9)[:3], *weekly(9)[4:]),
    description="Throw pots at the wheel. There is a lift.\n\nHearing loop in the main hall.",
    price=Price(status="paid", min=5, max=12.5, currency="USD", text="$5 to $12.50"),
    registration="required",
    ages=Ages(min=18, text="Adults"),
    categories=("Clay", "Evening classes"),
    schedule_note="Not in the school holidays",
    image="https://elm.example/pot.jpg",
    tags=(said("pathway", "crafts", "Pottery", "title"), said("activity", "pottery-ceramics", "Pottery", "title")),
    facts=(
        fact("lift", "yes", "There is a lift."),
        fact("parking", "no", "no parking"),
        fact("wheelchair-access", "yes", "wheelchairs are welcome"),
        fact("hearing-loop", "yes", "Hearing loop in the main hall.", limit="partly"),
        fact("hearing-support", "yes", "deaf people are welcome", topic="event-access"),
        fact("price", "paid", "$5", topic="cost"),
    ),
)
WRITERS = Group(
    id="elm-writers",
    title="Online Poetry Circle",
    url="https://elm.example/p/2026-12-07",
    cadence="FREQ=MONTHLY;BYDAY=1MO",
    occurrences=tuple(
        Occurrence(start=f"{day}T19:00:00+00:00", end=f"{day}T20:30:00+00:00", url=f"https://elm.example/p/{day}")
        for day in ("2026-12-07", "2027-01-04", "2027-02-01", "2027-03-01")
    ),
    description="Poets meet, write and read poems to each other.",
    timezone="Europe/London",
    mode="online",
    creative=True,
    price=Price(status="donation", min=0.0, text="Pay what you can"),
    organizer="Elm Street Library",
    tags=(said("pathway", "writing", "Poetry", "title"),),
    source=KNITTERS.source,
)


CARRIED = (
    *("url", "description", "organizer", "venue", "room", "address", "timezone", "mode", "registration", "ages"),
    *("price", "schedule_note", "image", "cadence"),
)


def carried(group: Group) -> dict[str, Any]:
    """Return what the feed carries of a group."""
    dates = [(o.start, o.end, o.status or "scheduled", o.url or group.url) for o in group.occurrences]
    access = {(fact.name, fact.value) for fact in group.facts if "access" in fact.topic}
    place = (group.place.latitude, group.place.longitude) if group.place else None
    return {name: getattr(group, name) for name in CARRIED} | {"dates": dates, "access": access, "place": place}
