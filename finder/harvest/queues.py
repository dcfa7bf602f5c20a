"""Many hosts side by side, each of them one thing at a time: a queue for each host and a bounded pool of threads."""

from __future__ import annotations

import heapq
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import count
from queue import Full, Queue
from threading import Condition, Event, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Later(NamedTuple):
    """What is said instead of an answer: go on with this item after so many seconds."""

    seconds: float


class Turns(Generic[T]):
    """Whose turn it is: a host that is being asked is in nobody's reach, one that wants a pause comes back after it."""

    def __init__(self, waiting: Mapping[Hashable, Sequence[T]], most_begun: int) -> None:
        self._waiting = {host: deque(items) for host, items in waiting.items()}
        self._fresh = deque(self._waiting)
        self._numbers = count()
        self._turns: list[tuple[float, int, Hashable]] = []
        self._begun: set[Hashable] = set()
        self._most_begun = most_begun
        self._left = len(self._waiting)
        self._changed = Condition()

    def take(self) -> tuple[Hashable, T] | None:
        """Wait for a host that may be asked; return it with its next item, None when all is done.

        What was begun comes first, so that little is begun at once.
        """
        with self._changed:
            while self._left:
                pause = self._turns[0][0] - time.monotonic() if self._turns else None
                if pause is not None and pause <= 0:
                    _, _, host = heapq.heappop(self._turns)
                    return host, self._waiting[host][0]
                if self._fresh and len(self._begun) < self._most_begun:
                    host = self._fresh.popleft()
                    return host, self._waiting[host][0]
                self._changed.wait(pause)
        return None

    def give_back(self, host: Hashable, pause: float, *, done: bool) -> None:
        """Let a host be asked again after a pause in seconds; its item is `done`, or its turn comes again."""
        with self._changed:
            items = self._waiting[host]
            if done:
                items.popleft()
                self._begun.discard(host)
            else:
                self._begun.add(host)
            if items:
                heapq.heappush(self._turns, (time.monotonic() + pause, next(self._numbers), host))
            else:
                del self._waiting[host]
                self._left -= 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Let nobody take anything more."""
        with self._changed:
            self._left = 0
            self._changed.notify_all()


def side_by_side(
    items: Iterable[tuple[Hashable, T]], work: Callable[[T], R | Later], *, threads: int, pause: float = 0.0
) -> Iterator[R]:
    """Yield what `work` makes of each item, as they are done; no more wait to be taken than there are threads.

    Args:
        items: each with the host that it asks: items of one host are worked on one after another, in their order.
        work: called from several threads; it raises nothing, and answers `Later` to go on with the item after a while.
        threads: how many there are at most.
        pause: seconds for which a host is left alone after each item.
    """
    waiting: dict[Hashable, list[T]] = {}
    for host, item in items:
        waiting.setdefault(host, []).append(item)
    turns, results, stopped = Turns(waiting, threads * _BEGUN), Queue[R](maxsize=threads), Event()

    def run() -> None:
        while not stopped.is_set() and (turn := turns.take()):
            host, item = turn
            result = work(item)
            if isinstance(result, Later):
                turns.give_back(host, result.seconds, done=False)
                continue
            turns.give_back(host, pause, done=True)
            _put(results, result, stopped)

    total = sum(map(len, waiting.values()))
    workers = [Thread(target=run, daemon=True) for _ in range(min(threads, len(waiting)))]
    try:
        for worker in workers:
            worker.start()
        for _ in range(total):
            yield results.get()
    finally:
        stopped.set()
        turns.stop()
        for worker in workers:
            worker.join(_GRACE / len(workers))


_BEGUN = 8
"""Hosts for each thread of which an item may be begun and not done: what was read of it is held meanwhile."""

_GRACE = 2.0
"""Seconds that all threads together have for coming to an end; they keep nothing, so that nothing is lost with them."""


def _put(results: Queue[R], result: R, stopped: Event) -> None:
    while not stopped.is_set():
        try:
            results.put(result, timeout=0.2)
        except Full:
            continue
        return
