"""Which rule a list of dates follows, how well, and what the organiser's own words or rule say about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from finder.grouping.phrases import Stated
from finder.grouping.rules import Rule, is_last, nth
from finder.listing import Record

_ENOUGH = 3
_RUN = 5
_LATELY = 200
"""Days by which an old habit is told from the present one, when all dates together follow no rule."""
_EXPLAINED = 0.8
_MET = 0.6
_USUAL_MET = 0.75
_USUAL_PAIRS = ({1, 3}, {2, 4}, {1, 3, 5})
_PAUSE = 3


class Fit(Record, frozen=True, kw_only=True):
    """A rule and how the dates keep to it.

    `expected` are the rule's days in the span of the dates, without a long pause; `met` those of them that are dates;
    `explained` is the share of the dates that the rule accounts for; `words` are the organiser's, when they state it.
    """

    rule: Rule
    expected: tuple[date, ...] = ()
    met: tuple[date, ...] = ()
    explained: float = 1.0
    words: str | None = None
    own: bool = False
    """Whether the source itself gives the rule."""

    @property
    def coverage(self) -> float:
        """The share of the expected days that are dates."""
        return len(self.met) / len(self.expected) if self.expected else 0.0


def infer(dates: Iterable[date], given: Sequence[Rule] = (), words: Sequence[Stated] = ()) -> Fit | None:
    """Return the rule that the dates follow, or None when they follow none that can be told from so few.

    Args:
        dates: days on which it meets, cancelled ones included: they were in the rhythm.
        given: the source's own rules for it.
        words: what the organiser's text states; one statement alone is believed where a date bears it out.
    """
    days = sorted(set(dates))
    if not days:
        return _alone(given, words)
    lately = [day for day in days if (days[-1] - day).days <= _LATELY]
    for some in (days, lately) if len(lately) < len(days) else (days,):
        found = _own(some, given) or _stated(some, words) or _inferred(some)
        if found:
            return found
    return None


def _own(days: Sequence[date], given: Sequence[Rule]) -> Fit | None:
    """Return the fit of the source's rule, where it has but one; "daily" for a few days is a run, no habit."""
    if len(set(given)) != 1 or (given[0].freq == "DAILY" and len(days) < _RUN):
        return None
    found = fit(days, _filled(given[0], days))
    if len(days) > 1 and not _best([found], days):
        return None
    return replace(found, own=True) if found.explained >= _EXPLAINED else None


def _alone(given: Sequence[Rule], words: Sequence[Stated]) -> Fit | None:
    if len(set(given)) == 1:
        return Fit(rule=given[0], own=True)
    rules = {statement.rule for statement in words}
    return Fit(rule=words[0].rule, words=words[0].words) if len(rules) == 1 else None


def _filled(rule: Rule, days: Sequence[date]) -> Rule:
    """Return the rule with the weekday or day of the month that RFC 5545 takes from DTSTART."""
    if rule.freq == "DAILY" or rule.days or rule.month_days:
        return rule
    if rule.freq == "WEEKLY":
        return Rule(freq="WEEKLY", interval=rule.interval, days=((0, days[0].weekday()),))
    return Rule(freq="MONTHLY", interval=rule.interval, month_days=(days[0].day,))


def fit(days: Sequence[date], rule: Rule, words: str | None = None) -> Fit:
    """Measure how sorted `days` keep to a rule."""
    anchor = next((day for day in days if day.weekday() in rule.weekdays), days[0])
    expected = rule.between(anchor, days[-1])
    held = set(days)
    paused = _pauses([day in held for day in expected], len(days)) if rule.interval == 1 else set()
    kept = tuple(day for place, day in enumerate(expected) if place not in paused)
    met = tuple(day for day in kept if day in held)
    return Fit(rule=rule, expected=kept, met=met, explained=len(met) / len(days), words=words)


def _pauses(hits: Sequence[bool], dates: int) -> set[int]:
    """Return the places of long runs of misses, where they are few beside the dates: holidays, a summer."""
    runs: list[list[int]] = []
    for place, hit in enumerate(hits):
        if hit:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    long = [run for run in runs if len(run) >= _PAUSE]
    return {place for run in long for place in run} if len(long) <= dates // 6 else set()


def _stated(days: Sequence[date], words: Sequence[Stated]) -> Fit | None:
    """Return the fit of what the words state; of several statements the one that the dates bear out best."""
    exact = [statement for statement in words if statement.exact or len(days) >= _ENOUGH]
    fits = [fit(days, statement.rule, statement.words) for statement in exact]
    if len(days) < _ENOUGH:
        fits = [found for found in fits if found.explained == 1 and found.coverage == 1]
        return fits[0] if len({found.rule for found in fits}) == 1 else None
    # "Tuesdays" is true of every other Tuesday and of the second one too: the dates must be there.
    return _best(fits, days)


def _inferred(days: Sequence[date]) -> Fit | None:
    return _best([fit(days, rule) for rule in _candidates(days)], days) if len(days) >= _ENOUGH else None


def _best(fits: Iterable[Fit], days: Sequence[date]) -> Fit | None:
    good = [f for f in fits if f.explained >= _EXPLAINED and f.coverage >= _MET and _rhythm(f.rule, days)]
    good = [f for f in good if f.coverage >= _USUAL_MET or len(f.rule.days) < 2 or f.rule.freq != "MONTHLY"]  # noqa: PLR2004
    return max(good, key=lambda f: round(f.explained * f.coverage, 2), default=None)


def _rhythm(rule: Rule, days: Sequence[date]) -> bool:
    """Tell whether there are enough dates for what the rule claims: a run of days in one week is no weekly habit."""
    if rule.freq == "WEEKLY":
        weeks = {day.toordinal() - day.weekday() for day in days}
        return len(weeks) > 1
    return True


def _candidates(days: Sequence[date]) -> Iterator[Rule]:
    """Yield rules worth measuring, the likeliest first: of equal fits the first one wins."""
    usual = _usual_weekdays(days)
    every = tuple((0, day) for day in usual)
    if every:
        yield Rule(freq="WEEKLY", days=every)
        yield Rule(freq="WEEKLY", interval=2, days=every)
    yield from _monthly(days, usual)
    if every:
        yield Rule(freq="WEEKLY", interval=3, days=every)
        yield Rule(freq="WEEKLY", interval=4, days=every)
    if len({day.day for day in days}) == 1:
        yield Rule(freq="MONTHLY", month_days=(days[0].day,))


def _usual_weekdays(days: Sequence[date]) -> tuple[int, ...]:
    counts = Counter(day.weekday() for day in days)
    most = max(counts.values())
    return tuple(sorted(day for day, count in counts.items() if count >= 2 and count * 3 >= most))  # noqa: PLR2004


def _monthly(days: Sequence[date], usual: Sequence[int]) -> Iterator[Rule]:
    if len(usual) != 1:
        return
    weekday = usual[0]
    held = [day for day in days if day.weekday() == weekday]
    counts = Counter(map(nth, held))
    common = {n for n, count in counts.items() if count > 1} or set(counts)
    for numbers in (common, set(counts)):
        if len(numbers) == 1 or numbers in _USUAL_PAIRS or (len(numbers) == 2 and len(held) >= 6):  # noqa: PLR2004
            yield Rule(freq="MONTHLY", days=tuple((n, weekday) for n in sorted(numbers)))
    if all(map(is_last, held)):
        yield Rule(freq="MONTHLY", days=((-1, weekday),))
