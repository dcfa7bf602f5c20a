from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from finder.listing import Group, Occurrence, Place, Price, Tag
from finder.search import hints, search
from finder.search.closest import steps
from finder.search.match import Found, match
from finder.search.query import Closest, Query
from finder.search.reading import Reading
from finder.store import Store
from finder.tiles import Packed, Span

NOW = datetime(2026, 11, 21, 17, tzinfo=UTC)
HERE = Query(latitude=39.1653, longitude=-86.5264, within_km=10.0, mode="in-person")
QUIET = Tag(facet="situation", tag="introvert-friendly", level="stated", evidence="no need to talk")
LOUD = Tag(facet="situation", tag="introvert-friendly", level="no", evidence="bring your loudest voice")
DRAWING = Tag(facet="activity", tag="sketch-group", level="stated", evidence="drawing")


def group(key: str, *tags: Tag, latitude: float = 39.1653, **other: object) -> Group:
    place = Place(
        latitude=latitude, longitude=-86.5264, precision="venue", radius_km=0.1, matched="x", provider="t", city="x"
    )
    tuesday = Occurrence(start="2026-11-24T18:00:00-05:00", end="2026-11-24T20:00:00-05:00")
    made = Group(id=key, title=key, creative=True, mode="in-person", place=place, occurrences=(tuesday,), tags=tags)
    return replace(made, timezone="America/New_York", **other)


def closest(store: Store, query: Query) -> tuple[list[str], list[dict[str, str | None]]] | None:
    answer = search(store, query, NOW, with_closest=True)
    assert answer.total == 0
    found = answer.closest
    return ([hit.group.id or "" for hit in found.hits], list(found.let_go)) if found else None


def test_those_that_are_only_silent_come_closest(store: Store) -> None:
    store.save_groups("s", [group("silent", DRAWING), group("loud", DRAWING, LOUD)])
    asked = replace(HERE, words="drawing", situations=("introvert-friendly",))
    assert closest(store, asked) == (["silent"], [])


def test_a_bus_is_let_go_of_before_what_is_made(store: Store) -> None:
    store.save_groups("s", [group("sketchers", DRAWING, QUIET), group("choir", QUIET)])
    asked = replace(HERE, words="drawing bus 4", situations=("introvert-friendly",))
    assert closest(store, asked) == (["sketchers"], [{"q": "drawing"}])


def test_words_that_say_nothing_of_what_is_made_are_let_go_of_where_that_was_chosen(store: Store) -> None:
    art = Tag(facet="pathway", tag="visual-arts", level="stated", evidence="drawing")
    store.save_groups("s", [group("sketchers", DRAWING, art), group("choir")])
    assert closest(store, replace(HERE, words="school", pathways=("visual-arts",))) == (["sketchers"], [{"q": None}])
    assert closest(store, replace(HERE, words="school")) is None


def test_what_people_need_is_never_let_go_of(store: Store) -> None:
    store.save_groups("s", [group("loud", DRAWING, LOUD), group("dear", DRAWING, price=Price(status="paid", min=90.0))])
    asked = replace(HERE, words="drawing", situations=("introvert-friendly",), free=True)
    assert closest(store, asked) is None


def test_the_last_word_for_what_to_do_is_never_let_go_of(store: Store) -> None:
    store.save_groups("s", [group("choir")])
    assert closest(store, replace(HERE, words="zither")) is None


def test_of_two_activities_one_is_better_than_none(store: Store) -> None:
    store.save_groups("s", [group("sketchers", DRAWING)])
    assert closest(store, replace(HERE, words="pottery drawing")) == (["sketchers"], [{"q": "drawing"}])


def test_several_things_are_let_go_of_where_one_is_not_enough(store: Store) -> None:
    store.save_groups("s", [group("sketchers", DRAWING, latitude=39.5)])
    asked = replace(HERE, words="drawing bus 4", times=("morning",))
    assert closest(store, asked) == (
        ["sketchers"],
        [{"q": "drawing"}, {"time": None}, {"within": "50", "units": "km"}],
    )


def test_the_closest_are_those_of_the_query_told_with_them(store: Store) -> None:
    store.save_groups("s", [group(f"sketchers {n}", DRAWING) for n in range(9)])
    asked = replace(HERE, words="drawing bus 4", per_page=7)
    answer = search(store, asked, NOW, with_closest=True)
    query = replace(asked, words="drawing")
    hits = search(store, query, NOW).hits[:5]
    assert answer.closest == Closest(query=query, let_go=({"q": "drawing"},), hits=hits, total=9)


def test_nothing_is_close_in_an_empty_store(store: Store) -> None:
    assert closest(store, replace(HERE, words="drawing", free=True)) is None


def test_what_comes_closest_is_told_to_those_alone_who_show_it(store: Store) -> None:
    store.save_groups("s", [group("sketchers", DRAWING)])
    asked = replace(HERE, words="drawing bus 4")
    told = search(store, asked, NOW)
    assert (told.closest, bool(told.loosen)) == (None, True)
    assert search(store, asked, NOW, with_hints=False, with_closest=True).closest is None


def test_the_smaller_wish_comes_first() -> None:
    query = replace(HERE, words="drawing bus 4", days=("tu",))
    assert [tuple(step.let_go) for step in steps(query)][:4] == [(), ("q",), ("day",), ("within",)]


def test_each_smaller_wish_is_reckoned_once_and_each_rectangle_read_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save_groups("s", [group("sketchers", DRAWING, latitude=39.5)])
    wishes, read, packed = Counter[Query](), Counter[tuple[Span, ...]](), store.packed

    def counted_match(reading: Reading, query: Query, *, is_one_of_many: bool) -> Found:
        wishes[query] += 1
        return match(reading, query, is_one_of_many=is_one_of_many)

    def counted_packed(spans: Iterable[Span], *, with_access: bool = False) -> Packed:
        read[tuple(spans)] += 1
        return packed(spans, with_access=with_access)

    monkeypatch.setattr(hints, "match", counted_match)
    monkeypatch.setattr(store, "packed", counted_packed)
    found = search(store, replace(HERE, words="drawing bus 4", times=("morning",)), NOW, with_closest=True)
    assert (found.total, bool(found.nearest_km), bool(found.closest)) == (0, False, True)
    assert (set(wishes.values()), set(read.values())) == ({1}, {1})
