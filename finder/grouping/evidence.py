"""How sure a cadence is, and why, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from finder.grouping.cadence import Fit
from finder.grouping.rules import Rule
from finder.grouping.words import DAYS, joined, span_text

_LATELY = 12
_SINGLE = 0.3
_UNRULY = 0.4


def evidence(fit: Fit | None, dates: Sequence[date], cancelled: Collection[date], today: date | None) -> str:
    """Say on what the cadence rests: "met on 11 of the last 12 Tuesdays; 3 more dates are listed; 1 was cancelled".

    Args:
        fit: the rule that the dates follow, if any.
        dates: the days on which it meets, sorted.
        cancelled: those of them that were called off.
        today: the day of the harvest; None when that is unknown.
    """
    parts = [_rhythm(fit, dates, cancelled, today)] if fit and len(dates) > 1 else [_count(dates)]
    if fit and fit.words:
        parts.append(f"the organiser says “{fit.words}”")
    elif fit and fit.own:
        parts.append("by the source's own rule")
    if cancelled:
        parts.append(f"{len(cancelled)} cancelled")
    return "; ".join(parts)


def _rhythm(fit: Fit, dates: Sequence[date], cancelled: Collection[date], today: date | None) -> str:
    past = [day for day in fit.expected if today and day < today]
    if len(past) < 2:  # noqa: PLR2004  a habit needs two
        span = f"from {span_text(dates[0], dates[-1])}"
        return f"listed for {len(fit.met)} of {len(fit.expected)} {_days(fit.rule)} {span}"
    lately = past[-_LATELY:]
    held = (set(fit.met) & set(lately)).difference(cancelled)
    ahead = sum(1 for day in dates if today and day >= today)
    more = f"; {ahead} more {'date is' if ahead == 1 else 'dates are'} listed" if ahead else ""
    return f"met on {len(held)} of the last {len(lately)} {_days(fit.rule)}{more}"


def _days(rule: Rule) -> str:
    if rule.freq == "WEEKLY" and rule.interval == 1 and len(rule.weekdays) in range(1, 7):
        return joined([f"{DAYS[day]}s" for day in rule.weekdays])
    return "planned dates"


def _count(dates: Sequence[date]) -> str:
    if not dates:
        return "no dates listed"
    return "one date listed" if len(dates) == 1 else f"{len(dates)} dates listed"


def confidence(fit: Fit | None, dates: Sequence[date]) -> float:
    """Return how sure the cadence is, from 0 to 1; without one, how sure it is that the dates belong together."""
    if fit is None:
        return _UNRULY if len(dates) > 1 else _SINGLE
    if len(dates) < 2:  # noqa: PLR2004  nothing bears it out
        return 0.9 if fit.own else 0.6
    sure = fit.explained * fit.coverage * (1 - 1 / (len(dates) + 1))
    return round(min(0.99, sure + (1 - sure) / 2 if fit.words or fit.own else sure), 2)
