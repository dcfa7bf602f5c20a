"""How often one host is asked, and how long to wait when it says that it is busy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import RLock

from finder.errors import Refused, Unreachable
from finder.fetch.robots import Rules

LONGEST_WAIT = 120.0
"""Seconds that a harvest waits for one host; who asks for more is asked again at another time."""

_LONGEST_NAMED = 10 * 365 * 86_400.0
"""Seconds of a pause that a clock can still add; servers have named more."""

TRIES = 3
BUSY = frozenset({429, 500, 502, 503, 504})
"""Answers after which asking again makes sense (RFC 9110, RFC 6585)."""


class Host:
    """One host: a lock, so that it is asked one thing at a time, when it may be asked next, and its rules."""

    def __init__(self, delay: float, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self.lock = RLock()
        self.rules: Rules | None = None
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: datetime | None = None
        self._trouble: Unreachable | None = None
        self._trouble_until: datetime | None = None

    @property
    def trouble(self) -> Unreachable | None:
        """Why it is not asked for anything now: its rules could not be read, for as long as it named, or for good."""
        if self._trouble_until is not None and self._clock() >= self._trouble_until:
            self._trouble = self._trouble_until = None
        return self._trouble

    def leave(self, trouble: Unreachable) -> None:
        """Ask it for nothing until the moment that it named, or not again."""
        self._trouble = trouble
        if trouble.retry_after is not None:
            self._trouble_until = self._clock() + timedelta(seconds=min(trouble.retry_after, _LONGEST_NAMED))

    def wait_turn(self) -> None:
        """Sleep until the host may be asked again.

        Raises:
            Refused: its robots.txt asks for a longer pause than a harvest can wait.
        """
        delay = max(self._delay, self.rules.delay if self.rules else 0.0)
        if self._last is None:
            return
        left = delay - (self._clock() - self._last).total_seconds()
        if delay > max(LONGEST_WAIT, self._delay):
            raise Refused(f"robots.txt asks for {delay:g} s between two requests, too long to wait")
        if left > 0:
            # A clock that was set back must not make us wait longer than the delay itself.
            self._sleep(min(left, delay))

    def asked(self) -> None:
        """Note that a request has just ended."""
        self._last = self._clock()

    def back_off(self, attempt: int, trouble: Unreachable, patience: float) -> None:
        """Sleep before trying again: as long as the host said, or twice as long each time.

        Raises:
            Unreachable: that was the last try, or the host asks for more patience (seconds) than the caller has.
        """
        pause = trouble.retry_after if trouble.retry_after is not None else self._delay * 2**attempt
        if attempt + 1 >= TRIES or pause > patience:
            raise trouble
        self._sleep(pause)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that `Retry-After` names, from a number or an HTTP date (RFC 9110, section 10.2.3)."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now) / timedelta(seconds=1))
