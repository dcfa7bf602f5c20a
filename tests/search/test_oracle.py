"""Random groups and queries, against an answer worked out in another, slower way."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import acos, cos, radians, sin
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from finder.geo import EARTH_RADIUS_KM
from finder.listing import Fact, Group, Occurrence, Place, Price, Source, SourceRef, Tag
from finder.search import search
from finder.search.closest import steps as smaller_wishes
from finder.search.days import days_of
from finder.search.loosen import changes
from finder.search.query import Loosen, Query
from finder.search.terms import CHOICES, FACETS
from finder.store import Store, open_store
from finder.taxonomy import facets

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OFFSET = timedelta(hours=-5)
TAGGED = ("pathway", "situation", "ages", "welcome", "format")
TEXTS = {"en": "Bring your needles and join us.", "es": "Ven con tus agujas y las lanas, el café es nuestro."}
CENTRES = [(0.0, 0.0), (90.0, 0.0), (-90.0, 0.0), (89.9, 120.0), (0.0, 180.0), (-17.0, -179.99), (39.17, -86.53)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("oracle")
    opened = open_store(folder / "finder.sqlite")
    opened.save_sources([Source(id="s", name="S", url="https://s.example/")])
    yield opened
    opened.close()


def moved(centre: tuple[float, float], north: float, east: float) -> tuple[float, float]:
    latitude = max(-90.0, min(90.0, centre[0] + north))
    return latitude, (centre[1] + east + 180) % 360 - 180


centres = st.sampled_from(CENTRES)
steps = st.floats(-2, 2) | st.sampled_from([0.0, 0.001, -0.001])
points = st.builds(moved, centres, steps, steps | st.floats(-180, 180))
halves = st.integers(-60, 24 * 2 * 9).map(lambda n: datetime(2026, 11, 21) + n * timedelta(minutes=30))  # noqa: DTZ001  the venue's clock


def zoned(local: datetime) -> str:
    return f"{local.isoformat()}-05:00"


timed = st.builds(
    lambda start, length, status: Occurrence(
        start=zoned(start), end=zoned(start + length * timedelta(minutes=30)), status=status
    ),
    halves,
    st.integers(1, 47),
    st.sampled_from([None, None, None, "scheduled", "cancelled"]),
)
whole_days = st.builds(
    lambda start, days: Occurrence(start=str(start.date()), end=str(start.date() + timedelta(days=days))),
    halves,
    st.integers(0, 9),
)
tags = st.builds(
    lambda at, level: Tag(facet=at[0], tag=at[1], level=level),
    st.sampled_from([(f, t) for f in TAGGED for t in list(facets()[f].tags)[:3]]),
    st.sampled_from(["stated", "likely", "no"]),
)
prices = st.builds(
    lambda status, low: Price(status=status, min=low if status == "paid" else None),
    st.sampled_from(["free", "donation", "paid", "unknown"]),
    st.sampled_from([None, 5.0, 20.0]),
)
facts = st.builds(
    lambda name, value, limit: Fact(
        topic="venue-access", name=name, value=value, limit=limit, evidence="x", field="title"
    ),
    st.sampled_from(["lift", "parking"]),
    st.sampled_from(["yes", "yes", "no"]),
    st.sampled_from([None, None, "partly", "on-request"]),
)
faces = st.sampled_from(["course", "one-off", "same-faces"]).map(
    lambda value: Fact(topic="social", name="faces", value=value, evidence="x", field="title")
)
places = st.builds(
    lambda p: Place(latitude=p[0], longitude=p[1], precision="venue", radius_km=0.1, matched="x", provider="t"), points
)
groups = st.builds(
    Group,
    title=st.sampled_from(["Knit", "Choir"]),
    place=st.none() | places,
    mode=st.sampled_from([None, "in-person", "online", "hybrid"]),
    creative=st.sampled_from([True, True, True, False, None]),
    participation=st.sampled_from([None, "join", "watch"]),
    timezone=st.sampled_from([None, "Etc/GMT+5"]),
    price=st.none() | prices,
    occurrences=st.lists(timed | whole_days, max_size=2).map(tuple),
    tags=st.lists(tags, max_size=4, unique_by=lambda t: (t.facet, t.tag)).map(tuple),
    facts=st.lists(facts | faces, max_size=3, unique_by=lambda fact: fact.name).map(tuple),
    source=st.sampled_from([None, "library", "makerspace", "a shop"]).map(lambda kind: SourceRef(kind=kind)),
    description=st.sampled_from([None, *TEXTS.values(), " ".join(TEXTS.values()), "Yarn."]),
    cadence=st.sampled_from([None, None, "FREQ=WEEKLY"]),
)
corpora = st.lists(groups, max_size=12).map(
    lambda found: [replace(g, id=f"g{i}", timezone="Etc/GMT+5") for i, g in enumerate(found)]
)


def some(values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.just(()) | st.lists(st.sampled_from(list(values)), min_size=1, max_size=2, unique=True).map(tuple)


filters = st.fixed_dictionaries(
    {},
    optional={
        "pathways": some(list(facets()["pathway"].tags)[:3]),
        "situations": some(list(facets()["situation"].tags)[:3]),
        "access": some(["lift", "parking"]),
        "ages": some(list(facets()["ages"].tags)[:3]),
        "beginners": st.booleans(),
        "stated_only": st.booleans(),
        "free": st.booleans(),
        "max_price": st.sampled_from([None, 10.0]),
        "days": some(CHOICES["day"]),
        "times": some([*CHOICES["time"], "18:30-20:00", "00:00-05:30"]),
        "formats": some(list(facets()["format"].tags)[:3]),
        "all_of": some(["pathway", "format"]),
        "any_of": some(["situation", "access"]),
        "without": some([t for f in ("pathway", "ages", "format") for t in list(facets()[f].tags)[:2]]),
        "hosts": some(["library", "makerspace"]),
        "languages": some(["en", "es"]),
        "cadences": some(CHOICES["cadence"]),
        "date_from": st.none() | st.dates(date(2026, 11, 15), date(2026, 11, 28)),
        "date_to": st.none() | st.dates(date(2026, 11, 18), date(2026, 12, 5)),
        "mode": st.sampled_from(CHOICES["mode"]),
        "participation": st.sampled_from([None, "join", "watch"]),
        "words": st.sampled_from([None, "knitting"]),
        "sort": st.sampled_from(CHOICES["sort"]),
    },
)
wheres = st.none() | st.tuples(points, st.sampled_from([0.5, 5.0, 25.0, 200.0]))


def angle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance by the spherical law of cosines."""
    (la, lo), (ma, mo) = ((radians(x), radians(y)) for x, y in (a, b))
    return EARTH_RADIUS_KM * acos(max(-1.0, min(1.0, sin(la) * sin(ma) + cos(la) * cos(ma) * cos(lo - mo))))


