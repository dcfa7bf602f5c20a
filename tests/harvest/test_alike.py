from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from finder.harvest.alike import tagged
from finder.listing import Listing, SourceRef
from finder.tagging import tag

TEXTS = st.sampled_from(
    ["Watercolour for beginners", "Knit Night", "Board meeting", "Poetry open mic, free", "Bring a lift: no", ""]
)
MOMENTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 2, 1)).map(lambda t: t.replace(second=0, microsecond=0))  # noqa: DTZ001  the offset follows
LENGTHS = st.sampled_from([None, 0, 45, 90, 600, 3000])


def listing(title: str, description: str, start: datetime, minutes: int | None, *, whole: bool) -> Listing:
    end = None if minutes is None else start + timedelta(minutes=minutes)
    form = "%Y-%m-%d" if whole else "%Y-%m-%dT%H:%M:%S-05:00"
    return Listing(
        title=title or "x",
        description=description,
        uid=f"{start}",
        start=start.strftime(form),
        end=end.strftime(form) if end else None,
        all_day=whole or None,
    )


LISTINGS = st.lists(st.builds(listing, TEXTS, TEXTS, MOMENTS, LENGTHS, whole=st.booleans()), max_size=30)


@settings(deadline=None)  # the first text also loads the vocabulary
@given(LISTINGS)
def test_dates_of_one_programme_have_the_tags_that_each_would_have_alone(listings: list[Listing]) -> None:
    assert list(tagged(listings)) == [tag(one) for one in listings]


def test_times_that_cannot_be_read_are_tagged_like_any() -> None:
    odd = [Listing(title="Knit Night", start=start) for start in ("soon", "", "2026-13-01", None)]
    assert list(tagged(odd)) == [tag(one) for one in odd]


def test_each_date_keeps_the_day_on_which_its_own_page_was_read() -> None:
    days = ("2026-11-20", "2026-11-21")
    same = [Listing(title="Knit Night. No lift.", source=SourceRef(fetched_at=f"{day}T06:00:00Z")) for day in days]
    assert [{fact.date for fact in one.facts} for one in tagged(same)] == [{day} for day in days]
