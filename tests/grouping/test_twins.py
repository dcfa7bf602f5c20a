from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from finder.grouping import merged, series, twins
from finder.listing import Group, Listing, SourceRef

Maker = Callable[..., Any]
NOW = datetime(2026, 9, 1, tzinfo=UTC)
PAPER = SourceRef(id="courier", name="Valley Courier", kind="aggregator")
LIBRARY = SourceRef(id="lib", name="Elm County Library", kind="library")


def groups(listings: Sequence[Listing]) -> list[Group]:
    return merged(listings, NOW)


def twice(listings: Sequence[Listing], **changes: Any) -> list[Listing]:
    """Return the listings as a newspaper prints them."""
    return [replace(made, uid=f"n-{made.uid}", source=PAPER, **changes) for made in listings]


def test_the_organisers_own_source_is_shown_and_the_aggregator_named_with_the_reason(weekly: Maker) -> None:
    own = weekly("Loom Evening", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Hill Mill")
    (group,) = groups([*twice(own, title="Loom Evening at Birch Hill Mill", venue="The Birch Hill Mill"), *own])
    assert group.source == LIBRARY
    assert len(group.occurrences) == 4
    assert len(group.members) == 8
    (also,) = group.also_listed_at
    assert (also.name, also.reason) == ("Valley Courier", "same name at the same place on 4 dates at the same time")


def test_dates_that_only_the_other_source_lists_are_added_and_count_for_the_cadence(weekly: Maker) -> None:
    own = weekly("Loom Evening", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Hill Mill")
    paper = twice(own)
    (group,) = groups([*own[2:], *paper[:2]])
    assert [o.start[:10] for o in group.occurrences] == ["2026-09-01", "2026-09-08", "2026-09-15", "2026-09-22"]
    assert group.cadence == "FREQ=WEEKLY;BYDAY=TU"


def test_one_time_zone_or_another_it_is_the_same_instant(listing: Maker) -> None:
    own = listing("Quill Night", "2026-09-05T18:00:00-05:00", ref=LIBRARY, uid="a", venue="Birch Hill Mill")
    other = listing("Quill Night", "2026-09-05T23:00:00+00:00", ref=PAPER, uid="b", venue="Birch Hill Mill")
    naive = replace(other, start="2026-09-05T18:00:00", uid="c", source=SourceRef(id="z", name="Z"))
    (group,) = groups([own, other, naive])
    assert sorted(group.members) == ["a", "b", "c"]


def test_traps_stay_apart(weekly: Maker) -> None:
    first = weekly("Figure Drawing", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Hill Mill")
    other_class = twice(first, title="Ukulele Jam")
    other_branch = twice(first, venue="Oak Lane Gallery")
    other_level = twice(first, title="Figure Drawing: Advanced")
    beginners = [replace(made, title="Figure Drawing: Beginners") for made in first]
    assert [len(groups([*first, *others])) for others in (other_class, other_branch)] == [2, 2]
    assert len(groups([*beginners, *other_level])) == 2
    tuesday = weekly("Tuesday Chess Club", "2026-09-01T18:00", 4, ref=LIBRARY)
    thursday = weekly("Thursday Chess Club", "2026-09-03T18:00", 4, ref=PAPER, source="courier")
    assert len(groups([*tuesday, *thursday])) == 2


def test_two_crafts_in_one_studio_at_one_hour_stay_apart_whatever_the_studio_says_of_both(weekly: Maker) -> None:
    text = "Bring your own brushes or borrow ours; everybody is welcome, and no experience is needed."
    water = weekly("Watercolor Basics", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Hill Mill", description=text)
    assert len(groups([*water, *twice(water, title="Oil Painting Basics")])) == 2
    assert len(groups([*water, *twice(water, title="Watercolour Basics with Ana")])) == 1


@pytest.mark.parametrize(
    ("title", "other", "venue", "elsewhere"),
    [
        ("Teen Dungeons & Dragons", "Teen D&D", "Birch Hill Mill", "Birch Hill Mill"),
        ("Linen Choir", "Linen Choir (free)", "St. Anne's Church Hall", "Saint Anne's Church"),
    ],
)
def test_spellings_of_one_name_are_one(weekly: Maker, title: str, other: str, venue: str, elsewhere: str) -> None:
    own = weekly(title, "2026-09-01T18:00", 4, ref=LIBRARY, venue=venue)
    assert len(groups([*own, *twice(own, title=other, venue=elsewhere)])) == 1


def test_a_kind_of_venue_is_no_common_place(weekly: Maker) -> None:
    own = weekly("Knit and Crochet Circle", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Arts Center")
    assert len(groups([*own, *twice(own, venue="Heather Arts Center")])) == 2


def test_main_library_of_two_towns_is_no_common_place(weekly: Maker) -> None:
    here = weekly("Story Circle", "2026-09-01T10:00", 3, ref=LIBRARY, venue="Main Library")
    there = weekly(
        "Story Circle", "2026-09-01T10:00", 3, ref=SourceRef(id="other", name="Fern Town"), venue="Main Library"
    )
    assert len(groups([*here, *[replace(made, uid=f"o-{made.uid}") for made in there]])) == 2


def test_two_sessions_of_a_day_find_each_its_own_twin(weekly: Maker) -> None:
    early = weekly("Open Press", "2026-09-01T10:00", 4, ref=LIBRARY, venue="Birch Hill Mill")
    late = weekly("Open Press", "2026-09-01T10:45", 4, ref=LIBRARY, venue="Birch Hill Mill")
    found = groups([*early, *late, *twice(early), *twice(late)])
    assert [(len(group.members), len(group.occurrences)) for group in found] == [(8, 4), (8, 4)]


def test_one_page_on_one_date_is_one_programme_whatever_the_titles(listing: Maker) -> None:
    page = "https://mill.example/event/4711-quills"
    own = listing("Quills", "2026-09-05T18:00:00-05:00", ref=LIBRARY, uid="a", venue="", url=page)
    other = listing(
        "An Evening of Quills and Ink", "2026-09-05T18:00:00-05:00", ref=PAPER, uid="b", venue="", url=page + "/"
    )
    (group,) = groups([own, other])
    assert [also.reason for also in group.also_listed_at] == ["same page on the same date and hour"]


def test_twins_speaks_of_every_group_once(weekly: Maker) -> None:
    own = weekly("Loom Evening", "2026-09-01T18:00", 4, ref=LIBRARY, venue="Birch Hill Mill")
    (shown,), (twin,) = series(own), series(twice(own))
    links = twins([twin, shown])
    assert links.keys() == {shown.id, twin.id}
    assert links[shown.id or ""] is None
    found = links[twin.id or ""]
    assert found is not None
    assert found.shown_id == shown.id


def test_next_is_the_first_date_that_is_neither_over_nor_cancelled(weekly: Maker) -> None:
    dates = weekly("Loom Evening", "2026-09-01T18:00", 4)
    dates[1] = replace(dates[1], status="cancelled")
    (group,) = merged(dates, datetime(2026, 9, 2, tzinfo=UTC))
    assert group.next == "2026-09-01T18:00:00-05:00"  # still on at seven in the evening of the first
    (later,) = merged(dates, datetime(2026, 9, 2, 1, 30, tzinfo=UTC))
    assert later.next == "2026-09-15T18:00:00-05:00"
    (over,) = merged(dates, datetime(2027, 1, 1, tzinfo=UTC))
    assert over.next is None


def test_uids_that_two_sources_share_stay_two_members(listing: Maker) -> None:
    a = listing("Quills", "2026-09-05T18:00:00-05:00", ref=LIBRARY, uid="1")
    b = listing("Drum Circle", "2026-10-05T11:00:00-05:00", ref=PAPER, uid="1", venue="Oak Lane Gallery")
    members = [uid for group in groups([a, b]) for uid in group.members]
    assert sorted(members) == ["1@courier", "1@lib"]


def test_one_hour_in_two_zones_is_no_common_time(weekly: Maker) -> None:
    here = weekly("Ecstatic Loom Dance", "2026-09-01T18:00", 3, ref=LIBRARY, venue="")
    there = weekly(
        "Ecstatic Loom Dance", "2026-09-01T18:00", 3, ref=PAPER, venue="", timezone="America/New_York", source="b"
    )
    assert len(groups([*here, *there])) == 2


def test_a_text_that_libraries_share_makes_no_twins_of_their_branches(weekly: Maker) -> None:
    text = "Songs, rhymes and a story for the youngest, with time to play and to meet other families afterwards."
    here = weekly("Story Circle", "2026-09-01T10:00", 3, ref=LIBRARY, venue="North Elm Library", description=text)
    there = twice(here, venue="Fern Grove Library")
    assert len(groups([*here, *there])) == 2