def minutes(occurrence: Occurrence) -> Iterator[tuple[date, float | None]]:
    """Each half hour of it by the venue's clock, as day and hour (18.5 is half past six); a whole day says no hour."""
    if len(occurrence.start) == 10:
        first, last = date.fromisoformat(occurrence.start), date.fromisoformat(occurrence.end or occurrence.start)
        yield from ((first + timedelta(days=n), None) for n in range((last - first).days + 1))
        return
    at, end = (datetime.fromisoformat(text).replace(tzinfo=None) for text in (occurrence.start, occurrence.end or ""))
    while at < end:
        yield at.date(), at.hour + at.minute / 60
        at += timedelta(minutes=30)


def is_ahead(occurrence: Occurrence) -> bool:
    local_now = (NOW + OFFSET).replace(tzinfo=None)
    if len(occurrence.start) == 10:
        return date.fromisoformat(occurrence.end or occurrence.start) >= local_now.date()
    return occurrence.status != "cancelled" and datetime.fromisoformat(occurrence.end or "") >= NOW


def is_at(hour: float, times: tuple[str, ...]) -> bool:
    part = "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 17 else "evening" if hour >= 17 else None
    clock = f"{int(hour):02}:{int(hour % 1 * 60):02}"
    return part in times or any(t[:5] <= clock < t[6:] for t in times if ":" in t)


