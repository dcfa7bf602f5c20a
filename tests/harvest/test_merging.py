from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from finder.errors import SourceError
from finder.harvest.merging import Kept, confirmed, inside, merge
from finder.listing import Fact, Listing, SourceRef, Window

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WINDOW = Window(start=date(2026, 11, 20), end=date(2027, 3, 21))


def on(days: int, title: str = "Knitting", **more: object) -> Listing:
    start = (NOW + timedelta(days=days)).isoformat()
    return Listing(title=title, uid=f"{title}-{days}", start=start, **more)  # type: ignore[arg-type]  # any field


def test_what_is_listed_for_the_first_time_is_new() -> None:
    assert merge([], [on(3), on(1)], NOW, WINDOW, whole=True) == Kept(listings=(on(1), on(3)), new=2)


def test_the_same_again_changes_nothing_though_it_was_fetched_anew() -> None:
    lift = Fact(topic="venue-access", name="lift", value="yes", evidence="lift", field="title")
    before, after = (
        on(1, source=SourceRef(id="guild", fetched_at=f"{day}T00:00:00+00:00"), facts=(replace(lift, date=day),))
        for day in ("2026-11-20", "2026-11-21")
    )
    assert merge([before], [after], NOW, WINDOW, whole=True) == Kept(listings=(after,))


def test_past_dates_stay_and_coming_ones_go_when_they_are_no_longer_listed() -> None:
    kept = merge([on(-7), on(7), on(14)], [on(14)], NOW, WINDOW, whole=True)
    assert kept == Kept(listings=(on(-7), on(14)), gone=1)


def test_what_has_begun_stays_when_it_is_no_longer_listed() -> None:
    begun = Listing(title="Fair", uid="fair", start="2026-11-21", all_day=True, timezone="America/New_York")
    assert merge([begun], [], NOW, WINDOW, whole=True).listings == (begun,)


def test_what_lies_beyond_the_days_asked_for_stays() -> None:
    assert merge([on(300)], [on(1)], NOW, WINDOW, whole=True).listings == (on(1), on(300))


def test_nothing_goes_when_pages_were_left_out() -> None:
    kept = merge([on(7), on(14)], [on(21)], NOW, WINDOW, whole=False)
    assert kept == Kept(listings=(on(7), on(14), on(21)), new=1)


def test_a_date_that_moves_is_changed_and_not_doubled() -> None:
    moved = replace(on(1), start=on(2).start)
    assert merge([on(1)], [moved], NOW, WINDOW, whole=True) == Kept(listings=(moved,), changed=1)


def test_dates_that_share_one_uid_are_told_apart_by_their_start() -> None:
    past, coming, later = (replace(on(days), uid="series") for days in (-7, 0, 7))
    coming = replace(coming, start=on(1).start)
    kept = merge([past, coming], [coming, later], NOW, WINDOW, whole=True)
    assert kept == Kept(listings=(past, coming, later), new=1)


def test_a_listing_without_uid_is_known_by_what_it_says() -> None:
    plain = replace(on(1), uid=None)
    assert merge([plain], [plain, plain], NOW, WINDOW, whole=True) == Kept(listings=(plain,))


def test_an_entry_without_date_stays_as_long_as_it_is_listed() -> None:
    undated = Listing(title="Ask us", uid="ask")
    assert merge([undated], [undated], NOW, WINDOW, whole=True) == Kept(listings=(undated,))
    assert merge([undated], [], NOW, WINDOW, whole=True) == Kept(listings=(), gone=1)


def test_dates_of_more_than_a_year_ago_are_let_go() -> None:
    assert merge([on(-399), on(-402)], [], NOW, WINDOW, whole=True).listings == (on(-399),)


@pytest.mark.parametrize(("before", "after"), [(10, 4), (10, 0), (40, 19), (1, 0), (9, 0)])
def test_a_fall_by_half_is_not_believed(before: int, after: int) -> None:
    known = [on(day) for day in range(1, before + 1)]
    with pytest.raises(
        SourceError, match=f"only {after} coming dates where there were {before}: the old ones are kept"
    ):
        merge(known, known[:after], NOW, WINDOW, whole=True)


@pytest.mark.parametrize(("before", "after"), [(9, 1), (10, 5), (0, 0)])
def test_a_small_fall_is_believed(before: int, after: int) -> None:
    known = [on(day) for day in range(1, before + 1)]
    assert merge(known, known[:after], NOW, WINDOW, whole=True).gone == before - after


def test_past_dates_do_not_count_as_a_fall() -> None:
    known = [on(-day) for day in range(1, 30)]
    assert len(merge(known, [on(1)], NOW, WINDOW, whole=True).listings) == 30


def test_a_source_that_has_not_changed_vouches_for_what_is_coming() -> None:
    known = [on(-1), on(1)]
    assert confirmed(known, NOW) == Kept(listings=(on(-1), replace(on(1), confirmed="2026-11-21")))


@pytest.mark.parametrize(
    ("start", "end", "is_inside"),
    [
        ("2026-11-19", None, False),
        ("2026-11-19", "2026-11-20", True),
        ("2026-09-01T18:00:00-04:00", "2026-12-01T19:00:00-05:00", True),
        ("2027-03-21", None, True),
        ("2027-03-22", None, False),
        (None, None, True),
    ],
)
def test_a_listing_lies_in_the_days_asked_for_when_any_of_its_days_does(
    start: str | None, end: str | None, *, is_inside: bool
) -> None:
    assert inside(Listing(title="x", start=start, end=end), WINDOW) == is_inside


DAYS = st.lists(st.integers(-500, 500), max_size=9).map(lambda days: [on(day) for day in days])


@given(DAYS, DAYS)
def test_harvesting_the_same_twice_is_harvesting_it_once(known: list[Listing], fresh: list[Listing]) -> None:
    # A calendar that runs empty is not believed, so that one date stays.
    fresh = [*fresh, on(1)]
    once = merge(known, fresh, NOW, WINDOW, whole=True)
    again = merge(once.listings, fresh, NOW, WINDOW, whole=True)
    assert again.listings == once.listings
    assert (again.changed, again.gone) == (0, 0)
