"""What a log is told once where it would be told with every request."""

from __future__ import annotations

import logging

_PAUSE = 60.0
"""Seconds."""


class OnceAMinute(logging.Filter):
    """Lets the same message through once, and again a minute later if it is still so."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether this message was not told within the last minute."""
        message, now = record.getMessage(), record.created
        # A clock that was put back silences nothing.
        lately = {text: at for text, at in self._told.items() if 0 <= now - at < _PAUSE}
        self._told = {message: now} | lately
        return message not in lately