def when_verdicts(group: Group, query: Query) -> dict[str, bool | None]:
    wants_day, wants_when = bool(query.days), bool(query.date_from or query.date_to)
    if not group.occurrences:
        return {
            name: None for name, asked in (("day", wants_day), ("when", wants_when), ("time", query.times)) if asked
        }
    today = (NOW + OFFSET).date()
    good = [
        (day, hour)
        for o in group.occurrences
        if is_ahead(o)
        for day, hour in minutes(o)
        if day >= today
        and (not query.days or CHOICES["day"][day.weekday()] in query.days)
        and (query.date_from or day) <= day <= (query.date_to or day)
    ]
    said: dict[str, bool | None] = {}
    if wants_day or wants_when:
        said["day"] = bool(good)
    if query.times:
        said["time"] = (
            True
            if any(hour is not None and is_at(hour, query.times) for _, hour in good)
            else None
            if any(hour is None for _, hour in good)
            else False
        )
    return said


def tag_verdicts(group: Group, query: Query) -> dict[str, bool | None]:
    level = {(t.facet, t.tag): t.level for t in group.tags}
    enough = {"stated"} if query.stated_only else {"stated", "likely"}
    said: dict[str, bool | None] = {}
    wanted = [("situation", s, s) for s in query.situations]
    wanted += [("welcome", "beginners", "beginners")] if query.beginners else []
    for facet, tag, name in wanted:
        given = level.get((facet, tag))
        said[name] = True if given in enough else False if given == "no" else None
    if query.situations and "situation" in query.any_of:
        said["situation"] = any_of([said.pop(name) for name in query.situations])
    for facet, asked in (
        ("pathway", query.pathways),
        ("format", query.formats),
        ("ages", (*query.ages, "all-ages") if query.ages else ()),
    ):
        each = [has_tag(level, facet, tag, enough) for tag in asked]
        if asked:
            said[facet] = all_of(each) if facet in query.all_of else any_of(each)
    if query.without:
        facet_of = {tag: facet for facet in ("pathway", "ages", "format") for tag in facets()[facet].tags}
        each = [has_tag(level, facet_of[tag], tag, {"stated", "likely"}) for tag in query.without]
        said["without"] = all_of([None if one is None else not one for one in each])
    return said


def has_tag(level: Mapping[tuple[str, str], str], facet: str, tag: str, enough: set[str]) -> bool | None:
    has = {t for (f, t), given in level.items() if f == facet and given != "no"}
    return (True if level[facet, tag] in enough else None) if tag in has else False if has else None


def any_of(said: list[bool | None]) -> bool | None:
    return True if True in said else None if None in said else False


def all_of(said: list[bool | None]) -> bool | None:
    return False if False in said else None if None in said else True


def access_verdicts(group: Group, query: Query) -> dict[str, bool | None]:
    access = {fact.name: fact for fact in group.facts}
    said = {
        name: None if name not in access or access[name].limit == "partly" else access[name].value == "yes"
        for name in query.access
    }
    return {"access": any_of(list(said.values()))} if said and "access" in query.any_of else said


def other_verdicts(group: Group, query: Query) -> dict[str, bool | None]:
    said: dict[str, bool | None] = access_verdicts(group, query)
    kind = group.source.kind if group.source and group.source.kind != "a shop" else None
    if query.hosts:
        said["host"] = None if kind is None else kind in query.hosts
    if query.languages:
        spoken = {name for name, text in TEXTS.items() if text in (group.description or "")}
        said["language"] = bool(spoken & set(query.languages)) if spoken else None
    if query.free or query.max_price is not None:
        said["price"] = price_verdict(group, query)
    if query.participation:
        said["join"] = group.participation and group.participation == query.participation
    if query.cadences:
        said["cadence"] = any_of([cadence_verdict(group, name) for name in query.cadences])
    if query.mode == "in-person":
        said["mode"] = group.mode in {"in-person", "hybrid"} if group.mode else (True if group.place else None)
    if query.mode == "online":
        said["mode"] = group.mode in {"online", "hybrid"} if group.mode else None
    return said


