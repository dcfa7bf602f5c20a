# En dashes stand between hours, as on a poster.
# ruff: noqa: RUF001

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from finder.grouping import series
from finder.listing import Fact, Group, Listing, Place, SourceRef, Tag

Maker = Callable[..., Any]


def sizes(listings: Sequence[Listing]) -> list[int]:
    return sorted(len(group.members) for group in series(listings))


def only(listings: Sequence[Listing], known: Sequence[Group] = ()) -> Group:
    (group,) = series(listings, known)
    return group


def test_weekly_dates_become_one_group_with_cadence_hours_and_evidence(weekly: Maker) -> None:
    group = only(weekly("Loom Evening", "2026-09-01T18:00", 12))
    assert (group.title, group.cadence, group.cadence_text, group.evidence, group.last_confirmed) == (
        "Loom Evening",
        "FREQ=WEEKLY;BYDAY=TU",
        "Every Tuesday, 6–8 pm",
        "met on 12 of the last 12 Tuesdays",
        "2026-11-21",
    )


def test_a_missing_and_a_cancelled_date_are_told(weekly: Maker) -> None:
    dates = weekly("Loom Evening", "2026-09-01T18:00", 12)
    dates[3] = replace(dates[3], status="cancelled")
    del dates[5]
    group = only(dates)
    assert group.evidence == "met on 10 of the last 12 Tuesdays; 1 cancelled"
    assert [o.status for o in group.occurrences].count("cancelled") == 1


def test_without_a_day_of_harvest_dates_are_listed_not_met(weekly: Maker) -> None:
    ref = SourceRef(id="mill", name="Mill")
    group = only(weekly("Loom Evening", "2026-09-01T18:00", 4, ref=ref))
    assert group.evidence == "listed for 4 of 4 Tuesdays from 1 September to 22 September"


def test_dates_numbers_and_status_words_in_titles_do_not_part_a_group(listing: Maker) -> None:
    group = only(
        [
            listing("Bookbinding: Session 1", "2026-12-01T18:00:00-06:00"),
            listing("Bookbinding (Session 2)", "2026-12-08T18:00:00-06:00"),
            listing("CANCELLED - Bookbinding", "2026-12-15T18:00:00-06:00"),
            listing("Bookbinding, December 22", "2026-12-22T18:00:00-06:00"),
            listing("Bookbinding NEW TIME!", "2026-12-29T18:30:00-06:00"),
        ]
    )
    assert (group.title, group.cadence) == ("Bookbinding", "FREQ=WEEKLY;BYDAY=TU")


def test_a_theme_after_the_colon_changes_and_the_group_stays(listing: Maker) -> None:
    themes = ("Paper Beads", "Tiny Looms", "Lino Stamps")
    group = only(
        [listing(f"Maker Hour: {t}", f"2026-12-0{2 + 7 * i}T16:00:00-06:00") for i, t in enumerate(themes[:2])]
    )
    assert group.title == "Maker Hour"


def test_levels_parts_and_named_weekdays_are_groups_of_their_own(weekly: Maker) -> None:
    assert sizes(
        weekly("Wheel Throwing Level 1", "2026-09-01T18:00", 4)
        + weekly("Wheel Throwing Level 2", "2026-10-06T18:00", 4)
    ) == [4, 4]
    assert sizes(
        weekly("Monday Chess Club", "2026-09-07T18:00", 4) + weekly("Thursday Chess Club", "2026-09-10T18:00", 4)
    ) == [4, 4]
    assert sizes(weekly("Ink: Beginners", "2026-09-01T18:00", 2) + weekly("Ink: Advanced", "2026-10-06T18:00", 2)) == [
        2,
        2,
    ]


def test_two_branches_are_two_groups_and_two_rooms_are_one(weekly: Maker) -> None:
    north = weekly("Story Circle", "2026-09-01T10:00", 4, venue="North Branch Library", source="lib")
    south = [replace(made, uid=f"{made.uid}-s", venue="South Branch Library") for made in north]
    assert sizes(north + south) == [4, 4]
    rooms = [replace(made, room=f"Room {i}") for i, made in enumerate(north)]
    group = only(rooms)
    assert (group.room, [o.room for o in group.occurrences]) == (None, ["Room 0", "Room 1", "Room 2", "Room 3"])


def test_a_programme_that_goes_from_venue_to_venue_is_one_group_and_branches_are_not(weekly: Maker) -> None:
    def in_turn(*venues: str) -> list[Listing]:
        dates = weekly("Ukulele Jam", "2026-09-01T18:00", 9)
        return [replace(made, venue=venues[i % len(venues)]) for i, made in enumerate(dates)]

    round_trip = only(in_turn("Blue Barrel", "Riverside Coffee", "Grange Hall"))
    assert round_trip.cadence == "FREQ=WEEKLY;BYDAY=TU"
    assert sizes(in_turn("East Library", "West Library", "North Library")) == [3, 3, 3]
    assert sorted(sizes(in_turn("Blue Barrel", "Grange Hall"))) == [4, 5]


def test_points_on_the_map_part_venues_of_one_name(weekly: Maker) -> None:
    def at(lat: float) -> Place:
        return Place(latitude=lat, longitude=-90.0, precision="venue", radius_km=0.05, matched="x", provider="t")

    near = weekly("Quilt Bee", "2026-09-01T10:00", 3, venue="Community Center", place=at(40.0))
    far = [replace(made, uid=f"{made.uid}-far", place=at(40.5)) for made in near]
    assert sizes([*near, *far]) == [3, 3]


