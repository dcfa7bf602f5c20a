from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Event, Lock
from time import sleep

import pytest
from flask import Flask, Response
from werkzeug.test import create_environ, run_wsgi_app

from finder.web import turns

QUICK = {
    "about.accessibility",
    "about.directories",
    "about.librarians",
    "about.privacy",
    "about.site",
    "about.tags",
    "api.counts",
    "api.group",
    "api.groups",
    "api.openapi",
    "api.places",
    "api.tags",
    "browse.chosen",
    "browse.everywhere",
    "browse.host",
    "browse.town",
    "browse.venue",
    "build.show",
    "build.start",
    "embed.cards",
    "embed.component",
    "embed.fragment",
    "embed.one",
    "embed.show",
    "embed.styles",
    "invitations.show",
    "map.groups",
    "oembed.describe",
    "own.show",
    "pages.calendar",
    "pages.find",
    "pages.group",
    "pages.home",
    "shortlist.show",
    "static",
}
"""What takes turns.  A new address goes beside until it is named in finder/web/turns.py, and here."""

LONG = 30.0
"""Seconds that no test takes: who waits for so long waits for ever."""


class Site:
    """Answers that go on only when they are told to, and note who is at work with whom."""

    def __init__(self, patience: float) -> None:
        self.app = Flask("site")
        turns.init_app(self.app, patience)
        self.line: turns.Line = self.app.wsgi_app._line  # type: ignore[attr-defined]  # the layer around the app
        self.begun, self.may_end = Event(), Event()
        self.together = self.most_together = 0
        self._counting = Lock()
        self.app.add_url_rule("/held", "pages.held", self.held)
        self.app.add_url_rule("/slow", "feeds.slow", self.held)
        self.app.add_url_rule("/quick", "pages.quick", self.quick)
        self.app.add_url_rule("/counted", "pages.counted", self.counted)
        self.app.add_url_rule("/streamed", "pages.streamed", self.streamed)
        self.app.add_url_rule("/broken", "pages.broken", self.broken)
        self.threads = ThreadPoolExecutor(8)

    def held(self) -> str:
        self.begun.set()
        assert self.may_end.wait(LONG)
        return "held"

    def quick(self) -> str:
        return "quick"

    def counted(self) -> str:
        with self._counting:
            self.together += 1
            self.most_together = max(self.most_together, self.together)
        sleep(0.002)
        with self._counting:
            self.together -= 1
        return "counted"

    def streamed(self) -> Response:
        return Response(part for part in ("first", "last"))

    def broken(self) -> str:
        raise LookupError

    def ask(self, path: str, method: str = "GET") -> Future[str]:
        return self.threads.submit(lambda: self.app.test_client().open(path, method=method).text)


@contextmanager
def site(patience: float = LONG) -> Iterator[Site]:
    made = Site(patience)
    try:
        yield made
    finally:
        made.may_end.set()
        made.threads.shutdown()


def test_what_takes_turns_is_listed(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules() if turns.is_quick(rule.endpoint)} == QUICK


def test_whatever_is_said_of_one_answer_is_said_of_one_that_there_is(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert turns._QUICK.keys() <= known | {endpoint.partition(".")[0] for endpoint in known}


def test_quick_answers_are_made_one_at_a_time() -> None:
    with site() as one:
        assert {asked.result(LONG) for asked in [one.ask("/counted") for _ in range(40)]} == {"counted"}
        assert one.most_together == 1


def test_a_quick_answer_waits_for_the_one_before() -> None:
    with site() as one:
        before = one.ask("/held")
        assert one.begun.wait(LONG)
        after = one.ask("/quick")
        sleep(0.05)
        assert not after.done()
        one.may_end.set()
        assert (before.result(LONG), after.result(LONG)) == ("held", "quick")


def test_a_slow_answer_holds_up_nobody_nor_waits_itself_for_another() -> None:
    with site() as one:
        slow = [one.ask("/slow") for _ in range(3)]
        assert one.begun.wait(LONG)
        assert [one.ask("/quick").result(LONG) for _ in range(5)] == ["quick"] * 5
        assert not any(asked.done() for asked in slow)
        one.may_end.set()
        assert {asked.result(LONG) for asked in slow} == {"held"}


@pytest.mark.parametrize("path", ["/broken", "/nothing", "/quick/"])
def test_an_error_lets_the_next_in(path: str) -> None:
    with site() as one:
        one.ask(path).result(LONG)
        assert one.ask("/quick").result(LONG) == "quick"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_whatever_is_asked_the_next_gets_in(method: str) -> None:
    with site() as one:
        one.ask("/quick", method).result(LONG)
        assert one.ask("/quick").result(LONG) == "quick"


def test_an_error_that_no_page_tells_lets_the_next_in() -> None:
    with site() as one:
        one.app.testing = True
        with suppress(LookupError):
            one.ask("/broken").result(LONG)
        assert one.ask("/quick").result(LONG) == "quick"


def test_who_reads_slowly_or_leaves_holds_up_nobody() -> None:
    with site() as one:
        parts, _status, _headers = run_wsgi_app(one.app, create_environ("/streamed"))
        with closing(parts):  # type: ignore[type-var]  # run_wsgi_app gives an iterator that can be closed
            assert next(iter(parts)) == b"first"
            assert one.ask("/quick").result(LONG) == "quick"


def test_an_answer_that_hangs_costs_one_wait_and_then_nobody_waits_for_it() -> None:
    with site(patience=0.05) as one:
        hanging = one.ask("/held")
        assert one.begun.wait(LONG)
        assert one.ask("/quick").result(LONG) == "quick"
        assert one.ask("/quick").result(LONG) == "quick"
        assert not one.line._first.locked()
        one.may_end.set()
        assert hanging.result(LONG) == "held"


def test_those_behind_one_that_hung_take_turns_again() -> None:
    with site(patience=0.05) as one:
        hanging = one.ask("/held")
        assert one.begun.wait(LONG)
        assert one.ask("/quick").result(LONG) == "quick"
        # From here on a machine that is busy with something else is no answer that hangs.
        one.line._patience = LONG
        assert {asked.result(LONG) for asked in [one.ask("/counted") for _ in range(7)]} == {"counted"}
        assert one.most_together == 1
        one.may_end.set()
        assert hanging.result(LONG) == "held"
        assert {asked.result(LONG) for asked in [one.ask("/counted") for _ in range(20)]} == {"counted"}
        assert one.most_together == 1


def test_two_sites_in_one_process_do_not_wait_for_each_other() -> None:
    with site() as one, site() as other:
        held = one.ask("/held")
        assert one.begun.wait(LONG)
        assert other.ask("/quick").result(LONG) == "quick"
        one.may_end.set()
        assert held.result(LONG) == "held"