def price_verdict(group: Group, query: Query) -> bool | None:
    low = group.price.min if group.price else None
    known: dict[str, bool | None] = {"free": True, "donation": True, "unknown": None}
    paid = False if query.free else None if low is None else low <= (query.max_price or 0)
    return known.get(group.price.status if group.price else "unknown", paid)


def cadence_verdict(group: Group, name: str) -> bool | None:
    faces = next((fact.value for fact in group.facts if fact.name == "faces"), None)
    again = bool(group.cadence) or len({o.start for o in group.occurrences if is_ahead(o)}) > 1
    once = faces == "one-off" or (bool(group.occurrences) and not again and faces != "course")
    if name == "course":
        return True if faces == "course" else False if once else None
    if name == "one-off":
        return True if once else False if again or faces == "course" else None
    return again and faces != "one-off" if again or group.occurrences or faces == "one-off" else None


def near(group: Group, query: Query) -> float | None:
    if query.latitude is None or query.longitude is None or not group.place or group.mode == "online":
        return None
    km = angle_km((query.latitude, query.longitude), (group.place.latitude, group.place.longitude))
    # The law of cosines is good to about a metre: what lies that close to the edge decides nothing.
    assume(abs(km - query.within_km) > 0.002)
    return km if km <= query.within_km else None


def expected(corpus: list[Group], query: Query) -> tuple[set[str | None], Counter[str]]:
    found: set[str | None] = set()
    silent: Counter[str] = Counter()
    for group in corpus:
        if group.creative is not True or (group.occurrences and not any(map(is_ahead, group.occurrences))):
            continue
        if query.words and group.title != "Knit":
            continue
        is_online = query.mode != "in-person" and group.mode in {"online", "hybrid"}
        if query.latitude is not None and near(group, query) is None and not is_online:
            continue
        said = when_verdicts(group, query) | tag_verdicts(group, query) | other_verdicts(group, query)
        if False in said.values():
            continue
        nothing = [name for name, verdict in said.items() if verdict is None]
        silent.update(nothing)
        if not nothing:
            found.add(group.id)
    return found, silent


@given(corpora, filters, wheres)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_search_finds_what_the_oracle_finds(
    store: Store, corpus: list[Group], asked: dict[str, Any], where: tuple[tuple[float, float], float] | None
) -> None:
    query = Query(**asked, per_page=100)
    if where:
        query = replace(query, latitude=where[0][0], longitude=where[0][1], within_km=where[1])
    found, silent = expected(corpus, query)
    store.save_groups("s", corpus)
    answer = search(store, query, NOW)
    assert {hit.group.id for hit in answer.hits} == found
    assert answer.total == len(found)
    assert answer.set_aside == dict(silent)
    for hit in answer.hits:
        km = near(hit.group, query)
        assert (hit.distance_km is None) == (km is None)
        assert km is None or hit.distance_km == pytest.approx(km, abs=0.002)


class Crowd:
    """Eight thousand groups that lie in one tile, and a store that holds them; hypothesis prints it short."""

    def __init__(self, store: Store) -> None:
        rng = Random(8)
        self.groups = [crowded(number, rng) for number in range(8000)]
        self.store = store


def crowded(number: int, rng: Random) -> Group:
    first = datetime(2026, 11, 19)  # noqa: DTZ001  the venue's clock
    dates = [first + rng.randrange(24 * 2 * 9) * timedelta(minutes=30) for _ in range(rng.randrange(3))]
    where = Place(
        latitude=39.001 + 0.198 * rng.random(),
        longitude=-86.799 + 0.348 * rng.random(),
        precision="venue",
        radius_km=0.1,
        matched="x",
        provider="t",
    )
    held = {(facet, rng.choice(list(facets()[facet].tags)[:3])) for facet in rng.sample(TAGGED, 3)}
    return Group(
        id=f"g{number}",
        title=rng.choice(["Knit", "Choir"]),
        place=where,
        mode=rng.choice([None, "in-person", "hybrid"]),
        creative=True,
        timezone="Etc/GMT+5",
        price=rng.choice([None, Price(status="free"), Price(status="paid", min=5.0), Price(status="paid", min=20.0)]),
        occurrences=tuple(Occurrence(start=zoned(at), end=zoned(at + timedelta(hours=2))) for at in dates),
        tags=tuple(Tag(facet=f, tag=t, level=rng.choice(["stated", "likely", "no"])) for f, t in sorted(held)),
    )


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    with closing(open_store(tmp_path_factory.mktemp("crowd") / "finder.sqlite")) as opened:
        crowd = Crowd(opened)
        opened.save_sources([Source(id="s", name="S", url="https://s.example/")])
        opened.save_groups("s", crowd.groups)
        yield crowd