def test_two_sessions_on_the_same_days_are_two_groups(weekly: Maker) -> None:
    assert sizes(weekly("Open Press", "2026-09-01T10:00", 4) + weekly("Open Press", "2026-09-01T15:00", 4)) == [4, 4]


def test_the_sources_own_series_and_rule_are_used(listing: Maker) -> None:
    dates = [
        listing(
            "Ceilidh",
            "2026-12-02T19:00:00-06:00",
            series_uid="s1",
            uid="a",
            recurrence="FREQ=MONTHLY;BYDAY=WE;BYSETPOS=1;COUNT=9",
        ),
        listing("Winter Ceilidh Special", "2027-01-06T19:00:00-06:00", series_uid="s1", uid="b", venue="Town Hall"),
    ]
    group = only(dates)
    assert (group.members, group.cadence, group.cadence_text) == (
        ("a", "b"),
        "FREQ=MONTHLY;BYDAY=1WE",
        "First Wednesday of each month at 7 pm",
    )


def test_a_cadence_stated_in_words_decides_between_rules_that_both_fit(weekly: Maker) -> None:
    dates = weekly("Dye Pot", "2026-08-27T18:00", 5, every=2)
    assert only(dates).cadence == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"
    said = [replace(made, description="We meet every 2nd & 4th Thursday.") for made in dates]
    group = only(said)
    assert group.cadence == "FREQ=MONTHLY;BYDAY=2TH,4TH"
    assert group.evidence is not None
    assert "the organiser says “2nd & 4th Thursday”" in group.evidence


def test_a_listing_without_a_date_is_a_group_without_dates(listing: Maker) -> None:
    group = only([listing("Repair Table", None, schedule_note="Saturdays in the market season")])
    assert (group.occurrences, len(group.members), group.cadence) == ((), 1, "FREQ=WEEKLY;BYDAY=SA")


def test_a_tag_stays_when_half_of_the_dates_carry_it(weekly: Maker) -> None:
    dates = weekly("Loom Evening", "2026-09-01T18:00", 4)
    weaving = Tag(facet="activity", tag="weaving", level="stated", evidence="Loom", field="title")
    free = Tag(facet="situation", tag="low-budget", level="stated", evidence="free today", field="description")
    tagged = [replace(made, tags=(weaving, free) if i == 0 else (weaving,)) for i, made in enumerate(dates)]
    assert only(tagged).tags == (weaving,)


def test_an_id_is_kept_when_a_later_harvest_extends_renames_or_moves_the_group_on(weekly: Maker) -> None:
    first = series(weekly("Loom Evening", "2026-09-01T18:00", 4))
    later = only(weekly("Loom Evening", "2026-09-15T18:00", 8), first)
    renamed = only(
        [replace(made, title="Loom Evenings at the Mill") for made in weekly("Loom Evening", "2026-09-15T18:00", 8)],
        first,
    )
    next_season = only(weekly("The Loom Evening", "2027-02-02T18:30", 4), first)
    assert {later.id, renamed.id, next_season.id} == {first[0].id}


LIFT = Fact(topic="venue-access", name="lift", value="yes", evidence="a lift", field="description", date="2026-11-21")


def test_a_group_carries_what_its_dates_say_and_keeps_what_contradicts(weekly: Maker) -> None:
    dates = [replace(one, facts=(LIFT,)) for one in weekly("Loom Evening", "2026-09-01T18:00", 5)]
    dates[1] = replace(dates[1], facts=(replace(LIFT, value="no"),))
    assert only(dates).facts == (replace(LIFT, disputed=True), replace(LIFT, value="no", disputed=True))


def test_what_was_read_later_wins_over_what_was_read_before(weekly: Maker) -> None:
    dates = [replace(one, facts=(LIFT,)) for one in weekly("Loom Evening", "2026-09-01T18:00", 5)]
    newer = replace(LIFT, value="no", date="2026-11-22")
    dates[4] = replace(dates[4], facts=(newer,))
    assert only(dates).facts == (newer,)


def test_a_session_in_the_hour_that_clocks_skip_keeps_its_length(listing: Maker) -> None:
    by_clock = {"start": "2027-03-14T02:30:00", "end": "2027-03-14T03:30:00"}
    by_offset = {"start": "2027-03-14T02:30:00-05:00", "end": "2027-03-14T03:30:00-04:00"}
    for times in (by_clock, by_offset):
        [group] = series([listing("Night Jam", times["start"], end=times["end"], timezone="America/New_York")])
        [occurrence] = group.occurrences
        assert (occurrence.start, occurrence.end) == ("2027-03-14T03:30:00-04:00", "2027-03-14T04:30:00-04:00")


def test_a_day_that_some_months_lack_is_said_so(listing: Maker) -> None:
    days = ("01-31", "03-31", "05-31", "07-31", "08-31", "10-31")
    [group] = series([listing("Payday Jam", f"2027-{day}T18:00:00", end=f"2027-{day}T20:00:00") for day in days])
    assert (group.cadence, group.cadence_text) == (
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "The 31st of every month that has one, 6–8 pm",
    )
