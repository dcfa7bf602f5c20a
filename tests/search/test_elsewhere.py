from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from bloomington import DRAWING, KNITTERS, Places, filled, tuesdays

from finder.listing import Group
from finder.search import hints, parse, search
from finder.search.query import Answer
from finder.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path)
    online = Group(id="far", title="Haiku by Video", mode="online", creative=True, occurrences=tuesdays(1))
    opened.save_groups("elm", [KNITTERS, DRAWING, online])
    yield opened
    opened.close()


def answer(store: Store, now: datetime, **args: str) -> Answer:
    given = {name: [value] for name, value in args.items()}
    return search(store, parse(given, Places(), now), now)


def test_groups_that_are_only_online_are_counted_apart(store: Store, now: datetime) -> None:
    near = answer(store, now, near="Bloomington")
    assert (near.total, near.elsewhere, near.nearest_km) == (4, 1, None)


def test_the_nearest_is_told_where_none_is_within_the_distance(store: Store, now: datetime) -> None:
    far = answer(store, now, near="Bloomington, IL")
    assert (far.total, far.elsewhere, round(far.nearest_km or 0)) == (1, 1, 256)
    assert answer(store, now, near="Bloomington, IL", mode="online").nearest_km is None


def test_the_nearest_is_looked_for_in_reach_of_a_search(store: Store, now: datetime, monkeypatch: Any) -> None:
    online = Group(id="far", title="Haiku by Video", mode="online", creative=True, occurrences=tuesdays(1))
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, title="Knitting"), online])
    assert round(answer(store, now, near="Bloomington, IL", q="knitting").nearest_km or 0) == 256
    assert answer(store, now, lat="40", lon="-100", q="knitting").nearest_km is None
    monkeypatch.setattr(hints, "_MOST_LOOKED_AT", -1)
    assert answer(store, now, near="Bloomington, IL").nearest_km is None


def test_groups_that_are_silent_on_a_filter_come_in_when_asked_for(store: Store, now: datetime) -> None:
    strict = answer(store, now, near="Bloomington", free="1", mode="in-person")
    assert ([hit.group.id for hit in strict.hits], strict.set_aside) == (["elm-knitters"], {"price": 1})
    lenient = answer(store, now, near="Bloomington", free="1", mode="in-person", silent="price")
    assert ({hit.group.id for hit in lenient.hits}, lenient.set_aside) == ({"elm-knitters", "elm-drawing"}, {})
