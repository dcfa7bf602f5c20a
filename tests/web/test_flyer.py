from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from bloomington import INDIANA, KNITTERS
from flask.testing import FlaskClient
from pypdf import PdfReader

from finder.listing import Group, Occurrence
from finder.store import Store


def text_of(content: bytes) -> tuple[int, str]:
    pages = PdfReader(io.BytesIO(content)).pages
    return len(pages), " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("name", ["poster", "list"])
def test_paper_takes_what_the_find_page_takes(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/flyer/{name}.pdf?near=Bloomington&pathway=crafts")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    _, told = text_of(answer.data)
    for part in (
        "near Bloomington, Crafts",
        "Tuesday Evening Knitters",
        "Elm Street Library",
        "As listed here on November 21, 2026",
    ):
        assert part in told
    assert "Life Drawing" not in told


def test_a_flyer_is_one_page_however_many_are_found(own: FlaskClient, store: Store) -> None:
    long = [
        msgspec.structs.replace(KNITTERS, id=f"many-{n}", title=f"A circle with quite a long name, number {n}")
        for n in range(30)
    ]
    store.save_groups("elm", long)
    assert text_of(own.get("/flyer/poster.pdf?near=Bloomington").data)[0] == 1
    pages, told = text_of(own.get("/flyer/list.pdf?near=Bloomington").data)
    assert pages > 3
    assert all(f"number {n}" in told for n in range(30))


def test_a_list_in_large_print_that_holds_a_part_says_so_and_where_all_are(own: FlaskClient, store: Store) -> None:
    part = "These are the first 60 groups. The last page says where to find all."
    assert part not in text_of(own.get("/flyer/list.pdf?near=Bloomington").data)[1]
    many = [msgspec.structs.replace(KNITTERS, id=f"many-{n}", title=f"Number {n}") for n in range(61)]
    store.save_groups("elm", many)
    told = text_of(own.get("/flyer/list.pdf?near=Bloomington").data)[1]
    assert part in told
    assert "All of them, with access, cost and dates localhost/find?near=Bloomington" in told


def test_a_flyer_of_long_listings_shows_as_many_as_one_page_has_room_for(own: FlaskClient, store: Store) -> None:
    long = [
        msgspec.structs.replace(
            KNITTERS,
            id=f"long-{n}",
            title=f"Number {n} of the intergenerational circles for visible mending and slow stitching " * 2,
            venue="The Community Rooms of the Old Mill at the Upper End of Riverside Park " * 2,
        )
        for n in range(5)
    ]
    store.save_groups("elm", long)
    pages, told = text_of(own.get("/flyer/poster.pdf?near=Bloomington").data)
    shown = sum(f"Number {n}" in told for n in range(5))
    assert (pages, 1 < shown < 5) == (1, True)
    assert "cost and dates localhost/find?near=Bloomington" in told


def test_a_flyer_tells_of_a_sample_and_gives_an_address_to_type(client: FlaskClient) -> None:
    _, told = text_of(client.get("/flyer/poster.pdf?near=Bloomington").data)
    assert "This is a sample of real groups" in told
    assert "localhost/find?near=Bloomington" in told
    _, long = text_of(client.get("/flyer/poster.pdf?near=Bloomington&pathway=crafts&day=tu&day=we&day=th&free=1").data)
    assert "sample" not in long
    assert "cost and dates localhost As listed" in long


def test_paper_without_groups_says_so(client: FlaskClient) -> None:
    assert "nothing on this list right now" in text_of(client.get("/flyer/list.pdf?pathway=writing").data)[1]


def test_wrong_input_is_told_in_a_sentence(client: FlaskClient) -> None:
    assert client.get("/flyer/poster.pdf?near=Nowhere").status_code == 404
    assert client.get("/flyer/poster.pdf?max_price=x").status_code == 400
    assert client.get("/flyer/banner.pdf").status_code == 404


def test_the_coming_week_is_told_day_by_day_for_an_e_mail(client: FlaskClient) -> None:
    told = client.get("/feeds/week.txt?near=Bloomington").text
    assert told.splitlines()[:6] == [
        "Creative groups: near Bloomington",
        "",
        "Tuesday, November 24, 2026",
        "- 2:00\u202fPM: Life Drawing, somewhere in Bloomington, Price not stated",
        "  http://localhost/groups/elm-drawing",
        "- 6:00\u202fPM: Tuesday Evening Knitters, Elm Street Library, Room 1B, Free",
    ]
    assert told.splitlines()[-1] == "http://localhost/find?near=Bloomington"


def test_a_cancelled_date_and_a_whole_day_are_said_in_the_week(own: FlaskClient, store: Store) -> None:
    fair = Group(id="fair", title="Fair", occurrences=(Occurrence(start="2026-11-22"),), creative=True)
    cancelled = Occurrence(start="2026-11-24T18:00:00-05:00", status="cancelled")
    off = msgspec.structs.replace(KNITTERS, occurrences=(cancelled, *KNITTERS.occurrences[1:]))
    store.save_groups("elm", [fair, off])
    told = own.get("/feeds/week.txt").text
    assert "- all day: Fair, Price not stated" in told
    assert "Elm Street Library, Room 1B, Free, cancelled" in told
    assert "Nothing is listed for the next seven days." in own.get("/feeds/week.txt?pathway=writing").text


def test_what_is_postponed_goes_on_or_is_over_is_told_so_in_the_week(own: FlaskClient, store: Store) -> None:
    def group(name: str, start: str, end: str | None = None, **more: Any) -> Group:
        dates = (Occurrence(start=start, end=end, **more),)
        return Group(id=name, title=name.title(), occurrences=dates, creative=True, timezone=INDIANA)

    # It is seven in the morning of 21 November there.
    groups = [
        group("today", "2026-11-21"),
        group("begun", "2026-11-21T06:30:00-05:00", "2026-11-21T08:00:00-05:00"),
        group("over", "2026-11-21T05:00:00-05:00", "2026-11-21T06:00:00-05:00"),
        group("show", "2026-11-01", "2026-12-01"),
        group("later", "2026-11-25T19:00:00-05:00", status="postponed"),
    ]
    later = groups[-1].occurrences
    groups[-1] = msgspec.structs.replace(groups[-1], occurrences=(*later, Occurrence(start="2026-12-20")))
    store.save_groups("elm", groups)
    told = [line[2:] for line in own.get("/feeds/week.txt").text.splitlines() if line.startswith("- ")]
    assert [line for line in told if "Choir" not in line] == [
        "all day: Today, Price not stated",
        "6:30\u202fAM: Begun, Price not stated",
        "7:00\u202fPM: Later, Price not stated, postponed",
    ]


def test_each_day_of_the_week_stands_once_wherever_its_clock_is(own: FlaskClient, store: Store) -> None:
    def group(name: str, start: str, zone: str) -> Group:
        return Group(id=name, title=name, occurrences=(Occurrence(start=start),), creative=True, timezone=zone)

    west, east = "America/Los_Angeles", "Asia/Tokyo"
    starts = ("2026-11-24T08:00:00+09:00", "2026-11-23T20:00:00-08:00", "2026-11-24T15:00:00+09:00")
    groups = [group(f"g{n}", start, east if "+09" in start else west) for n, start in enumerate(starts)]
    store.save_groups("elm", groups)
    told = own.get("/feeds/week.txt").text.splitlines()
    assert [line for line in told if "2026" in line][:2] == ["Monday, November 23, 2026", "Tuesday, November 24, 2026"]


def test_paper_says_what_is_doubtful_of_a_listing(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, last_confirmed="2026-02-01")])
    _, told = text_of(own.get("/flyer/list.pdf?near=Bloomington&pathway=crafts").data)
    assert "Before you go" in told
    assert "Last listed on February 1, 2026. Ask first." in told
