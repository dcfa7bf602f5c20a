from __future__ import annotations

import threading
import time
from collections import Counter
from typing import NoReturn

import pytest

from finder.harvest.queues import Later, side_by_side


def test_each_item_is_worked_on_once_and_those_of_a_host_in_their_order() -> None:
    items = [(f"host-{number % 7}", number) for number in range(70)]
    seen: dict[str, list[int]] = {}

    def work(number: int) -> int:
        seen.setdefault(f"host-{number % 7}", []).append(number)
        return number

    assert sorted(side_by_side(items, work, threads=4)) == list(range(70))
    assert seen == {f"host-{first}": list(range(first, 70, 7)) for first in range(7)}


def test_a_host_is_never_asked_twice_at_once_while_others_are() -> None:
    busy: Counter[str] = Counter()
    most, lock = Counter[str](), threading.Lock()
    met = threading.Barrier(2, timeout=10)

    def work(host: str) -> str:
        with lock:
            busy[host] += 1
            most[host] = max(most[host], busy[host])
        met.wait()
        with lock:
            busy[host] -= 1
        return host

    done = list(side_by_side([("a", "a"), ("a", "a"), ("b", "b"), ("b", "b")], work, threads=4))
    assert (sorted(done), most) == (["a", "a", "b", "b"], Counter(a=1, b=1))


def test_a_host_that_wants_a_pause_holds_no_thread() -> None:
    turns: list[str] = []

    def work(name: str) -> str | Later:
        turns.append(name)
        return Later(0.05) if turns.count(name) == 1 and name == "busy" else name

    items = [("busy-host", "busy"), ("busy-host", "after"), ("b", "b"), ("c", "c")]
    assert list(side_by_side(items, work, threads=1)) == ["b", "c", "busy", "after"]
    assert turns == ["busy", "b", "c", "busy", "after"]


def test_what_was_begun_comes_before_what_was_not() -> None:
    turns: list[int] = []

    def work(number: int) -> int | Later:
        turns.append(number)
        return Later(0.0) if turns.count(number) < 3 else number

    assert list(side_by_side([(number, number) for number in range(4)], work, threads=1)) == [0, 1, 2, 3]
    assert turns == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_only_so_many_are_begun_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.harvest.queues._BEGUN", 2)
    begun: set[int] = set()
    most = 0

    def work(number: int) -> int | Later:
        nonlocal most
        if number in begun:
            begun.discard(number)
            return number
        begun.add(number)
        most = max(most, len(begun))
        return Later(0.01)

    assert sorted(side_by_side([(number, number) for number in range(20)], work, threads=1)) == list(range(20))
    assert most == 2


def test_no_more_is_read_ahead_than_there_are_threads() -> None:
    started: list[int] = []

    def work(number: int) -> int:
        started.append(number)
        return number

    answers = side_by_side([(number, number) for number in range(100)], work, threads=2)
    next(answers)
    time.sleep(0.1)
    assert len(started) <= 1 + 2 + 2
    answers.close()  # type: ignore[attr-defined]  # it is a generator


def test_who_stops_listening_ends_the_threads() -> None:
    before = threading.active_count()

    def listen() -> NoReturn:
        for _ in side_by_side([(number, number) for number in range(50)], lambda number: number, threads=3):
            raise KeyboardInterrupt
        raise AssertionError

    with pytest.raises(KeyboardInterrupt):
        listen()
    assert threading.active_count() == before


def test_nothing_to_do_is_done() -> None:
    assert list(side_by_side([], lambda _: 1, threads=3)) == []
