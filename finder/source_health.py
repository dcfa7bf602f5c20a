"""How each source is, by what its last harvest did: in one word, with the reason and what should worry us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from finder.listing import HarvestReport, Record

State = Literal["working", "quiet", "unreachable", "changed", "blocked", "gone", "broken by us"]

LOST_AFTER = timedelta(days=30)
"""A source that has not answered for so long counts as gone."""

_TOO_MANY = 0.1
"""From this share of coming listings without a field on, it was hardly read right."""

_ORDER: tuple[State, ...] = ("broken by us", "changed", "blocked", "gone", "unreachable", "quiet", "working")


class Condition(Record, frozen=True, kw_only=True):
    """How one source is: `state` in a word, `reason` in a sentence, and each alarm in a sentence.

    `last_good` and `due` are RFC 3339: when it was last read, and when it is asked again.
    """

    source_id: str
    state: State
    reason: str
    alarms: tuple[str, ...] = ()
    listings: int = 0
    groups: int = 0
    harvested: str | None = None
    last_good: str | None = None
    due: str | None = None

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Order by which those that need somebody come first."""
        return _ORDER.index(self.state), not self.alarms, self.source_id


def condition(report: HarvestReport, now: datetime) -> Condition:
    """Return how a source is after its last harvest."""
    state = _state(report, now)
    return Condition(
        source_id=report.source_id,
        state=state,
        reason=_reason(report, state),
        alarms=tuple(_alarms(report, state)),
        listings=report.listings,
        groups=report.groups,
        harvested=report.started_at,
        last_good=report.last_good,
        due=report.due,
    )


def _state(report: HarvestReport, now: datetime) -> State:
    if report.error is None:
        return "working" if report.coming else "quiet"
    if report.fault == "unreachable" and _lost(report, now):
        return "gone"
    return "broken by us" if report.fault in {"ours", None} else report.fault  # type: ignore[return-value]  # mypy does not narrow by `in`


def _lost(report: HarvestReport, now: datetime) -> bool:
    return report.last_good is not None and datetime.fromisoformat(report.last_good) < now - LOST_AFTER


def _reason(report: HarvestReport, state: State) -> str:
    if report.error:
        return report.error
    if state == "quiet":
        return "it was read, and lists nothing that is still to come"
    return f"it lists {report.coming} dates to come"


def _alarms(report: HarvestReport, state: State) -> Iterator[str]:
    if state == "quiet":
        yield "nothing is to come"
    elif state != "working":
        good = report.last_good
        yield f"last read on {good[:10]}" if good else "never read yet"
    before = report.coming - report.new + report.gone
    if report.gone and report.coming * 2 < before:
        yield f"{report.gone} of {before} dates to come are gone"
    for what, count in report.lacking.items():
        if count > report.coming * _TOO_MANY:
            yield f"{count} of {report.coming} have not {what}"
    for zones, count in report.clocks.items():
        if count > report.coming * _TOO_MANY:
            yield f"{count} of {report.coming} give their hour by the clock of {zones}, where they take place"
