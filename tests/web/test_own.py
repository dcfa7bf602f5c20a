from __future__ import annotations

import io
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader

PLAN = "kind=craft-night&near=Bloomington&day=tu&at=18:30&rhythm=monthly&people=8"


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def test_the_form_asks_before_there_is_a_plan(client: FlaskClient) -> None:
    found = page(client, "/start-your-own")
    assert len(found.select('input[name="kind"]')) == 8
    assert not found.select("#plan")


def test_a_plan_has_dates_steps_and_rooms_nearby(client: FlaskClient) -> None:
    found = page(client, f"/start-your-own?{PLAN}")
    assert found.select_one("#plan-title")
    assert found.select("#plan-title")[0].get_text() == "Craft night: First Tuesday of the month, 6:30\u202fPM"
    steps = [step.get_text() for step in found.select(".steps li")]
    assert len(steps) == 9
    assert "January 5, 2027, February 2, 2027, March 2, 2027" in steps[2]
    assert "Elm Street Library" in found.select(".rooms li")[0].get_text()
    assert found.select('input[name="near"]')[0]["value"] == "Bloomington"


def test_what_is_listed_already_is_said_first(client: FlaskClient) -> None:
    some = page(client, f"/start-your-own?{PLAN}").select("#plan .notice")[0]
    assert some.get_text().startswith("1 free group is listed here within 3 miles of")
    none = page(client, f"/start-your-own?{PLAN.replace('craft-night', 'open-mic')}").select("#plan .notice")[0]
    assert none.get_text().startswith("No free group is listed here within 3 miles of")
    assert not none.select("a")


def test_choosing_a_room_keeps_the_rest(client: FlaskClient) -> None:
    link = page(client, f"/start-your-own?{PLAN}").select(".rooms a")[0]
    chosen = page(client, str(link["href"]))
    assert "Ask for Elm Street Library." in chosen.select(".steps li")[1].get_text()
    assert chosen.select("#plan-title")[0].get_text().startswith("Craft night: First Tuesday")


def test_wrong_input_is_told_beside_the_form(client: FlaskClient) -> None:
    assert "is no time of day" in page(client, f"/start-your-own?{PLAN}&at=".replace("at=18:30", "at=late"), 400).text
    assert "We know no place" in page(client, "/start-your-own?kind=craft-night&near=Nowhere", 404).text
    assert not page(client, "/start-your-own?kind=nothing&near=Bloomington").select("#plan")


def test_the_first_dates_come_as_one_event_with_a_rule(client: FlaskClient) -> None:
    answer = client.get(f"/start-your-own/dates.ics?{PLAN}&room=Elm%20Street%20Library")
    events: list[Any] = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    (event,) = events
    assert event["DTSTART"].dt.isoformat() == "2027-01-05T18:30:00-05:00"
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Craft night", "Elm Street Library")
    assert event["RRULE"].to_ical().decode().startswith("FREQ=MONTHLY;")


def test_the_flyer_holds_what_was_chosen_and_the_contact_stands_in_no_address(client: FlaskClient) -> None:
    form = dict(part.split("=") for part in PLAN.split("&")) | {"contact": "Call Ana, 555-0100"}
    answer = client.post("/start-your-own/flyer.pdf", data=form)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    text = " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())
    for part in ("Craft night", "First Tuesday of the month", "Call Ana, 555-0100", "Bloomington"):
        assert part in text
    form_of_the_page = page(client, f"/start-your-own?{PLAN}").select('form[method="post"]')[0]
    assert form_of_the_page["action"] == "/start-your-own/flyer.pdf"


def test_a_flyer_of_nothing_leads_back_to_the_form(client: FlaskClient) -> None:
    assert client.post("/start-your-own/flyer.pdf").headers["Location"] == "/start-your-own"
    assert client.get("/start-your-own/dates.ics").headers["Location"] == "/start-your-own"


def test_it_speaks_the_visitors_language(client: FlaskClient) -> None:
    answer = client.get(f"/start-your-own?{PLAN}", headers={"Accept-Language": "es"})
    assert "Noche de manualidades: Primer martes del mes" in answer.text
