from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from babel import Locale
from bloomington import CHOIR, DRAWING, KNITTERS
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from msgspec.structs import replace

from finder.listing import Fact, Note, Topic
from finder.store import Store
from finder.web.jsonld import event
from finder.web.language import current
from finder.web.visit import letter, said, silent

US = Locale("en", "US")


def told(topic: Topic, name: str, value: str, evidence: str, amount: float | None = None) -> Fact:
    currency = "USD" if topic == "cost" else None
    return Fact(
        topic=topic, name=name, value=value, evidence=evidence, field="description", amount=amount, currency=currency
    )


FACTS = (
    Fact(
        topic="social",
        name="group-size",
        value="up-to",
        amount=8,
        evidence="no more than 8 people",
        field="description",
    ),
    told("venue-access", "lift", "no", "there is no lift"),
    Fact(
        topic="venue-access",
        name="step-free-entrance",
        value="yes",
        limit="on-request",
        evidence="ask us for the ramp",
        field="description",
        date="2026-11-20",
    ),
    Fact(
        topic="cost",
        name="materials",
        value="fee",
        amount=5,
        currency="USD",
        evidence="$5 for clay",
        field="description",
    ),
)
POTTERS = replace(KNITTERS, id="elm-potters", title="Potters <b>&</b> friends", facts=FACTS)


def test_facts_stand_in_the_order_of_the_vocabulary_with_the_words_of_the_host(app: Flask) -> None:
    with app.test_request_context():
        access = said(POTTERS, ("venue-access",), US)
        assert [(one.label, one.kind, one.lead, one.words, one.day) for one in access] == [
            ("Step-free entrance", "stated", "yes, on request", "ask us for the ramp", "November 20, 2026"),
            ("Lift", "no", "no", "there is no lift", None),
        ]
        [size] = said(POTTERS, ("social",), US)
        [materials] = said(POTTERS, ("cost",), US)
        assert (size.lead, materials.lead) == ("up to 8", "extra fee $5")


def test_what_a_person_corrected_is_not_put_into_the_mouth_of_the_host(app: Flask) -> None:
    lift = Fact(topic="venue-access", name="lift", value="no", evidence="corrected by a host: none", field="correction")
    with app.test_request_context():
        [one] = said(replace(CHOIR, facts=(lift,)), ["venue-access"], US)
    assert (one.kind, one.lead, one.words, one.day) == ("no", "no, corrected by a host: none", None, None)


def test_where_two_sources_contradict_each_other_both_are_named_with_their_words_and_days(app: Flask) -> None:
    lift = replace(told("venue-access", "lift", "no", "no lift"), disputed=True, date="2026-11-20")
    other = replace(lift, value="yes", evidence="there is a lift", date="2026-11-02", source="Elm Courier")
    group = replace(KNITTERS, facts=(lift, other))
    with app.test_request_context():
        found = said(group, ["venue-access"], US)
    own = KNITTERS.source.name if KNITTERS.source else None
    assert [(one.lead, one.words, one.source, one.day) for one in found] == [
        ("no, but said otherwise too", "no lift", own, "November 20, 2026"),
        ("yes, but said otherwise too", "there is a lift", "Elm Courier", "November 2, 2026"),
    ]


def test_who_corrected_what_is_told_in_the_language_of_the_page(app: Flask) -> None:
    note = Note(facet="venue-access", name="lift", by="a host", why="none", at="2026-05-02T10:00:00+00:00", value="no")
    lift = Fact(topic="venue-access", name="lift", value="no", evidence=note.words, field="correction")
    group = replace(CHOIR, facts=(lift,), corrections=(note,))
    with app.test_request_context(headers={"Accept-Language": "es"}):
        [one] = said(group, ["venue-access"], current())
    assert one.lead == "no, corregido por a host el 2 de mayo de 2026: none"


def test_what_somebody_took_off_stays_on_the_page_as_a_note(own: FlaskClient, store: Store) -> None:
    off = Note(
        facet="situation",
        name="introvert-friendly",
        by="a librarian",
        why="it is <loud>",
        at="2026-05-02T10:00:00+00:00",
        removed=True,
    )
    store.save_groups("elm", [replace(KNITTERS, corrections=(off,))])
    address = f"/groups/{KNITTERS.id}"
    for language, told in (
        ("en-US", "a librarian took “Quiet and low-pressure” off on May 2, 2026: it is <loud>"),
        ("fr", "a librarian a retiré « Calme et sans pression » le 2 mai 2026 : it is <loud>"),
    ):
        page = BeautifulSoup(own.get(address, headers={"Accept-Language": language}).text, "html.parser")
        notes = page.select('section[aria-labelledby="taken-off"] li')
        assert [one.get_text() for one in notes] == [told]


