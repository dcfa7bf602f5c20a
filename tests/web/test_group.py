from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from bloomington import CHOIR, KNITTERS
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from icalendar import Calendar

from finder.listing import Fact, Group, Occurrence
from finder.store import Store
from finder.web.calendar import ics

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def soup(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def section(page: BeautifulSoup, name: str) -> str:
    found = page.select_one(f'section[aria-labelledby="{name}"]')
    assert found
    return " ".join(found.get_text(" ").split())


def test_it_tells_when_the_group_meets_and_how_sure_that_is(client: FlaskClient) -> None:
    page = soup(client, "/groups/elm-knitters")
    assert [h1.get_text() for h1 in page.select("h1")] == ["Tuesday Evening Knitters"]
    told = section(page, "when")
    assert told.startswith("When Every Tuesday, 6–8 pm Tuesday, November 24,")  # noqa: RUF001  as written
    assert "How we know: met on 11 of the last 12 Tuesdays." in told
    assert "Tuesday, December 8, 6:00 PM to 8:00 PM cancelled" in told
    assert "2 more dates" in told
    assert "Times are local to the place (EST on the next date)." in told
    assert "Last confirmed on November 20, 2026 from the calendar of Elm Street Library." in told
    assert len(page.select('section[aria-labelledby="when"] time')) == 10


def test_dates_that_are_over_are_left_out(own: FlaskClient, store: Store) -> None:
    past = Occurrence(start="2026-11-17T18:00:00-05:00", end="2026-11-17T20:00:00-05:00")
    store.save_groups("elm", [Group(id="old", title="Old", occurrences=(past,), timezone="America/New_York")])
    page = soup(own, "/groups/old")
    assert not page.select("time")
    assert "No coming date is listed" in section(page, "when")


def dated(*days: int, status: Literal["cancelled", "postponed"] | None = None) -> list[Occurrence]:
    return [Occurrence(start=(NOW + timedelta(days=n)).isoformat(), status=status) for n in days]


COURSE = Fact(topic="social", name="faces", value="course", evidence="six weeks", field="description")


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (Group(id="g", title="G", occurrences=(*dated(2),)), []),
        (
            Group(id="g", title="G", occurrences=(*dated(3, status="cancelled"), *dated(10)), timezone="UTC"),
            ["Tuesday, November 24, 12:00 PM: cancelled."],
        ),
        (Group(id="g", title="G", occurrences=(*dated(2), *dated(9, status="cancelled"))), []),
        (
            Group(id="g", title="G", occurrences=(*dated(2, status="cancelled"), *dated(9, status="postponed"))),
            ["All coming dates are cancelled or postponed."],
        ),
        (
            Group(id="g", title="G", occurrences=(*dated(-7, 2),), facts=(COURSE,)),
            ["This course has begun. Ask the host whether you can still join."],
        ),
        (Group(id="g", title="G", occurrences=(*dated(2, 9),), facts=(COURSE,)), []),
        (Group(id="g", title="G", occurrences=(*dated(-9, -7),), facts=(COURSE,)), []),
        (Group(id="g", title="G", last_confirmed="2026-11-01"), []),
        (
            Group(id="g", title="G", last_confirmed="2026-02-01"),
            ["Its calendar last listed this on February 1, 2026. Ask the host whether it still meets."],
        ),
    ],
)
def test_what_may_spoil_the_way_there_is_told_above_all_else(
    own: FlaskClient, store: Store, group: Group, told: list[str]
) -> None:
    store.save_groups("elm", [group])
    page = soup(own, "/groups/g")
    assert [one.get_text().replace("\N{NARROW NO-BREAK SPACE}", " ") for one in page.select(".caution")] == told


def test_words_of_a_listing_say_their_language_where_the_page_has_another(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, description="Bring your yarn and sit with us.")])

    def told(language: str) -> set[tuple[str, str]]:
        page = BeautifulSoup(own.get("/groups/elm-knitters", headers={"Accept-Language": language}).text, "html.parser")
        return {(one.name, str(one["lang"])) for one in page.select("h1[lang], p[lang], q[lang]")}

    assert told("es") == {("h1", "en"), ("p", "en"), ("q", "en")}
    assert told("en-GB") == set()


