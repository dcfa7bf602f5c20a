"""How often one host is asked, and how long to wait when it says that it is busy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock

from finder.errors import Refused, Unreachable
from finder.fetch.robots import Rules

LONGEST_WAIT = 120.0
"""Seconds that a harvest waits for one host; who asks for more is asked again at another time."""

_LONGEST_NAMED = 10 * 365 * 86_400.0
"""Seconds of a pause that a clock can still add; servers have named more."""

TRIES = 3
BUSY = frozenset({429, 500, 502, 503, 504})
"""Answers after which asking again makes sense (RFC 9110, RFC 6585)."""


class NotYet(Exception):
    """The host's turn comes after so many seconds; until then the caller can do something else.

    It is no error: nothing has gone wrong and nothing was asked.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"its turn comes in {seconds:g} s")
        self.seconds = seconds


class Policy:
    """What one origin (scheme, host, port) allows; RFC 9309, section 2.3, gives each its own robots.txt."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.lock = Lock()
        self.rules: Rules | None = None
        self._clock = clock
        self._trouble: tuple[str, float | None] | None = None
        self._until: datetime | None = None

    @property
    def trouble(self) -> Unreachable | None:
        """Why it is not asked for anything now: its rules could not be read, for as long as it named, or for good."""
        if self._until is not None and self._clock() >= self._until:
            self._trouble = self._until = None
        return Unreachable(*self._trouble) if self._trouble else None

    def leave(self, trouble: Unreachable) -> None:
        """Ask it for nothing until the moment that it named, or not again."""
        # An exception that is kept keeps alive all that was at work when it was raised.
        self._trouble = (str(trouble), trouble.retry_after)
        if trouble.retry_after is not None:
            self._until = self._clock() + timedelta(seconds=min(trouble.retry_after, _LONGEST_NAMED))


class Host:
    """One host, whatever its ports: it is asked one thing at a time, with pauses.

    `users` counts who is about to ask it, so that it is not forgotten meanwhile.
    """

    def __init__(self, delay: float, clock: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self.lock = Lock()
        self.users = 0
        self._policies: dict[str, Policy] = {}
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: datetime | None = None

    def policy(self, origin: str) -> Policy:
        """Return what is known of one of its origins."""
        return self._policies.setdefault(origin, Policy(self._clock))

    @property
    def idle(self) -> bool:
        """Whether nothing is lost but a robots.txt when it is forgotten."""
        waits = self._left(self._pause()) > 0
        return not (self.users or waits or any(policy.trouble for policy in self._policies.values()))

    def _pause(self) -> float:
        named = [policy.rules.delay for policy in tuple(self._policies.values()) if policy.rules]
        return max([self._delay, *named])

    def _left(self, delay: float) -> float:
        if self._last is None:
            return 0.0
        # A clock that was set back must not make us wait longer than the delay itself.
        return min(delay - (self._clock() - self._last).total_seconds(), delay)

    def wait_turn(self, hold: float) -> None:
        """Sleep until the host may be asked again.

        Raises:
            NotYet: that is longer than `hold` seconds.
            Refused: its robots.txt asks for a longer pause than a harvest can wait.
        """
        delay = self._pause()
        if self._last is not None and delay > max(LONGEST_WAIT, self._delay):
            raise Refused(f"robots.txt asks for {delay:g} s between two requests, too long to wait")
        left = self._left(delay)
        if left > hold:
            raise NotYet(left)
        if left > 0:
            self._sleep(left)

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
