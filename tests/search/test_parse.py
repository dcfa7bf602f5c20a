from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from finder.errors import InputError, PlaceNotFound
from finder.listing import Place
from finder.search import parse, to_args
from finder.search.parse import Finds
from finder.search.query import Query
from finder.search.terms import CHOICES, FACETS, choices
from finder.taxonomy import facets

SATURDAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BLOOMINGTON = Place(
    latitude=39.1653,
    longitude=-86.5264,
    precision="city",
    radius_km=8.0,
    matched="Bloomington, Indiana, US",
    provider="test",
    city="Bloomington",
    region="IN",
    country="US",
    timezone="America/Indiana/Indianapolis",
)
PLACES = {
    "bloomington": BLOOMINGTON,
    "47401": Place(
        latitude=39.1,
        longitude=-86.5,
        precision="postal-code",
        radius_km=5.0,
        matched="47401",
        provider="test",
        country="US",
    ),
    "auckland": Place(
        latitude=-36.85,
        longitude=174.76,
        precision="city",
        radius_km=20.0,
        matched="Auckland",
        provider="test",
        country="NZ",
        timezone="Pacific/Auckland",
    ),
}


class ThreePlaces:
    def find(self, text: str) -> Place:
        try:
            return PLACES[text.casefold()]
        except KeyError:
            raise PlaceNotFound(text, ("Bloomington, IN",)) from None


@pytest.fixture
def places() -> Finds:
    return ThreePlaces()


def test_every_parameter_has_its_field(places: Finds) -> None:
    args = {
        "near": ["  Bloomington "],
        "within": ["10"],
        "q": ["wool  circle"],
        "pathway": ["crafts", "writing"],
        "activity": ["fiber-arts"],
        "format": ["group"],
        "situation": ["low-budget", "introvert-friendly"],
        "stated": ["1"],
        "beginners": ["on"],
        "ages": ["adults"],
        "together": ["friends"],
        "purpose": ["share-your-work"],
        "free": ["1"],
        "max_price": ["$12,50"],
        "day": ["we", "tu"],
        "time": ["evening"],
        "when": ["this-weekend"],
        "mode": ["in-person"],
        "join": ["join"],
        "cadence": ["again"],
        "sort": ["soonest"],
        "after": ["abc"],
        "per_page": ["5"],
    }
    assert parse(args, places, NOON) == Query(
        today=SATURDAY,
        near="Bloomington",
        place_label="Bloomington, IN",
        latitude=39.1653,
        longitude=-86.5264,
        within_km=10 * 1.609344,
        units="mi",
        words="wool circle",
        pathways=("writing", "crafts"),
        activities=("fiber-arts",),
        formats=("group",),
        situations=("introvert-friendly", "low-budget"),
        stated_only=True,
        beginners=True,
        ages=("adults",),
        together=("friends",),
        purposes=("share-your-work",),
        free=True,
        max_price=12.5,
        days=("tu", "we"),
        times=("evening",),
        when="this-weekend",
        date_from=SATURDAY,
        date_to=date(2026, 11, 22),
        mode="in-person",
        participation="join",
        cadences=("again",),
        sort="soonest",
        after="abc",
        per_page=5,
    )


def test_blank_and_unknown_parameters_ask_for_nothing(places: Finds) -> None:
    args = {"near": [" "], "q": [""], "join": ["any"], "utm_source": ["x"], "within": [], "free": ["0"]}
    assert parse(args, places, NOON) == Query(today=SATURDAY)


@pytest.mark.parametrize(
    ("args", "km", "units"),
    [
        ({"near": ["bloomington"]}, 15 * 1.609344, "mi"),
        ({"near": ["auckland"]}, 25.0, "km"),
        ({"near": ["auckland"], "within": ["2"], "units": ["mi"]}, 2 * 1.609344, "mi"),
        ({"near": ["bloomington"], "within": ["2"], "units": ["km"]}, 2.0, "km"),
        ({"lat": ["1"], "lon": ["2"]}, 25.0, "km"),
    ],
)
def test_distance_is_in_the_units_of_the_place_unless_they_are_given(
    places: Finds, args: dict[str, list[str]], km: float, units: str
) -> None:
    query = parse(args, places, NOON)
    assert (query.within_km, query.units) == (km, units)


def test_a_place_by_name_wins_over_a_point(places: Finds) -> None:
    query = parse({"near": ["47401"], "lat": ["1"], "lon": ["2"]}, places, NOON)
    assert (query.near, query.place_label, query.latitude, query.longitude) == ("47401", "47401", 39.1, -86.5)


def test_a_point_is_read_to_a_tenth_of_a_metre(places: Finds) -> None:
    query = parse({"lat": ["39.16532345678912"], "lon": ["-1e-7"]}, places, NOON)
    assert (query.near, query.latitude, query.longitude) == (None, 39.165323, 0.0)


def test_an_unknown_place_brings_suggestions(places: Finds) -> None:
    with pytest.raises(PlaceNotFound) as error:
        parse({"near": ["Blomington"]}, places, NOON)
    assert error.value.suggestions == ("Bloomington, IN",)


@pytest.mark.parametrize(
    ("when", "today", "start", "end"),
    [
        ("today", "2026-11-21", "2026-11-21", "2026-11-21"),
        ("tomorrow", "2026-11-21", "2026-11-22", "2026-11-22"),
        ("this-week", "2026-11-18", "2026-11-18", "2026-11-22"),
        ("this-weekend", "2026-11-18", "2026-11-21", "2026-11-22"),
        ("this-weekend", "2026-11-21", "2026-11-21", "2026-11-22"),
        ("this-weekend", "2026-11-22", "2026-11-22", "2026-11-22"),
        ("next-14-days", "2026-11-21", "2026-11-21", "2026-12-04"),
        ("next-30-days", "2026-11-21", "2026-11-21", "2026-12-20"),
    ],
)
def test_days_by_name(places: Finds, when: str, today: str, start: str, end: str) -> None:
    query = parse({"when": [when]}, places, datetime.fromisoformat(f"{today}T12:00Z"))
    assert (query.date_from, query.date_to) == (date.fromisoformat(start), date.fromisoformat(end))