def test_what_is_called_off_for_good_goes_into_no_calendar(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [Group(id="off", title="Off", occurrences=(*dated(2, status="cancelled"),))])
    page = soup(own, "/groups/off")
    assert "Next All coming dates are cancelled or postponed." in section(page, "cost")
    assert not page.select('a[href$=".ics"]')


def test_each_fact_that_decides_is_said_denied_or_not_stated(client: FlaskClient) -> None:
    facts = [" ".join(li.get_text(" ").split()) for li in soup(client, "/groups/elm-knitters").select("#suits + ul li")]
    assert facts == [
        "Works with limited mobility : listing says Step-free from the street . in the description",
        "Quiet and low-pressure likely, because Bring what you are making and sit with us . in the description",
        "Free or low cost not stated",
        "Takes little time not stated",
        "Beginners welcome not stated",
    ]


def test_the_place_is_told_no_more_exactly_than_it_is_known(client: FlaskClient) -> None:
    assert "303 Elm Street, Bloomington, IN 47408" in section(soup(client, "/groups/elm-knitters"), "where")
    roughly = section(soup(client, "/groups/elm-drawing"), "where")
    assert roughly == "Where somewhere in Bloomington"


def test_it_links_to_the_host_and_to_where_else_it_is_listed(client: FlaskClient) -> None:
    links = soup(client, "/groups/elm-knitters").select('section[aria-labelledby="source"] a')
    assert [(a.get_text(), a["href"]) for a in links][:3] == [
        ("Page of the host", "https://elm.example/knitters"),
        ("Calendar of Elm Street Library", "https://elm.example/events"),
        ("Other groups near here", "/find?lat=39.17&lon=-86.53&units=mi"),
    ]


def test_an_address_that_is_no_web_page_is_not_made_a_link(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [Group(id="bad", title="<b>Bad</b>", url="javascript:alert(1)", description="<script>x")])
    answer = own.get("/groups/bad")
    assert "javascript:" not in answer.text
    assert "<b>Bad" not in answer.text
    assert "<script>x" not in answer.text


def test_a_group_that_knows_nothing_but_its_title_is_still_a_page(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [Group(id="bare", title="Bare")])
    page = soup(own, "/groups/bare")
    assert "Price not stated" in section(page, "cost")
    assert "Sign up not stated" in section(page, "cost")
    assert "Place not stated" in section(page, "where")
    assert own.get("/groups/bare.ics").status_code == 200


def test_the_page_of_a_sample_says_that_it_is_one(client: FlaskClient) -> None:
    assert "Dates may be carried over" in soup(client, "/groups/sample-choir").select(".sample")[0].get_text()
    assert not soup(client, "/groups/elm-knitters").select(".sample")


@pytest.mark.parametrize(
    ("query", "far"),
    [
        ("near=Bloomington", "0.2 miles from Bloomington, Indiana in a straight line"),
        ("near=Bloomington&units=km", "0.4 kilometers from Bloomington, Indiana in a straight line"),
        ("lat=39.17&lon=-86.63&units=mi", "5.3 miles from you in a straight line"),
    ],
)
def test_from_a_search_it_tells_how_far_it_is(client: FlaskClient, query: str, far: str) -> None:
    page = soup(client, f"/groups/elm-knitters?{query}")
    assert [one.get_text() for one in page.select(".way")] == [far]


@pytest.mark.parametrize("query", ["", "?near=Nowhere", "?lat=1", "?near=%00", "?units=parsec"])
def test_from_nowhere_it_tells_no_way_and_the_link_to_pass_on_is_bare(client: FlaskClient, query: str) -> None:
    page = soup(client, f"/groups/elm-knitters{query}")
    assert not page.select(".way")
    assert [one["value"] for one in page.select("#link")] == ["http://localhost/groups/elm-knitters"]
    assert [one["href"] for one in page.select("link[rel=canonical]")] == ["http://localhost/groups/elm-knitters"]


