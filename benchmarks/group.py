"""How long grouping takes as listings grow: `python benchmarks/group.py [COUNT …]` prints one line per count.

The listings are made up: towns with libraries, studios and cafés, each with weekly, fortnightly and monthly programmes
and single events; a quarter of all programmes is listed again by the town's newspaper, with the title and the venue
spelt another way.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from finder.grouping import merged
from finder.listing import Listing, Place, SourceRef

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SUBJECTS = (
    "Watercolour", "Bookbinding", "Knitting", "Choir", "Ukulele", "Improv", "Poetry", "Pottery", "Lino Printing",
    "Zine", "Quilting", "Origami", "Screenwriting", "Sketching", "Woodcarving", "Weaving", "Drumming", "Folk Dance",
)  # fmt: skip
FORMS = ("Circle", "Club", "Evening", "for Beginners", "Workshop", "Drop-In", "Jam", "Collective", "Open Studio")
NAMES = ("Ash", "Birch", "Cedar", "Dune", "Elm", "Fern", "Grove", "Heron", "Iris", "Juniper", "Kestrel", "Linden")
VENUES = ("Public Library", "Arts Center", "Café", "Studio", "Community Hall")
RHYTHMS = ((7, 12), (14, 7), (28, 4), (1, 1), (1, 1))


def town(number: int, rng: random.Random) -> Iterator[Listing]:
    """Yield about 700 listings of one town."""
    name = f"{rng.choice(NAMES)}{rng.choice(NAMES).lower()} {number}"
    latitude, longitude = 30 + number % 97 * 0.2, -120 + number % 89 * 0.5
    for venue in VENUES:
        for which in range(3):
            place = f"{rng.choice(NAMES)} {venue}" if which else f"{name} {venue}"
            point = Place(
                latitude=latitude + rng.random() / 5,
                longitude=longitude + rng.random() / 5,
                precision="venue",
                radius_km=0.05,
                matched=place,
                provider="made",
            )
            for _ in range(8):
                yield from programme(name, f"{name} {place}", place, point, rng)


def programme(town_name: str, source: str, venue: str, point: Place, rng: random.Random) -> Iterator[Listing]:
    """Yield the dates of one programme, in a quarter of cases from the newspaper too."""
    title = f"{rng.choice(NAMES)} {rng.choice(SUBJECTS)} {rng.choice(FORMS)}"
    gap, count = rng.choice(RHYTHMS)
    start = datetime(2026, 9, 1, rng.choice((10, 14, 18, 19)), tzinfo=UTC) + timedelta(days=rng.randrange(60))
    twice = rng.randrange(4) == 0
    for number in range(count):
        at = start + timedelta(days=gap * number)
        fields = {"start": at.isoformat(), "end": (at + timedelta(hours=2)).isoformat(), "place": point}
        ref = SourceRef(id=source, name=source, fetched_at=NOW.isoformat())
        yield Listing(title=title, venue=venue, uid=f"{source}-{title}-{at:%Y%m%d%H}", source=ref, **fields)
        if twice:
            paper = SourceRef(id=f"{town_name} Courier", name=f"{town_name} Courier", kind="aggregator")
            yield Listing(title=f"{title} at {venue}", venue=f"The {venue}", source=paper, **fields)


def main(counts: list[int]) -> None:
    """Measure each count with a fresh set."""
    for count in counts:
        rng = random.Random(count)
        listings: list[Listing] = []
        for number in range(count):
            if len(listings) >= count:
                break
            listings.extend(town(number, rng))
        listings = listings[:count]
        began = time.process_time()
        groups = merged(listings, NOW)
        seconds = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        joined = sum(1 for group in groups if group.also_listed_at)
        print(
            f"{count:>7} listings → {len(groups):>6} groups ({joined} from two sources): {seconds:6.2f} s, {memory} MB"
        )


if __name__ == "__main__":
    main([int(arg) for arg in sys.argv[1:]] or [10_000, 30_000, 100_000])
