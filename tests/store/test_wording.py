from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from finder.listing import Group, Occurrence, Source
from finder.store import Store, open_store
from finder.store.rows import encoded
from finder.store.wording import texts_of
from finder.tiles import UNPLACED, Span

LIBRARY = Source(id="library", name="Library", url="https://x.example/")
KNIT = Group(title="Knit", id="g", creative=True, mode="in-person", description="Wool for all")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "finder.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with closing(open_store(path)) as opened:
        opened.save_sources([LIBRARY])
        yield opened


def holding(store: Store, word: str) -> list[int] | None:
    return store.with_words([Span(0, UNPLACED)], [word])


def pieces(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        (count,) = db.execute("SELECT count(*) FROM group_words_data").fetchone()
    return int(count)


words = st.text(st.sampled_from('añ"\\\n\x07& 編𝔘'), max_size=8)
texts = st.none() | words


@given(
    st.builds(
        Group, title=words, description=texts, venue=texts, organizer=texts, categories=st.lists(words).map(tuple)
    )
)
def test_the_texts_of_a_group_are_those_that_the_view_reads_from_its_record(group: Group) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        (read,) = db.execute(
            """SELECT json_extract(r, '$.title'), json_extract(r, '$.description'), json_extract(r, '$.venue'),
            json_extract(r, '$.organizer'), json_extract(r, '$.categories') FROM (SELECT ? AS r)""",
            (encoded(group),),
        )
    assert texts_of(group) == read


def test_words_follow_a_group_that_changes_moves_and_goes(store: Store) -> None:
    store.save_groups("library", [KNIT])
    assert (holding(store, "wool"), holding(store, "felt")) == ([1], [])
    store.save_groups("library", [replace(KNIT, description="Felt", mode="online")])
    assert (holding(store, "wool"), holding(store, "felt")) == ([], [1])
    assert store.problems() == []
    store.save_groups("library", [])
    assert holding(store, "felt") == []
    assert store.problems() == []


def test_a_group_written_twice_at_once_has_the_words_of_the_last(store: Store) -> None:
    store.save_groups("library", [KNIT])
    for texts in (("Felt", "Clay"), ("Felt", "Wool for all"), ("Wool for all", "Clay"), ("Clay", "Clay")):
        store.replace_groups([replace(KNIT, title=text, description=text) for text in texts])
        assert store.problems() == []
        assert holding(store, texts[-1].split()[0]) == [1]


def test_what_only_has_other_dates_leaves_the_index_as_it_is(store: Store, path: Path) -> None:
    store.save_groups("library", [KNIT])
    before = pieces(path)
    store.save_groups("library", [replace(KNIT, occurrences=(Occurrence(start="2026-11-24"),))])
    assert pieces(path) == before
    assert holding(store, "wool") == [1]
    assert store.problems() == []


def test_groups_of_one_saving_are_one_piece_of_the_index_whatever_their_tiles(store: Store, path: Path) -> None:
    online = [replace(KNIT, id=f"g{n}", mode="online" if n % 2 else "in-person") for n in range(8)]
    store.save_groups("library", online)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(DISTINCT segid) FROM group_words_idx").fetchone() == (1,)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.sampled_from("abcd"), words, st.booleans()), max_size=4), max_size=5))
def test_the_index_agrees_with_the_records_after_any_savings(
    store: Store, savings: list[list[tuple[str, str, bool]]]
) -> None:
    for saving in savings:
        named = {name: (text, is_online) for name, text, is_online in saving}
        store.save_groups(
            "library",
            [
                replace(KNIT, id=name, description=text, mode="online" if is_online else "in-person")
                for name, (text, is_online) in named.items()
            ],
        )
        assert store.problems() == []
