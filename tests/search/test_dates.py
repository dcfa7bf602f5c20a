from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finder.listing import Group, Occurrence
from finder.search.dates import Calendar, may_be_shown
from finder.tiles import joined, packed
from finder.tiles.wall import zone_name

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
minutes = st.integers(-3 * 1440, 3 * 1440)
clocks = st.integers(-1439, 1439).map(lambda offset: timezone(timedelta(minutes=offset)))


@given(minutes, st.integers(0, 2000), clocks)
def test_wherever_it_is_a_group_is_shown_until_its_last_date_is_over(
    ends_in: int, length: int, clock: timezone
) -> None:
    end = NOW.replace(second=0).astimezone(clock) + timedelta(minutes=ends_in)
    begin = end - timedelta(minutes=length)
    group = Group(title="Knit", occurrences=(Occurrence(start=begin.isoformat(), end=end.isoformat()),))
    row = packed(group, 1, 1)
    rows = joined([row.group], [row.slots])
    at = np.flatnonzero(may_be_shown(rows.groups, NOW))
    shown = Calendar(rows, NOW, lambda _: zone_name(group)).shown(at)
    assert len(shown) == (end >= NOW)
