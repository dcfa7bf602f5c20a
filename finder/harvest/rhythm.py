"""When a source is asked again: the more often it changes, the sooner; after a failure, later each time."""

from __future__ import annotations

from datetime import datetime, timedelta

from finder.listing import HarvestReport

FIRST = timedelta(days=1)
LEAST, MOST = timedelta(hours=12), timedelta(days=7)
MOST_AFTER_FAILURE = timedelta(days=14)

_SLACK = timedelta(hours=1)
"""A harvest that starts at the same time each day must not come a minute too early."""

_MANY = 0.1
"""New dates come with every day that the window moves on; from this share on they are news."""


def next_due(last: HarvestReport | None, report: HarvestReport, retry_after: float | None = None) -> datetime:
    """Return when to ask again.

    Args:
        last: what the harvest before this one reported.
        report: what this one did.
        retry_after: the seconds that the source asked us to stay away.
    """
    started = datetime.fromisoformat(report.started_at)
    wait = _wait(_last_wait(last), report)
    named = timedelta(seconds=min(retry_after or 0.0, MOST_AFTER_FAILURE.total_seconds()))
    return started + max(wait - _SLACK, named)


def is_due(last: HarvestReport | None, now: datetime) -> bool:
    """Tell whether a source may be asked again; one that was never asked may, or only by a clock that ran ahead."""
    if last is None or last.due is None or datetime.fromisoformat(last.due) <= now:
        return True
    return datetime.fromisoformat(last.started_at) > now + _SLACK


def _wait(before: timedelta | None, report: HarvestReport) -> timedelta:
    if before is None:
        return FIRST
    if report.error:
        return min(max(before, FIRST) * 2, MOST_AFTER_FAILURE)
    moved = report.changed + report.gone > 0 or report.new > report.listings * _MANY
    return min(max(before / 2 if moved else before * 1.5, LEAST), MOST)


def _last_wait(last: HarvestReport | None) -> timedelta | None:
    if last is None or last.due is None:
        return None
    return datetime.fromisoformat(last.due) - datetime.fromisoformat(last.started_at) + _SLACK