@given(filters, st.sampled_from([(39.1, -86.6), (39.01, -86.79)]), st.sampled_from([0.5, 2.0, 200.0]))
@settings(
    max_examples=8,
    deadline=None,
    # To shrink is to ask for thousands of answers about thousands of groups.
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_in_a_tile_of_eight_thousand_groups_search_finds_what_the_oracle_finds(
    crowd: Crowd, asked: dict[str, Any], point: tuple[float, float], within: float
) -> None:
    query = Query(**asked, per_page=100, latitude=point[0], longitude=point[1], within_km=within)
    found, silent = expected(crowd.groups, query)
    answer = search(crowd.store, query, NOW)
    ids = {hit.group.id for hit in answer.hits}
    assert (answer.total, answer.set_aside) == (len(found), dict(silent))
    assert ids <= found
    assert len(ids) == min(100, len(found))


@given(corpora, filters, wheres, st.integers(1, 4))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_put_together_are_the_whole_in_the_same_order(
    store: Store,
    corpus: list[Group],
    asked: dict[str, Any],
    where: tuple[tuple[float, float], float] | None,
    per_page: int,
) -> None:
    query = Query(**asked)
    if where:
        query = replace(query, latitude=where[0][0], longitude=where[0][1], within_km=where[1])
    store.save_groups("s", corpus)
    whole = search(store, replace(query, per_page=100), NOW)
    pages = [search(store, replace(query, per_page=per_page), NOW)]
    while pages[-1].later:
        pages.append(search(store, replace(query, per_page=per_page, after=pages[-1].later), NOW))
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    for one, next_one in pairwise(pages):
        assert search(store, replace(query, per_page=per_page, before=next_one.earlier), NOW).hits == one.hits


@given(corpora, filters, wheres)
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_let_go_finds_as_many_as_promised_and_the_closest_are_hits_of_their_query(
    store: Store, corpus: list[Group], asked: dict[str, Any], where: tuple[tuple[float, float], float] | None
) -> None:
    query = Query(**asked)
    if where:
        query = replace(query, latitude=where[0][0], longitude=where[0][1], within_km=where[1])
    store.save_groups("s", corpus)
    answer = search(store, query, NOW, with_closest=True)
    for hint in answer.loosen:
        assert search(store, loosened(query, hint.changes), NOW).total == hint.total
    if answer.closest:
        whole = search(store, answer.closest.query, NOW)
        assert (answer.closest.hits, answer.closest.total) == (whole.hits[:5], whole.total)


@given(corpora, filters, wheres, some(["day", "time", "price", "pathway"]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hints_are_what_searches_find_that_are_made_one_by_one(
    store: Store,
    corpus: list[Group],
    asked: dict[str, Any],
    where: tuple[tuple[float, float], float] | None,
    silent: tuple[str, ...],
) -> None:
    query = Query(**asked, silent=silent)
    if where:
        query = replace(query, latitude=where[0][0], longitude=where[0][1], within_km=where[1])
    store.save_groups("s", corpus)
    answer = search(store, query, NOW, with_closest=True)
    if answer.total == 0:
        assert list(answer.loosen) == single_changes(store, query)
        assert closest_query(store, query) == (answer.closest and answer.closest.query)
    if answer.total == answer.elsewhere and where and query.mode != "online":
        assert (answer.nearest_km or math.inf) >= nearest_km(store, query)
        if not query.words:
            assert answer.nearest_km == (nearest_km(store, query) if nearest_km(store, query) < math.inf else None)


def single_changes(store: Store, query: Query) -> list[Loosen]:
    found: dict[str, Loosen] = {}
    for change in changes(query):
        total = search(store, change.query, NOW, with_hints=False).total
        if total and change.kind not in found:
            found[change.kind] = Loosen(text=change.text, changes=change.args, total=total)
    return sorted(found.values(), key=lambda hint: -hint.total)[:5]


def closest_query(store: Store, query: Query) -> Query | None:
    for step in smaller_wishes(query):
        found = search(store, step.query, NOW, with_hints=False)
        wish = replace(step.query, silent=(*query.silent, *found.set_aside))
        if found.total:
            return step.query
        if found.set_aside and search(store, wish, NOW, with_hints=False).total:
            return wish
    return None


def nearest_km(store: Store, query: Query) -> float:
    everywhere = replace(query, within_km=20_100.0, mode="in-person", sort="nearest", per_page=1)
    hits = search(store, everywhere, NOW, with_hints=False).hits
    return min((hit.distance_km for hit in hits if hit.distance_km is not None), default=math.inf)


CHOSEN: dict[str, Any] = {
    "day": lambda choice: {"days": (choice,)},
    "time": lambda choice: {"times": (choice,)},
    "when": lambda choice: dict(zip(("date_from", "date_to"), days_of(choice, NOW.date()), strict=True)),
    "free": lambda _choice: {"free": True},
    "host": lambda choice: {"hosts": (choice,)},
    "language": lambda choice: {"languages": (choice,)},
    "cadence": lambda choice: {"cadences": (choice,)},
    "join": lambda choice: {"participation": choice},
    "pathway": lambda choice: {"pathways": (choice,)},
    "format": lambda choice: {"formats": (choice,)},
}
lasting = st.builds(
    lambda start, days, hours: Occurrence(start=zoned(start), end=zoned(start + timedelta(days=days, hours=hours))),
    halves,
    st.integers(0, 40),
    st.integers(1, 24),
)


@given(corpora, st.lists(st.lists(lasting | timed | whole_days, max_size=2), max_size=6), filters, wheres, st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_choice_finds_as_many_as_its_count_says(
    store: Store,
    corpus: list[Group],
    dates: list[list[Occurrence]],
    asked: dict[str, Any],
    where: tuple[tuple[float, float], float] | None,
    data: st.DataObject,
) -> None:
    corpus = [
        replace(group, occurrences=tuple(dates[place])) if place < len(dates) else group
        for place, group in enumerate(corpus)
    ]
    silent = data.draw(some(["day", "when", "time", "price"]))
    query = Query(**asked, today=NOW.date(), silent=silent)
    if where:
        query = replace(query, latitude=where[0][0], longitude=where[0][1], within_km=where[1])
    store.save_groups("s", corpus)
    counts = search(store, query, NOW, with_counts=True).counts
    name = data.draw(st.sampled_from(sorted(CHOSEN)))
    found = {choice: search(store, replace(query, **CHOSEN[name](choice)), NOW).total for choice in counts[name]}
    assert counts[name] == found


def loosened(query: Query, changes: dict[str, str | None]) -> Query:
    fields = {
        **FACETS,
        "q": "words",
        "stated": "stated_only",
        "day": "days",
        "time": "times",
        "from": "date_from",
        "to": "date_to",
        "join": "participation",
        "cadence": "cadences",
        "host": "hosts",
        "language": "languages",
        "all": "all_of",
    }
    usual = Query()
    for name, value in changes.items():
        if name == "within":
            query = replace(query, within_km=float(value or 0))
        elif name != "units":
            field = fields.get(name, name)
            query = replace(query, **{field: getattr(usual, field)})
    return query


def test_words_of_a_hybrid_group_are_found_by_those_who_want_to_go_there(store: Store) -> None:
    place = Place(latitude=39.17, longitude=-86.53, precision="venue", radius_km=0.1, matched="x", provider="t")
    store.save_groups("s", [Group(id="g", title="Wool", creative=True, mode="hybrid", place=place)])
    query = Query(words="wool", mode="in-person", latitude=39.17, longitude=-86.53, within_km=5.0)
    assert [hit.group.id for hit in search(store, query, NOW).hits] == ["g"]
