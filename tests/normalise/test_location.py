from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.normalise.location import read_location
from finder.normalise.location_parts import Location


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (
            "Old Mill, 3 Mill Ln, Riverside, NY, 10014, United States",
            ("Old Mill", None, "3 Mill Ln, Riverside, NY, 10014, United States"),
        ),
        ("Old Mill | Loft, 3 Mill Ln, Riverside, NY", ("Old Mill", "Loft", "3 Mill Ln, Riverside, NY")),
        ("Old Mill @ 3 Mill Lane, Riverside", ("Old Mill", None, "3 Mill Lane, Riverside")),
        (
            "City Hall > Council Chambers - 9 Elm Road Suite 4  Riverside CA 95492",
            ("City Hall", "Council Chambers", "9 Elm Road Suite 4 Riverside CA 95492"),
        ),
        ("North Library - 1030 Elm Ave. - Riverside", ("North Library", None, "1030 Elm Ave., Riverside")),
        (" - 160 Elm Ave.  Riverside 28711", (None, None, "160 Elm Ave. Riverside 28711")),
        (" -   Riverside CA 95492", (None, None, "Riverside CA 95492")),
        (
            "Art Loft - 39 S. Elm St. Suite C<br>Riverside, NC 28801",
            ("Art Loft", None, "39 S. Elm St. Suite C, Riverside, NC 28801"),
        ),
        ("2 Elm Road, 2 Elm Road, Toronto, ON, Canada", (None, None, "2 Elm Road, Toronto, ON, Canada")),
        ("95 Elm Ave, Toronto, ON M6S 3H9, Canada", (None, None, "95 Elm Ave, Toronto, ON M6S 3H9, Canada")),
        (
            "Elm Taphouse, Guildhall Cl, Manchester M16 7BA UK",
            ("Elm Taphouse", None, "Guildhall Cl, Manchester M16 7BA UK"),
        ),
        ("Elm High School, Detroit, MI 48235, USA", ("Elm High School", None, "Detroit, MI 48235, USA")),
        (
            "Sample Gates, E Elm Ave & S Oak Ave, Bloomington, IN 47405",
            ("Sample Gates", None, "E Elm Ave & S Oak Ave, Bloomington, IN 47405"),
        ),
        ("Elm Park - south side, 171 Elm Street, Toronto", ("Elm Park - south side", None, "171 Elm Street, Toronto")),
        ("Town Library - Meeting Room 2C", ("Town Library", "Meeting Room 2C", None)),
        ("Town Library - ", ("Town Library", None, None)),
        ("Meeting Room at Town Library", ("Town Library", "Meeting Room", None)),
        ("Offsite (Elm) at Town Library", (None, None, None)),
        ("MUSEUM OF ART - Room Number: Family Studio", ("MUSEUM OF ART", "Family Studio", None)),
        ("Elm Hall, 110", ("Elm Hall", "110", None)),
        ("Rear Room, Elm Village Hall", ("Elm Village Hall", "Rear Room", None)),
        (
            "Location: Elm Centre, Meeting Room #2, 5401 Elm Lane, Rohnert Park",
            ("Elm Centre", "Meeting Room #2", "5401 Elm Lane, Rohnert Park"),
        ),
        ("Elm Quay", ("Elm Quay", None, None)),
        ("Lounge in Elm Student Center", ("Lounge in Elm Student Center", None, None)),
        ("BH23 4AB", (None, None, "BH23 4AB")),
        ("Bloomington, IN", (None, None, "Bloomington, IN")),
        ("TBC", (None, None, None)),
        ("ON", (None, None, None)),
        ("https://example.org/tickets", (None, None, None)),
        ("#_LOCATIONNAME, #_LOCATIONFULLLINE", (None, None, None)),
        (None, (None, None, None)),
    ],
)
def test_one_line_is_taken_apart(printed: str | None, found: tuple[str | None, str | None, str | None]) -> None:
    assert read_location(printed, None, None)[:3] == found


@pytest.mark.parametrize(
    "printed",
    [
        "Online",
        "Virtual, NC, United States",
        "Virtual - Library Zoom Room",
        "Zoom",
        "via Zoom",
        "https://zoom.us/j/1",
        "<p>Join at <a href='x'>https://town.zoom.us/j/1</a> by dialing 877-853-5247</p> - ",
        "West End - Zoom",
    ],
)
def test_what_only_means_online_is_no_place(printed: str) -> None:
    assert read_location(printed, None, None) == Location(mode="online")


@pytest.mark.parametrize(
    "printed", ["Elm Library & Virtual", "Online and Elm Library", "Elm Library or https://zoom.us/j/1"]
)
def test_a_place_and_a_screen_are_hybrid(printed: str) -> None:
    assert read_location(printed, None, None) == Location("Elm Library", None, None, "hybrid")


@pytest.mark.parametrize("printed", ["Virtual Reality Lab", "Zoom Room Dog Gym", "Discord & Rhyme Bookstore"])
def test_a_name_with_such_a_word_in_it_is_a_place(printed: str) -> None:
    assert read_location(printed, None, None).venue == printed


def test_parts_that_a_feed_gives_apart_stay_apart() -> None:
    assert read_location("Elm Hall, West Wing", "Room 2", "3 Mill Ln") == Location(
        "Elm Hall, West Wing", "Room 2", "3 Mill Ln"
    )


@given(st.none() | st.text(), st.none() | st.text(), st.none() | st.text())
def test_any_texts_can_be_read(venue: str | None, room: str | None, address: str | None) -> None:
    for part in read_location(venue, room, address)[:3]:
        assert part is None or (part.strip() and "\n" not in part)


@pytest.mark.parametrize(
    ("venue", "address", "kept"),
    [
        ("The Print Loft", "The Print Loft, 8 Mill Road, Leeds, LS1 4AB", "The Print Loft"),
        ("8 Mill Road", "8 Mill Road, Leeds, LS1 4AB", None),
        ("Leeds", "Leeds, England", None),
    ],
)
def test_an_address_that_begins_with_the_house_leaves_it_its_name(venue: str, address: str, kept: str | None) -> None:
    assert read_location(venue, None, address) == Location(kept, None, address)
