"""Groups that hypothesis draws, with dates as real ones have them: a rule, more or less."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from finder.grouping.rules import Rule
from finder.listing import Group, Occurrence

ZONES = ("America/Indiana/Indianapolis", "Europe/London", "Australia/Sydney", "Asia/Kolkata", "Pacific/Auckland")
RULES = (
    *(Rule(freq="WEEKLY", interval=n, days=days) for n in (1, 2) for days in (((0, 1),), ((0, 0), (0, 3)))),
    Rule(freq="WEEKLY", days=tuple((0, day) for day in range(5))),
    Rule(freq="DAILY"),
    Rule(freq="DAILY", interval=3),
    Rule(freq="MONTHLY", days=((2, 1),)),
    Rule(freq="MONTHLY", days=((-1, 4), (1, 4))),
    Rule(freq="MONTHLY", month_days=(1, 15)),
)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """Draw a group that keeps to a rule, more or less: some dates left out, some added, some at another hour."""
    rule, zone = draw(st.sampled_from(RULES)), ZoneInfo(draw(st.sampled_from(ZONES)))
    first = draw(st.dates(date(2026, 2, 1), date(2026, 12, 1)))
    planned = rule.between(first, first + timedelta(days=draw(st.integers(1, 150))))
    without = draw(st.sets(st.sampled_from(planned), max_size=3)) if planned else set()
    extra = draw(st.sets(st.dates(first, first + timedelta(days=90)), max_size=2))
    usual = draw(st.times(time(5), time(22))).replace(second=0, microsecond=0)
    length = timedelta(minutes=draw(st.sampled_from([45, 90, 120, 600])))
    found = []
    for day in sorted({*planned, *extra} - without):
        # A clock that is set forward has hours that no date can have; nobody meets then.
        begins = draw(st.sampled_from([usual, time(10)])) if day in extra else usual
        start = datetime.combine(day, begins, zone)
        if start.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == start.replace(tzinfo=None):
            end = (start.replace(tzinfo=None) + length).replace(tzinfo=zone)
            found.append(Occurrence(start=start.isoformat(), end=end.isoformat()))
    return Group(id="a", title="Clay", cadence=str(rule), timezone=str(zone), occurrences=tuple(found), creative=True)
