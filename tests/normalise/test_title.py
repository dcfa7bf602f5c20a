from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.normalise.title import read_title

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "title",
    [
        "CANCELLED: Life Drawing",
        "Canceled - Life Drawing",
        "(CXLD) Life Drawing",
        "[CANCELLED] Life Drawing",
        "*CANCELLED* Life Drawing",
        "CANCELLED Life Drawing",
        "Cancelled! Life Drawing",
        "CANCELLED TODAY - Life Drawing",
        "Life Drawing - Cancelled",
        "Life Drawing (CANCELED)",
        "Life Drawing CANCELLED",
        "Life Drawing: class cancelled",
        "NO Life Drawing",
        "NO Life Drawing.",
        "No Life Drawing today",
    ],
)
def test_a_word_that_cancels_is_status_and_leaves_the_name(title: str) -> None:
    assert read_title(title, DAY, None)[:2] == ("Life Drawing", "cancelled")


@pytest.mark.parametrize("title", ["POSTPONED Life Drawing", "Postponed: Life Drawing", "Life Drawing (postponed)"])
def test_a_postponed_event_is_not_cancelled(title: str) -> None:
    assert read_title(title, DAY, None)[:2] == ("Life Drawing", "postponed")


@pytest.mark.parametrize(
    "title",
    [
        "SOLD OUT: Life Drawing",
        "Cancelled Stamps Collectors",
        "No Bake Cookies",
        "NO BAKE COOKIES",
        "No Kings Rally",
        "(H.B.G.) - Board Gaming",
        "Cancelled",
        "How to cancel your gym membership",
        "NaNoWriMo Write-in #28",
        "Symposium - Israel Update and October 7th Commemoration",
        "West Shore / Board Gaming - Westshore Edition",
        "Knitting @ the Mill",
    ],
)
def test_other_names_stay_whole(title: str) -> None:
    assert read_title(title, DAY, "Somewhere Else")[:2] == (title, None)


@pytest.mark.parametrize(
    "title",
    [
        "Life Drawing - November 21, 2026",
        "Life Drawing, Saturday, November 21",
        "Life Drawing (11/21/2026)",
        "Life Drawing - Nov. 21st at 6:30 pm",
        "Life Drawing | 2026-11-21",
        "[2026-11-21] Life Drawing",
        "Life Drawing - Old Mill",
        "Life Drawing (Old Mill)",
        "Life Drawing @ Old Mill",
        "Life Drawing - Registration is required.",
        "<b>Life</b>&nbsp;Drawing",
    ],
)
def test_what_repeats_the_listings_own_date_or_venue_goes(title: str) -> None:
    assert read_title(title, DAY, "Old Mill").text == "Life Drawing"


def test_a_date_of_another_day_belongs_to_the_name() -> None:
    assert read_title("Songs of November 20, 2026", DAY, None).text == "Songs of November 20, 2026"


@given(st.text())
def test_any_title_can_be_read_and_a_name_is_never_lost(title: str) -> None:
    made = read_title(title, DAY, "Old Mill")
    assert not title.strip() or made.text is not None
    assert "\n" not in made.text


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cancelled meetup", "Cancelled meetup"),
        ("CANCELLED meetup", "meetup"),
        ("Cancelled: meetup", "meetup"),
        ("Cancelled Spring Cleanup", "Spring Cleanup"),
        ("Cancelled for Easter Sunday - Playgroup", "Playgroup"),
        ("Canceled until May 3rd: Choir", "Choir"),
    ],
)
def test_a_word_within_a_plain_phrase_stays_in_the_name(title: str, name: str) -> None:
    assert read_title(title, DAY, None)[:2] == (name, "cancelled")
