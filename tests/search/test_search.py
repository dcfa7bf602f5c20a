"""What a query means, by example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from finder.errors import InputError
from finder.listing import Fact, Group, Level, Occurrence, Place, Price, Tag
from finder.search import search
from finder.search.query import Answer, Hit, Loosen, Query
from finder.store import Store

ZONE = "America/Indiana/Indianapolis"
NOW = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
"""Noon of a Saturday at the venue."""
HERE = Query(latitude=39.1653, longitude=-86.5264, within_km=20.0)
EVERYWHERE = Query()
Save = Callable[..., None]


@pytest.fixture
def save(store: Store) -> Save:
    return lambda *groups: store.save_groups("s", groups)


def at(latitude: float, longitude: float) -> Place:
    return Place(latitude=latitude, longitude=longitude, precision="venue", radius_km=0.1, matched="x", provider="test")


def tag(name: str, level: Level = "stated", facet: str = "situation") -> Tag:
    return Tag(facet=facet, tag=name, level=level, evidence="x", field="title")


def on(start: str, end: str | None = None, **more: Any) -> Occurrence:
    return Occurrence(start=start, end=end, **more)


TUESDAY = on("2026-11-24T18:00:00-05:00", "2026-11-24T20:00:00-05:00")
KNIT = Group(
    title="Knit night",
    id="knit",
    place=at(39.1653, -86.5264),
    mode="in-person",
    timezone=ZONE,
    creative=True,
    occurrences=(TUESDAY,),
)


def ids(store: Store, query: Query, now: datetime = NOW) -> list[str | None]:
    return [hit.group.id for hit in search(store, query, now).hits]


def variant(group_id: str, **changes: Any) -> Group:
    return replace(KNIT, id=group_id, **changes)


def test_a_hit_says_how_far_and_when_next(store: Store, save: Save) -> None:
    save(KNIT)
    answer = search(store, HERE, NOW)
    assert answer.hits == (
        Hit(group=KNIT, next="2026-11-24T18:00:00-05:00", next_end="2026-11-24T20:00:00-05:00", distance_km=0.0),
    )
    assert (answer.total, answer.set_aside, answer.loosen) == (1, {}, ())


def test_only_creative_groups_with_a_date_ahead_or_no_dates_at_all_are_shown(store: Store, save: Save) -> None:
    save(
        KNIT,
        variant("standing", occurrences=()),
        variant("not creative", creative=False),
        variant("nobody said", creative=None),
        variant("over", occurrences=(on("2026-11-20T18:00:00-05:00", "2026-11-20T20:00:00-05:00"),)),
        variant("called off", occurrences=(on(TUESDAY.start, status="cancelled"),)),
        variant("put off", occurrences=(on(TUESDAY.start, status="postponed"),)),
        variant("going on", occurrences=(on("2026-11-21T11:00:00-05:00", "2026-11-21T13:00:00-05:00"),)),
        variant("all day today", occurrences=(on("2026-11-21"),)),
        variant("unreadable", occurrences=(on("soon"), on("9999-12-31T23:00:00Z"), on("0001-01-01T00:00:00+14:00"))),
    )
    assert set(ids(store, EVERYWHERE)) == {"knit", "standing", "going on", "all day today"}


def test_an_all_day_entry_is_over_at_midnight_of_the_venue(store: Store, save: Save) -> None:
    save(variant("today", occurrences=(on("2026-11-21", "2026-11-21"),)))
    assert ids(store, EVERYWHERE, datetime(2026, 11, 22, 4, 59, tzinfo=UTC)) == ["today"]
    assert ids(store, EVERYWHERE, datetime(2026, 11, 22, 5, 1, tzinfo=UTC)) == []


def test_near_groups_come_first_and_online_ones_after_without_distance(store: Store, save: Save) -> None:
    save(
        variant("near", place=at(39.2, -86.5)),
        variant("far", place=at(40.0, -86.5)),
        variant("online, hosted near", mode="online"),
        variant("hybrid far", mode="hybrid", place=at(50.0, 0.0)),
        variant("hybrid near", mode="hybrid"),
        variant("nowhere", mode=None, place=None),
    )
    answer = search(store, HERE, NOW)
    assert [(hit.group.id, hit.distance_km and round(hit.distance_km, 1)) for hit in answer.hits] == [
        ("hybrid near", 0.0),
        ("near", 4.5),
        ("online, hosted near", None),
        ("hybrid far", None),
    ]
    assert set(ids(store, replace(HERE, mode="in-person"))) == {"near", "hybrid near"}
    assert set(ids(store, replace(HERE, mode="online"))) == {"online, hosted near", "hybrid far", "hybrid near"}


def test_a_venue_without_a_mode_is_in_person_and_no_venue_says_nothing(store: Store, save: Save) -> None:
    save(variant("venue", mode=None), variant("nothing", mode=None, place=None))
    answer = search(store, Query(mode="in-person"), NOW)
    assert ([hit.group.id for hit in answer.hits], answer.set_aside) == (["venue"], {"mode": 1})


def test_any_tag_of_a_facet_matches_and_silence_is_counted(store: Store, save: Save) -> None:
    save(
        variant("crafts", tags=(tag("crafts", facet="pathway"), tag("fiber-arts", facet="activity"))),
        variant("pottery", tags=(tag("crafts", facet="pathway"), tag("pottery-ceramics", facet="activity"))),
        variant("some craft", tags=(tag("crafts", facet="pathway"),)),
        variant("music", tags=(tag("music", facet="pathway"),)),
        variant("no tags"),
    )
    pathway = search(store, Query(pathways=("crafts", "writing")), NOW)
    assert ({h.group.id for h in pathway.hits}, pathway.set_aside) == (
        {"crafts", "pottery", "some craft"},
        {"pathway": 1},
    )
    activity = search(store, Query(activities=("fiber-arts",)), NOW)
    assert ({h.group.id for h in activity.hits}, activity.set_aside) == ({"crafts"}, {"activity": 2})


def test_every_situation_must_be_stated_or_likely_and_a_no_is_left_out(store: Store, save: Save) -> None:
    save(
        variant("both", tags=(tag("low-budget"), tag("limited-mobility", "likely"))),
        variant("stated", tags=(tag("low-budget"), tag("limited-mobility"))),
        variant("no", tags=(tag("low-budget"), tag("limited-mobility", "no"))),
        variant("silent on one", tags=(tag("low-budget"),)),
        variant("silent on both"),
        variant("silent and no", tags=(tag("limited-mobility", "no"),)),
    )
    query = Query(situations=("limited-mobility", "low-budget"))
    answer = search(store, query, NOW)
    assert ([hit.group.id for hit in answer.hits], answer.set_aside) == (
        ["stated", "both"],
        {"limited-mobility": 2, "low-budget": 1},
    )
    stated = search(store, replace(query, stated_only=True), NOW)
    assert ([hit.group.id for hit in stated.hits], stated.set_aside) == (
        ["stated"],
        {"limited-mobility": 3, "low-budget": 1},
    )


def test_who_states_that_limited_mobility_works_comes_first_however_far_and_who_is_silent_last(
    store: Store, save: Save
) -> None:
    save(
        variant("silent, here"),
        variant("likely, here", tags=(tag("limited-mobility", "likely"),)),
        variant("stated, far", place=at(39.3, -86.53), tags=(tag("limited-mobility"),)),
    )
    asked = replace(HERE, situations=("limited-mobility",), silent=("limited-mobility",))
    assert ids(store, asked) == ["stated, far", "likely, here", "silent, here"]
    assert ids(store, replace(asked, sort="nearest"))[-1] == "stated, far"


def lift(value: str, **more: Any) -> Fact:
    return Fact(topic="venue-access", name="lift", value=value, evidence="x", field="title", **more)


def test_access_must_be_stated_with_yes_and_whoever_does_not_say_is_counted_apart(store: Store, save: Save) -> None:
    bring = Fact(topic="first-visit", name="bring", evidence="x", field="title")
    save(
        variant("yes", facts=(lift("yes"), bring)),
        variant("asked", facts=(lift("yes", limit="on-request"),)),
        variant("no", facts=(lift("no"),)),
        variant("partly", facts=(lift("yes", limit="partly"),)),
        variant("disputed", facts=(lift("yes", disputed=True), lift("no", disputed=True))),
        variant("silent", facts=(bring,)),
    )
    answer = search(store, Query(access=("lift",)), NOW)
    assert sorted(hit.group.id or "" for hit in answer.hits) == ["asked", "yes"]
    assert answer.set_aside == {"lift": 3}
    assert set(ids(store, Query(access=("lift",), silent=("lift",)))) == {
        "asked",
        "disputed",
        "partly",
        "silent",
        "yes",
    }


def test_price_is_free_by_donation_or_at_most_and_unknown_is_set_aside(store: Store, save: Save) -> None:
    save(
        variant("free", price=Price(status="free")),
        variant("donation", price=Price(status="donation")),
        variant("ten", price=Price(status="paid", min=10.0, max=30.0)),
        variant("twenty", price=Price(status="paid", min=20.0)),
        variant("paid", price=Price(status="paid")),
        variant("unknown", price=Price(text="see desk")),
        variant("silent"),
    )
    free = search(store, Query(free=True), NOW)
    assert ({h.group.id for h in free.hits}, free.set_aside) == ({"free", "donation"}, {"price": 2})
    cheap = search(store, Query(max_price=10.0), NOW)
    assert ({h.group.id for h in cheap.hits}, cheap.set_aside) == ({"free", "donation", "ten"}, {"price": 3})


def test_beginners_ages_and_company(store: Store, save: Save) -> None:
    save(
        variant("welcome", tags=(tag("beginners", facet="welcome"), tag("adults", facet="ages"))),
        variant("everyone", tags=(tag("all-ages", facet="ages"), tag("couples", facet="together"))),
        variant("children", tags=(tag("children", facet="ages"), tag("make-for-others", facet="purpose"))),
    )
    assert ids(store, Query(beginners=True)) == ["welcome"]
    assert set(ids(store, Query(ages=("adults", "teens")))) == {"welcome", "everyone"}
    assert ids(store, Query(together=("couples",))) == ["everyone"]
    assert ids(store, Query(purposes=("make-for-others",))) == ["children"]


def test_joining_and_watching(store: Store, save: Save) -> None:
    save(variant("join", participation="join"), variant("watch", participation="watch"), KNIT)
    answer = search(store, Query(participation="join"), NOW)
    assert ([hit.group.id for hit in answer.hits], answer.set_aside) == (["join"], {"join": 1})


def test_meeting_again_is_a_cadence_or_a_second_date(store: Store, save: Save) -> None:
    save(
        KNIT,
        variant("weekly", cadence="FREQ=WEEKLY"),
        variant("twice", occurrences=(TUESDAY, on("2026-12-01T18:00:00-05:00"))),
        variant("once more", occurrences=(TUESDAY, on("2026-11-03T18:00:00-05:00"))),
        variant("standing", occurrences=()),
    )
    answer = search(store, Query(cadences=("again",)), NOW)
    assert ({h.group.id for h in answer.hits}, answer.set_aside) == ({"weekly", "twice"}, {"cadence": 1})


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        (Query(days=("tu",)), True),
        (Query(days=("mo", "we")), False),
        (Query(times=("evening",)), True),
        (Query(times=("afternoon",)), False),
        (Query(days=("tu",), times=("evening",)), True),
        (Query(date_from=date(2026, 11, 24), date_to=date(2026, 11, 24)), True),
        (Query(date_from=date(2026, 11, 25)), False),
        (Query(date_to=date(2026, 11, 23)), False),
        (Query(days=("tu",), date_from=date(2026, 11, 25)), False),
    ],
)
def test_days_hours_and_dates_are_those_of_the_venue(store: Store, save: Save, query: Query, matches: bool) -> None:  # noqa: FBT001  a case's expectation
    # The feed gives UTC: at the venue it is Tuesday from 18:00 to 20:00.
    save(variant("utc", occurrences=(on("2026-11-24T23:00:00Z", "2026-11-25T01:00:00Z"),)))
    assert ids(store, query) == (["utc"] if matches else [])


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("11:00", "12:00", {"morning"}),
        ("11:00", "12:01", {"morning", "afternoon"}),
        ("12:00", None, {"afternoon"}),
        ("16:30", "17:30", {"afternoon", "evening"}),
        ("04:00", "05:00", set()),
        ("05:00", "06:00", {"morning"}),
        ("23:00", "23:30", {"evening"}),
        ("09:00", "22:00", {"morning", "afternoon", "evening"}),
        ("17:00", "17:00", {"evening"}),
    ],
)
def test_parts_of_the_day_match_by_overlap(
    store: Store, save: Save, start: str, end: str | None, parts: set[str]
) -> None:
    stop = end and f"2026-11-24T{end}:00-05:00"
    save(variant("g", occurrences=(on(f"2026-11-24T{start}:00-05:00", stop),)))
    found: set[str] = set()
    for part in ("morning", "afternoon", "evening"):
        if ids(store, Query(times=(part,))):
            found.add(part)
    assert found == parts


def test_a_night_out_is_on_both_days_but_only_in_the_evening_of_the_first(store: Store, save: Save) -> None:
    save(variant("g", occurrences=(on("2026-11-27T22:00:00-05:00", "2026-11-28T01:00:00-05:00"),)))
    assert ids(store, Query(days=("fr",), times=("evening",))) == ["g"]
    assert ids(store, Query(days=("sa",))) == ["g"]
    assert ids(store, Query(days=("sa",), times=("evening", "morning"))) == []


def test_a_long_exhibition_is_on_every_day_left_and_says_no_hours(store: Store, save: Save) -> None:
    save(
        variant("days", occurrences=(on("2026-10-01", "2026-11-23"),)),
        variant("course", occurrences=(on("2026-10-01T18:00:00-04:00", "2026-11-23T20:00:00-05:00"),)),
    )
    assert set(ids(store, Query(days=("su",)))) == {"days", "course"}
    assert ids(store, Query(days=("tu",))) == []
    assert ids(store, Query(date_to=date(2026, 11, 20))) == []
    answer = search(store, Query(days=("su",), times=("evening",)), NOW)
    assert (answer.total, answer.set_aside) == (0, {"time": 2})


def test_groups_without_dates_are_set_aside_when_days_are_asked_for(store: Store, save: Save) -> None:
    save(KNIT, variant("standing", occurrences=()))
    answer = search(store, Query(days=("tu",), date_from=date(2026, 11, 21), times=("evening",)), NOW)
    assert ([h.group.id for h in answer.hits], answer.set_aside) == (["knit"], {"day": 1, "when": 1, "time": 1})


def test_next_is_the_next_date_that_was_asked_for(store: Store, save: Save) -> None:
    dates = [
        "2026-11-22T10:00:00-05:00",
        "2026-11-24T10:00:00-05:00",
        "2026-11-24T18:00:00-05:00",
        "2026-12-01T18:00:00-05:00",
    ]
    save(variant("g", occurrences=(*map(on, reversed(dates)), on("2026-11-21T20:00:00-05:00", status="cancelled"))))

    def next_of(query: Query) -> str | None:
        return search(store, query, NOW).hits[0].next

    assert next_of(EVERYWHERE) == dates[0]
    assert next_of(Query(days=("tu",))) == dates[1]
    assert next_of(Query(days=("tu",), times=("evening",))) == dates[2]
    assert next_of(Query(times=("evening",), date_from=date(2026, 11, 25))) == dates[3]


def test_every_word_must_be_there(store: Store, save: Save) -> None:
    save(KNIT, variant("choir", title="Choir"))
    assert ids(store, Query(words="knitting nights")) == ["knit"]
    assert ids(store, Query(words='"knit OR choir (')) == []


@pytest.mark.parametrize("word", ["drawing", "dibujo", "dessin"])
def test_a_word_of_another_language_finds_listings_that_say_it_in_english(store: Store, save: Save, word: str) -> None:
    save(
        variant("says", title="Monday night", description="Drawing from life."),
        variant("title", title="Drawing"),
        variant("other", title="Choir"),
    )
    assert ids(store, Query(words=word)) == ["title", "says"]


def test_sorting(store: Store, save: Save) -> None:
    save(
        variant("near, late", place=at(39.17, -86.53), occurrences=(on("2026-12-20T18:00:00-05:00"),)),
        variant("far, soon", place=at(39.3, -86.53), occurrences=(on("2026-11-22T18:00:00-05:00"),)),
        variant("middle, weekly", place=at(39.2, -86.53), cadence="FREQ=WEEKLY"),
        variant("standing", place=at(39.25, -86.53), occurrences=()),
    )
    assert ids(store, replace(HERE, sort="nearest")) == ["near, late", "middle, weekly", "standing", "far, soon"]
    assert ids(store, replace(HERE, sort="soonest")) == ["far, soon", "middle, weekly", "near, late", "standing"]
    assert ids(store, HERE) == ["middle, weekly", "near, late", "far, soon", "standing"]


def test_words_in_the_title_and_stated_tags_come_before(store: Store, save: Save) -> None:
    save(
        variant("a", title="Craft circle", description="knit"),
        variant("b", title="Knit"),
        variant("c", title="Craft circle", description="knit", tags=(tag("low-budget"),)),
        variant("d", title="Craft circle", description="knit", tags=(tag("low-budget", "likely"),)),
    )
    assert ids(store, Query(words="knitting")) == ["b", "a", "c", "d"]
    assert ids(store, Query(situations=("low-budget",))) == ["c", "d"]


def test_what_says_the_word_comes_before_what_is_only_tagged_so(store: Store, save: Save) -> None:
    fibre = Tag(facet="activity", tag="fiber-arts", level="stated", evidence="x")
    save(
        variant("sewing", title="Sewing", description="", tags=(fibre,)),
        variant("wool", title="Wool", description="We knit.", tags=(fibre,)),
        variant("knit", title="Knit", description="", tags=(fibre,)),
    )
    assert ids(store, Query(words="knitting")) == ["knit", "wool", "sewing"]


def test_a_place_known_only_to_some_kilometres_counts_as_that_far_away(store: Store, save: Save) -> None:
    vague = replace(at(39.1653, -86.5264), precision="city", radius_km=8.0)
    save(variant("a", place=vague), variant("b", place=at(39.2, -86.5264)))
    assert ids(store, HERE) == ["b", "a"]
    assert ids(store, replace(HERE, sort="nearest")) == ["a", "b"]


def turned(store: Store, query: Query) -> Iterator[Answer]:
    """Each page, from the first to the last."""
    yield (answer := search(store, query, NOW))
    while answer.later:
        yield (answer := search(store, replace(query, after=answer.later), NOW))


def test_pages_show_every_hit_once_and_can_be_turned_back(store: Store, save: Save) -> None:
    save(*(variant(f"g{i:02}") for i in range(23)))
    pages = list(turned(store, Query(per_page=10)))
    assert [[h.group.id for h in page.hits] for page in pages] == [
        [f"g{i:02}" for i in range(10)],
        [f"g{i:02}" for i in range(10, 20)],
        [f"g{i:02}" for i in range(20, 23)],
    ]
    assert [(page.total, page.first) for page in pages] == [(23, 1), (23, 11), (23, 21)]
    back = search(store, Query(per_page=10, before=pages[2].earlier), NOW)
    assert (back.hits, back.first, back.later is None) == (pages[1].hits, 11, False)
    assert search(store, Query(per_page=10, before=back.earlier), NOW).earlier is None


def test_pages_neither_repeat_nor_skip_while_groups_come_and_go(store: Store, save: Save) -> None:
    save(*(variant(f"g{i:02}", place=at(39.17 + i / 1000, -86.5264)) for i in range(9)))
    query = replace(HERE, sort="nearest", per_page=4)
    first = search(store, query, NOW)
    near = variant("new and near", place=at(39.1653, -86.5264))
    kept = [variant(f"g{i:02}", place=at(39.17 + i / 1000, -86.5264)) for i in range(9) if i not in {1, 6}]
    save(near, *kept)
    later = search(store, replace(query, after=first.later), NOW + timedelta(minutes=20))
    shown = [hit.group.id for hit in (*first.hits, *later.hits)]
    assert shown == ["g00", "g01", "g02", "g03", "g04", "g05", "g07", "g08"]


@pytest.mark.parametrize("cursor", ["x", "", "AAAA", "é", "A" * 55, "A" * 199])
def test_a_cursor_that_no_answer_gave_is_refused_or_passed_over(store: Store, save: Save, cursor: str) -> None:
    save(variant("g"))
    with suppress(InputError):
        assert search(store, Query(after=cursor), NOW).total == 1


def test_when_nothing_is_found_the_answer_says_what_to_let_go(store: Store, save: Save) -> None:
    save(
        variant("a", place=at(39.3, -86.5264), price=Price(status="free")),
        variant("b", place=at(39.3, -86.5264), price=Price(status="free")),
        variant("c", price=Price(status="paid", min=5.0)),
        variant("d", mode="online", price=Price(status="free")),
        variant("e", title="Choir", price=Price(status="free")),
    )
    query = replace(HERE, within_km=5.0, words="knit", free=True, mode="in-person")
    answer = search(store, query, NOW)
    assert (answer.total, answer.loosen) == (
        0,
        (
            Loosen(text="Within 25 km", changes={"within": "25", "units": "km"}, total=2),
            Loosen(text="Online groups too", changes={"mode": None}, total=1),
            Loosen(text="With other words", changes={"q": None}, total=1),
            Loosen(text="At any price", changes={"free": None, "max_price": None}, total=1),
        ),
    )


def test_what_is_let_go_leaves_the_words_as_they_are(store: Store, save: Save) -> None:
    save(variant("knit"), variant("choir", title="Choir"))
    assert search(store, Query(words="knit", cadences=("again",)), NOW).loosen == (
        Loosen(text="However often it meets", changes={"cadence": None}, total=1),
    )


def test_an_empty_store_has_nothing_to_offer(store: Store) -> None:
    answer = search(store, replace(HERE, free=True, words="knit"), NOW)
    assert (answer.total, answer.hits, answer.loosen) == (0, (), ())