def test_dates_win_over_days_by_name(places: Finds) -> None:
    query = parse({"when": ["today"], "from": ["2026-12-01"]}, places, NOON)
    assert (query.when, query.date_from, query.date_to) == (None, date(2026, 12, 1), None)


def test_a_tag_finds_its_facet(places: Finds) -> None:
    query = parse({"tag": ["music", "fiber-arts", "drop-in", "beginners", "teens", "couples"]}, places, NOON)
    assert query == Query(
        today=SATURDAY,
        pathways=("music",),
        activities=("fiber-arts",),
        formats=("drop-in",),
        beginners=True,
        ages=("teens",),
        together=("couples",),
    )


def test_every_tag_of_the_vocabulary_can_be_asked_for_and_belongs_to_one_facet(places: Finds) -> None:
    tags = [tag for facet in facets().values() for tag in facet.tags]
    assert len(tags) == len(set(tags))
    for tag in tags:
        assert parse({"tag": [tag]}, places, NOON) != Query()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"within": ["far"]}, "within must be a number from 0.1 to 2000, not “far”."),
        ({"within": ["0"]}, "within must be a number from 0.1 to 2000, not “0”."),
        ({"within": ["nan"]}, "within must be a number from 0.1 to 2000, not “nan”."),
        ({"max_price": ["-1"]}, "max_price must be a number from 0 to 100000, not “-1”."),
        ({"lat": ["91"], "lon": ["0"]}, "lat must be a number from -90 to 90, not “91”."),
        ({"lat": ["1"]}, "lat and lon go together: one of them is missing."),
        ({"day": ["tu", "someday"]}, "day can be mo, tu, we, th, fr, sa or su; “someday” is none of them."),
        ({"mode": ["tele"]}, "mode can be any, in-person or online; “tele” is none of them."),
        ({"free": ["maybe"]}, "free is 1 for yes or 0 for no, not “maybe”."),
        ({"per_page": ["1.5"]}, "per_page must be a whole number, not 1.5."),
        ({"from": ["next week"]}, "from must be a day written as 2026-11-21, not “next week”."),
        ({"to": ["2026-02-30"]}, "to must be a day written as 2026-11-21, not “2026-02-30”."),
        (
            {"from": ["2026-12-02"], "to": ["2026-12-01"]},
            "The last day, 2026-12-01, lies before the first, 2026-12-02.",
        ),
        ({"tag": ["knitting"]}, "tag: the vocabulary has no “knitting”."),
        ({"q": ["x" * 201]}, "q: at most 200 characters can be read, not 201."),
        ({"q": ["a\0b"]}, "q: there is a character in it that cannot be read."),
        ({"near": ["\udcff"]}, "near: there is a character in it that cannot be read."),
        ({"sort": ["y" * 60]}, f"sort can be best, nearest or soonest; “{'y' * 39}…” is none of them."),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(places: Finds, args: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(InputError) as error:
        parse(args, places, NOON)
    assert str(error.value) == sentence


def test_today_is_the_day_at_the_place_asked_for(places: Finds) -> None:
    night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    early = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert parse({"near": ["auckland"]}, places, night).today == date(2026, 11, 22)
    assert parse({"near": ["bloomington"], "when": ["today"]}, places, early).date_to == date(2026, 11, 20)
    assert parse({"lat": ["35"], "lon": ["139"]}, places, night).today == date(2026, 11, 22)
    assert parse({}, places, night).today == SATURDAY


words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=10)
one = {
    "within": st.decimals(1, 2000, places=2).map(str),
    "max_price": st.decimals(0, 999, places=3).map(str),
    "lat": st.floats(-90, 90).map(str),
    "lon": st.floats(-180, 180).map(str),
    "near": st.sampled_from(["bloomington", "47401", "auckland"]),
    "q": st.lists(words, min_size=1, max_size=3).map(" ".join),
    "from": st.dates(date(2026, 1, 1), date(2026, 6, 1)).map(str),
    "to": st.dates(date(2026, 6, 1), date(2026, 12, 1)).map(str),
    "page": st.integers(1, 99).map(str),
    "per_page": st.integers(1, 99).map(str),
    **{name: st.just("1") for name in ("stated", "beginners", "free")},
    **{name: st.sampled_from(values) for name, values in CHOICES.items()},
}
several = {name: st.lists(st.sampled_from(choices(name)), max_size=4) for name in [*FACETS, "day", "time"]}
asked = st.fixed_dictionaries(
    {}, optional={**{name: value.map(lambda v: [v]) for name, value in one.items()}, **several}
)


@given(asked)
@example({"q": ["0 this week"], "when": ["today"], "from": ["2026-01-01"]})
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_query_is_made_again_from_its_parameters(places: Finds, args: dict[str, list[str]]) -> None:
    if ("lat" in args) != ("lon" in args) and "near" not in args:
        args = {name: values for name, values in args.items() if name not in {"lat", "lon"}}
    query = parse(args, places, NOON)
    assert parse(to_args(query), places, NOON) == query


@given(st.dictionaries(st.sampled_from([*one, *several, "tag", "x"]), st.lists(st.text(max_size=12), max_size=3)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_ends_in_a_query_or_a_sentence(places: Finds, args: dict[str, list[str]]) -> None:
    with suppress(InputError, PlaceNotFound):
        parse(args, places, NOON)