def test_it_can_be_passed_on_and_put_right(client: FlaskClient) -> None:
    page = soup(client, "/groups/elm-knitters")
    link = page.select_one("#link")
    assert link
    assert link["value"] == "http://localhost/groups/elm-knitters"
    [mail] = [urlsplit(str(a["href"])) for a in page.select(".pass-on a[href^=mailto]")]
    assert parse_qs(mail.query) == {
        "subject": [title := "Tuesday Evening Knitters"],
        "body": [f"{title}\nEvery Tuesday, 6\N{EN DASH}8 pm\nElm Street Library, Room 1B\n{link['value']}"],
    }
    assert [a["href"] for a in page.select(".wrong a")] == ["https://elm.example/knitters"]
    assert [a.get_text() for a in page.select(".maps + ul a")] == [
        "My maps app",
        "OpenStreetMap",
        "Apple Maps",
        "Google Maps",
    ]


def test_a_group_that_is_gone_is_answered_with_help(client: FlaskClient) -> None:
    for address in ("/groups/nobody", "/groups/nobody.ics", "/groups/%00", "/groups/" + "x" * 3000):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "no longer shown" in answer.text
        assert 'href="/"' in answer.text


def test_its_dates_can_be_taken_into_a_calendar(client: FlaskClient) -> None:
    answer = client.get("/groups/elm-knitters.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="elm-knitters.ics"'
    calendar = Calendar.from_ical(answer.data)
    events: list[Any] = list(calendar.walk("VEVENT"))
    assert len(events) == 10
    first = events[0]
    assert first["UID"] == "elm-knitters/20261124T230000Z@creative-community-finder"
    assert first["DTSTART"].dt.isoformat() == "2026-11-24T18:00:00-05:00"
    assert first["DTSTART"].params["TZID"] == "America/Indiana/Indianapolis"
    assert first["DTEND"].dt - first["DTSTART"].dt == timedelta(hours=2)
    assert [str(event["STATUS"]) for event in events[:3]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Indiana/Indianapolis"]
    assert first["LOCATION"] == "Elm Street Library, Room 1B, 303 Elm Street, Bloomington, IN 47408"


def test_the_calendar_is_the_same_each_time_it_is_asked_for(client: FlaskClient) -> None:
    assert client.get("/groups/elm-knitters.ics").data == client.get("/groups/elm-knitters.ics").data


def test_a_whole_day_ends_in_a_calendar_on_the_next_morning() -> None:
    group = Group(id="g", title="Fair", occurrences=(Occurrence(start="2026-12-05", end="2026-12-06"),))
    event: Any = Calendar.from_ical(
        ics([group], "Fair", "https://x.example", lambda _: "https://x.example/groups/g", NOW)
    ).walk("VEVENT")[0]
    assert (str(event["DTSTART"].dt), str(event["DTEND"].dt)) == ("2026-12-05", "2026-12-07")


def test_a_time_in_no_known_zone_is_written_in_utc() -> None:
    start = Occurrence(start="2026-12-05T10:00:00+03:30")
    group = Group(id="g", title="Fair", timezone="No/Where", occurrences=(start,))
    assert b"DTSTART:20261205T063000Z" in ics(
        [group], "Fair", "https://x.example", lambda _: "https://x.example/groups/g", NOW
    )


def test_a_sample_links_to_where_its_facts_were_read_and_calls_its_summary_ours(own: FlaskClient, store: Store) -> None:
    sample = msgspec.structs.replace(CHOIR, url="https://www.arts.example/7", description="We sing. Nobody auditions.")
    store.save_groups("sample-x", [sample])
    page = soup(own, "/groups/sample-choir")
    assert section(page, "about") == "Our summary We sing. Nobody auditions."
    assert "Where these facts were read (arts.example)" in section(page, "source")
    assert "Page of the host" not in section(page, "source")
