from __future__ import annotations

import base64
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from finder.errors import InputError
from finder.search.cursor import _FORM, Cursor, Key, _mark, read, written
from finder.search.query import Query

ASKED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
QUERY = Query(words="knitting", latitude=39.17, longitude=-86.53, within_km=10.0)
KEYS = st.builds(
    Key,
    is_far=st.booleans(),
    rank=st.floats(allow_nan=False),
    next=st.integers(-(2**63), 2**63 - 1),
    km=st.floats(allow_nan=False),
    number=st.integers(0, 2**32 - 1),
)


@given(key=KEYS)
def test_a_cursor_comes_back_as_it_was_written(key: Key) -> None:
    cursor = Cursor(ASKED, key)
    assert read(replace(QUERY, after=written(cursor, QUERY)), "after") == cursor


@given(packed=st.binary(max_size=60) | st.binary(min_size=_FORM.size - 4, max_size=_FORM.size - 4))
def test_a_forged_cursor_is_refused_or_a_place_in_the_order(packed: bytes) -> None:
    forged = packed + _mark(QUERY).to_bytes(4, "little")
    for bits in (packed, forged):
        text = base64.urlsafe_b64encode(bits).decode().rstrip("=")
        with suppress(InputError):
            found = read(replace(QUERY, before=text), "before")
            assert found is None or found.key.rank == found.key.rank  # a rank that is no number has no place


@pytest.mark.parametrize(
    "other",
    [{"words": "drawing"}, {"within_km": 11.0}, {"sort": "nearest"}, {"free": True}, {"silent": ("price",)}],
)
def test_a_cursor_belongs_to_its_own_search_alone(other: dict[str, object]) -> None:
    text = written(Cursor(ASKED, Key(is_far=False, rank=1.0, next=0, km=1.0, number=7)), QUERY)
    with pytest.raises(InputError) as refused:
        read(replace(QUERY, **other, after=text), "after")
    assert refused.value.parameter == "after"


def test_pages_may_have_another_length_and_days_by_name_go_on_after_midnight() -> None:
    cursor = Cursor(ASKED, Key(is_far=False, rank=1.0, next=0, km=1.0, number=7))
    today = replace(QUERY, when="today", date_from=ASKED.date(), date_to=ASKED.date())
    tomorrow = ASKED.date().replace(day=22)
    later = replace(today, date_from=tomorrow, date_to=tomorrow, per_page=5, after=written(cursor, today))
    assert read(later, "after") == cursor