def test_a_fact_that_is_words_alone_shows_them_also_where_the_summary_is_ours(own: FlaskClient, store: Store) -> None:
    bring = Fact(topic="first-visit", name="bring", evidence="Bring a pencil.", field="description", date="2026-11-20")
    store.save_groups("sample-x", [replace(CHOIR, description="Bring a pencil.", facts=(bring,))])
    store.save_groups("elm", [replace(KNITTERS, facts=(bring,))])
    told = {}
    for group_id in (CHOIR.id, KNITTERS.id):
        facts = BeautifulSoup(own.get(f"/groups/{group_id}").text, "html.parser").select(".claim-stated")
        told[group_id] = [
            text for one in facts if (text := " ".join(one.get_text().split())).startswith("What to bring")
        ]
    assert told == {
        CHOIR.id: ["What to bring: our summary says Bring a pencil."],
        KNITTERS.id: ["What to bring: Bring a pencil. read on November 20, 2026"],
    }


def test_what_nobody_tells_is_not_stated(app: Flask) -> None:
    with app.test_request_context():
        names = [one.name for one in silent(POTTERS, ("venue-access",))]
    assert "accessible-toilet" in names
    assert not {"lift", "step-free-entrance"} & set(names)


def test_a_letter_asks_for_what_is_missing_and_for_nothing_else(app: Flask) -> None:
    with app.test_request_context():
        written = letter(POTTERS, "https://finder.example/groups/elm-potters")
    assert written
    assert "Is there an accessible toilet?" in written.text
    assert "lift" not in written.text
    assert "cost" not in written.text
    parts = urlsplit(written.href)
    assert (parts.scheme, parts.path, parse_qs(parts.query)) == (
        "mailto",
        "",
        {"subject": [POTTERS.title], "body": [written.text]},
    )


def test_the_page_shows_both_and_escapes_every_text(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [POTTERS, DRAWING])
    answer = own.get("/groups/elm-potters").text
    page = BeautifulSoup(answer, "html.parser")
    access = page.select_one('section[aria-labelledby="access"]')
    assert access
    assert "Step-free entrance : yes, on request ask us for the ramp" in " ".join(access.get_text(" ").split())
    told = " ".join(access.get_text(" ").split())
    assert "Not stated of the building: Wheelchair access · Stairs · Accessible toilet" in told
    assert "Not stated of the sessions: " in told
    silent_names = [one.label for topic in ("venue-access", "event-access") for one in silent(POTTERS, [topic])]
    assert all(name in told for name in silent_names)
    assert access.select_one("textarea")
    assert "<b>&</b>" not in answer
    data = [json.loads(one.get_text()) for one in page.select('script[type="application/ld+json"]')]
    assert [one["name"] for one in data if one["@type"] == "Event"] == [POTTERS.title]


def test_a_schedule_tells_how_often(app: Flask) -> None:
    with app.test_request_context():
        found = event(KNITTERS, "https://finder.example/groups/elm-knitters", datetime(2026, 11, 21, tzinfo=UTC))
        assert event(replace(KNITTERS, occurrences=()), "x", datetime(2026, 11, 21, tzinfo=UTC)) is None
    assert found
    assert found["startDate"] == "2026-11-24T18:00:00-05:00"
    assert found["eventSchedule"] == {
        "@type": "Schedule",
        "repeatFrequency": "P1W",
        "byDay": ["https://schema.org/Tuesday"],
        "startTime": "18:00:00",
        "endTime": "20:00:00",
        "scheduleTimezone": "America/Indiana/Indianapolis",
    }
    assert found["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 39.1669, "longitude": -86.5303}


def test_what_is_postponed_is_no_next_date_and_some_weeks_of_a_month_are_told(app: Flask) -> None:
    first, *others = KNITTERS.occurrences
    group = replace(
        KNITTERS, occurrences=(replace(first, status="postponed"), *others), cadence="FREQ=MONTHLY;BYDAY=-1TU,2TU"
    )
    with app.test_request_context():
        found = event(group, "https://finder.example/groups/elm-knitters", datetime(2026, 11, 21, tzinfo=UTC))
    assert found
    assert found["startDate"] == "2026-12-01T18:00:00-05:00"
    assert (found["eventSchedule"]["repeatFrequency"], found["eventSchedule"]["byDay"]) == ("P1M", ["-1TU", "2TU"])


def test_similar_groups_are_those_nearby_that_do_the_same(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [KNITTERS, POTTERS, DRAWING])
    page = BeautifulSoup(own.get("/groups/elm-knitters").text, "html.parser")
    links = page.select('section[aria-labelledby="similar"] a')
    assert [(a.get_text(), a["href"]) for a in links] == [(POTTERS.title, "/groups/elm-potters")]


@pytest.mark.parametrize(("query", "unit"), [("", "mile"), ("?near=Bloomington&units=km", "kilometer")])
def test_similar_groups_are_as_far_off_as_the_visitor_reckons(
    own: FlaskClient, store: Store, query: str, unit: str
) -> None:
    store.save_groups("elm", [KNITTERS, POTTERS])
    page = BeautifulSoup(own.get(f"/groups/elm-knitters{query}").text, "html.parser")
    assert [unit in one.get_text() for one in page.select('section[aria-labelledby="similar"] .small')] == [True]


def test_a_sample_has_no_letter_and_is_no_event_for_search_engines(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get(f"/groups/{CHOIR.id}").text, "html.parser")
    assert page.select("textarea") == []
    assert [json.loads(one.get_text())["@type"] for one in page.select("script:not([src])")] == ["BreadcrumbList"]
