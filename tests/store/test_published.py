"""What is told to those who keep a copy: they come to hold just what is shown, whoever writes meanwhile."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from finder.errors import StoreError
from finder.listing import Fact, Group, Source, SourceRef, Twin
from finder.store import Store, open_store
from finder.store.sqlite import SQLiteStore

ELM, OAK = (Source(id=name, name=name, url=f"https://{name}.example/") for name in ("elm", "oak"))


class Follower:
    """Keeps a copy, page by page."""

    def __init__(self) -> None:
        self.groups: dict[str, Group] = {}
        self.at = 0
        self.told: list[str] = []

    def follow(self, store: Store, most: int = 3) -> dict[str, Group]:
        """Read on to the end; return the copy."""
        while page := store.changes(self.at, most):
            numbers = [change.number for change in page]
            assert numbers == sorted(set(numbers))
            assert numbers[0] > self.at
            self.at = numbers[-1]
            for change in page:
                self.told.append(change.group_id)
                if change.group:
                    self.groups[change.group_id] = change.group
                else:
                    self.groups.pop(change.group_id, None)
        return self.groups


def group(group_id: str, title: str = "Knit night") -> Group:
    return Group(id=group_id, title=title, creative=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "s")) as opened:
        opened.save_sources([ELM, OAK])
        yield opened


def test_a_follower_comes_to_hold_what_is_shown(store: Store) -> None:
    one, two, other = group("a"), group("b"), group("c")
    store.save_groups("elm", [one, two, Group(id="d", title="Budget", creative=False)])
    store.save_groups("oak", [other])
    follower = Follower()
    assert follower.follow(store) == {"a": one, "b": two, "c": other}
    store.save_groups("elm", [replace(one, title="Sewing")])
    assert follower.follow(store) == {"a": replace(one, title="Sewing"), "c": other}
    store.remove_source("oak")
    assert follower.follow(store) == {"a": replace(one, title="Sewing")}
    assert Follower().follow(store) == follower.groups


def test_a_group_stands_only_where_it_changed_last(store: Store) -> None:
    for title in ("Knit", "Sew", "Knit"):
        store.save_groups("elm", [group("a", title), group("b")])
    assert [change.group_id for change in store.changes(0, 10)] == ["b", "a"]
    assert store.last_changes(["a", "z"]) == {"a": store.changes(0, 10)[-1].number}


def test_what_is_only_seen_again_has_not_changed(store: Store) -> None:
    fact = Fact(topic="venue-access", name="lift", value="yes", evidence="lift", field="description", date="2026-11-20")
    seen = replace(
        group("a"),
        last_confirmed="2026-11-20",
        source=SourceRef(id="elm", fetched_at="2026-11-20T10:00:00Z", url="https://elm.example/?from=2026-11-20"),
        facts=(fact,),
        evidence="met on 11 of the last 12 Tuesdays",
        confidence=0.9,
    )
    again = replace(
        seen,
        last_confirmed="2026-11-21",
        source=SourceRef(id="elm", fetched_at="2026-11-21T10:00:00Z", url="https://elm.example/?from=2026-11-21"),
        facts=(replace(fact, date="2026-11-21"),),
        evidence="met on 12 of the last 13 Tuesdays",
        confidence=0.8,
    )
    store.save_groups("elm", [seen])
    before = store.changes(0, 10)[0].number
    store.save_groups("elm", [again])
    assert [(change.number, change.group) for change in store.changes(0, 10)] == [(before, again)]
    store.save_groups("elm", [replace(again, facts=(replace(fact, value="no"),))])
    assert len(store.changes(before, 10)) == 1


def test_a_group_that_is_shown_as_another_is_told_to_be_gone_until_it_stands_alone(store: Store) -> None:
    store.save_groups("elm", [group("a")])
    store.save_groups("oak", [group("b")])
    follower = Follower()
    follower.follow(store)
    store.link_twins({"b": Twin(shown_id="a", reason="same")})
    assert follower.follow(store) == {"a": group("a")}
    store.save_groups("oak", [group("b", "Changed while hidden")])
    assert follower.follow(store) == {"a": group("a")}
    store.save_groups("elm", [])
    assert follower.follow(store) == {"b": group("b", "Changed while hidden")}


def test_a_group_that_comes_back_as_it_was_is_told_of_again(store: Store) -> None:
    follower = Follower()
    for kept in ([group("a")], [], [group("a")]):
        store.save_groups("elm", kept)
        follower.follow(store)
    assert (follower.groups, follower.told) == ({"a": group("a")}, ["a", "a", "a"])


def test_that_a_group_is_gone_is_told_for_two_weeks(tmp_path: Path) -> None:
    moment = [datetime.now(UTC)]
    with closing(SQLiteStore(tmp_path / "s", clock=lambda: moment[0])) as store:
        store.save_sources([ELM])
        store.save_groups("elm", [group("a"), group("b"), group("c")])
        store.save_groups("elm", [group("c")])
        store.save_groups("elm", [group("c", "Sew")])
        for days, told in ((0, ["a", "b", "c"]), (13, ["a", "b", "c"]), (15, ["c"])):
            moment[0] = datetime.now(UTC) + timedelta(days=days)
            store.tidy()
            assert sorted(change.group_id for change in store.changes(0, 10)) == told
        assert store.problems() == []


def test_no_number_is_given_twice_though_the_last_one_is_of_a_group_that_went(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path / "s", clock=lambda: datetime.now(UTC) + timedelta(days=15))) as store:
        store.save_sources([ELM])
        store.save_groups("elm", [group("a")])
        store.save_groups("elm", [])
        (last,) = store.changes(0, 10)
        store.tidy()
        assert store.changes(0, 10) == [last]


def test_a_change_that_is_undone_is_not_told(store: Store) -> None:
    class Stop(Exception):
        pass

    def begin_and_stop() -> None:
        with store.transaction():
            store.save_groups("elm", [group("a")])
            raise Stop

    with pytest.raises(Stop):
        begin_and_stop()
    assert store.changes(0, 10) == []


def test_numbers_are_moments(store: Store) -> None:
    store.save_groups("elm", [group("a")])
    (change,) = store.changes(0, 10)
    told = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=change.number)
    assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)


def test_what_does_not_agree_is_found_and_put_right(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with closing(open_store(path)) as store:
        store.save_sources([ELM])
        store.save_groups("elm", [group("a"), group("b")])
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DELETE FROM publication WHERE group_id = 'a'")
        db.execute("INSERT INTO publication VALUES (99, 'never', x'00')")
    with closing(open_store(path)) as store:
        assert store.problems() == [
            "what is told of changes does not agree with the groups: finder store rebuild mends it"
        ]
        store.rebuild()
        assert store.problems() == []
        assert Follower().follow(store) == {"a": group("a"), "b": group("b")}


def test_no_change_is_lost_to_one_who_follows_while_others_write(tmp_path: Path) -> None:
    path, done = tmp_path / "s", threading.Event()
    with closing(open_store(path)) as store:
        store.save_sources([ELM, OAK])

    def write(source: str, seed: int) -> None:
        chance = Random(seed)
        with closing(open_store(path)) as own:
            for step in range(40):
                ids = chance.sample(range(12), chance.randrange(9))
                own.save_groups(source, [group(f"{source}{n}", f"{chance.randrange(3)}") for n in ids])
                if step % 5 == 0:
                    known = [one.id or "" for one in own.groups()]
                    pairs = {i: Twin(shown_id=known[0], reason="same") for i in known[1:3]}
                    # A group that the other has taken away by now cannot be linked.
                    with suppress(StoreError):
                        own.link_twins(pairs if chance.random() < 0.5 else dict.fromkeys(known[1:3]))

    writers = [threading.Thread(target=write, args=(name, seed)) for seed, name in enumerate(("elm", "oak"))]
    for writer in writers:
        writer.start()

    def wait() -> None:
        for writer in writers:
            writer.join()
        done.set()

    threading.Thread(target=wait).start()
    follower = Follower()
    with closing(open_store(path, read_only=True)) as reader:
        while not done.is_set():
            follower.follow(reader)
        follower.follow(reader)
        assert follower.groups == Follower().follow(reader)
        assert reader.problems() == []
