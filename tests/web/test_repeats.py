from __future__ import annotations

import logging

from finder.web.repeats import OnceAMinute


def told(filtered: OnceAMinute, at: float, message: str) -> bool:
    record = logging.makeLogRecord({"msg": "%s", "args": (message,), "created": at})
    return filtered.filter(record)


def test_a_message_is_told_once_and_again_after_a_minute() -> None:
    filtered = OnceAMinute()
    times = [0.0, 1.0, 59.0, 60.0, 119.0, 120.0]
    assert [told(filtered, at, "broken") for at in times] == [True, False, False, True, False, True]


def test_another_message_is_told_at_once() -> None:
    filtered = OnceAMinute()
    assert [told(filtered, at, message) for at, message in ((0.0, "a"), (1.0, "b"), (2.0, "a"))] == [True, True, False]


def test_a_clock_that_is_put_back_silences_nothing() -> None:
    filtered = OnceAMinute()
    assert [told(filtered, at, "broken") for at in (1000.0, 10.0, 20.0)] == [True, True, False]
