"""OpenActive's feed as harvesters meet it: page by page, to the end, and back into a finder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bloomington import DRAWING, INDIANA, KNITTERS, LIBRARY, filled, tuesdays, website
from directories import POTTERS, WRITERS, carried, fact
from flask.testing import FlaskClient
from msgspec.structs import replace
from rereading import reread

from finder.listing import Fact, Group, Occurrence, Price
from finder.store import Store, open_store

FEED = "/feeds/openactive/session-series"


def read(client: FlaskClient, address: str) -> dict[str, Any]:
    page: dict[str, Any] = client.get(address).json  # type: ignore[assignment]  # of JSON
    return page


def pages(client: FlaskClient, address: str = FEED) -> Iterator[dict[str, Any]]:
    """Follow the feed as the standard says, to a page without items that names itself."""
    for _ in range(100):
        page = read(client, address)
        yield page
        if not page["items"] and page["next"] == f"http://localhost{address}":
            return
        address = page["next"].removeprefix("http://localhost")
    pytest.fail("the feed has no end")


def items(client: FlaskClient, address: str = FEED) -> list[dict[str, Any]]:
    return [item for page in pages(client, address) for item in page["items"]]


def test_who_follows_the_feed_to_its_end_has_each_group_once(own: FlaskClient, store: Store) -> None:
    many = [replace(DRAWING, id=f"many-{n}", title=f"Circle {n}") for n in range(230)]
    store.save_groups("elm", many)
    for address in (FEED, f"{FEED}?limit=7", f"{FEED}?limit=100000"):
        found = [item for item in items(own, address) if item["state"] == "updated"]
        assert sorted(item["id"] for item in found) == sorted(group.id or "" for group in many)
        numbers = [item["modified"] for item in items(own, address)]
        assert numbers == sorted(set(numbers))


def test_what_changes_and_goes_comes_after_the_last_page(own: FlaskClient, store: Store) -> None:
    *_, last = pages(own)
    end = last["next"].removeprefix("http://localhost")
    store.save_groups("elm", [replace(KNITTERS, title="Wednesday Knitters")])
    changed = {item["id"]: (item["state"], item.get("data", {}).get("name")) for item in items(own, end)}
    assert changed == {"elm-knitters": ("updated", "Wednesday Knitters"), "elm-drawing": ("deleted", None)}


def test_what_is_only_seen_again_is_not_told_again(own: FlaskClient, store: Store) -> None:
    *_, last = pages(own)
    store.save_groups("elm", [replace(KNITTERS, last_confirmed="2026-11-22T10:00:00Z"), DRAWING])
    assert items(own, last["next"].removeprefix("http://localhost")) == []


def test_who_follows_while_others_write_has_just_what_is_there(tmp_path: Path) -> None:
    store, done = filled(tmp_path), threading.Event()
    client = website(tmp_path, store).test_client()

    def write() -> None:
        chance = Random(7)
        with closing(open_store(tmp_path / "finder.sqlite")) as own:
            for step in range(30):
                ids = chance.sample(range(20), chance.randrange(12))
                own.save_groups("elm", [replace(DRAWING, id=f"g-{n}", title=f"Circle {step % 4}") for n in ids])
        done.set()

    writer = threading.Thread(target=write)
    copy: dict[str, str] = {}
    address = f"{FEED}?limit=3"
    writer.start()
    while True:
        was_done, page = done.is_set(), read(client, address)
        for item in page["items"]:
            copy.pop(item["id"], None)
            if item["state"] == "updated":
                copy[item["id"]] = item["data"]["name"]
        if was_done and not page["items"] and page["next"] == f"http://localhost{address}":
            break
        address = page["next"].removeprefix("http://localhost")
    writer.join()
    assert copy == {group.id: group.title for group in store.groups("elm")}
    store.close()


def test_groups_of_the_sample_are_passed_over(client: FlaskClient) -> None:
    assert [item["id"] for item in items(client)] == ["elm-knitters", "elm-drawing"]
    # A page that holds nothing else is not the last one: it names another.
    first, second, third, last = pages(client, f"{FEED}?limit=1")
    assert [len(page["items"]) for page in (first, second, third, last)] == [1, 1, 0, 0]
    assert third["next"] == last["next"]


def test_the_last_page_is_kept_for_seconds_and_all_others_for_an_hour(client: FlaskClient) -> None:
    first = client.get(FEED)
    last = client.get(read(client, FEED)["next"])
    assert (first.headers["Cache-Control"], last.headers["Cache-Control"]) == (
        "public, max-age=3600",
        "public, max-age=8",
    )
    assert {answer.content_type for answer in (first, last)} == {"application/json"}
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in (first, last)} == {"*"}
    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_feed_without_groups_is_a_last_page(bare: FlaskClient) -> None:
    assert [page["items"] for page in pages(bare)] == [[]]


@pytest.mark.parametrize("number", ["-1", "x", "1.5", "", "9" * 19, "٣"])
def test_a_number_that_no_feed_gives_is_refused_in_a_sentence(client: FlaskClient, number: str) -> None:
    for name in ("afterChangeNumber", "limit"):
        answer = client.get(FEED, query_string={name: number})
        assert (answer.status_code, len(answer.text.splitlines())) == (400, 1)


def test_a_number_beyond_all_changes_is_an_end(client: FlaskClient) -> None:
    assert [page["items"] for page in pages(client, f"{FEED}?afterChangeNumber={'9' * 18}")] == [[]]


def data(client: FlaskClient, group: str) -> Any:
    return next(item["data"] for item in items(client) if item["id"] == group)


def test_a_series_says_what_its_host_states(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [POTTERS])
    series = data(own, "elm-potters")
    scheme, support = "http://localhost/feeds/openactive/activities", "https://openactive.io/accessibility-support"
    described = {key: series.pop(key) for key in ("description", "activity", "image")}
    assert series == {
        "@context": ["https://openactive.io/", "https://openactive.io/ns-beta"],
        "@type": "SessionSeries",
        "@id": "http://localhost/groups/elm-potters",
        "identifier": "elm-potters",
        "name": "Pottery Evenings",
        "url": "https://elm.example/pottery",
        "category": ["Clay", "Evening classes"],
        "organizer": {
            "@type": "Organization",
            "@id": "http://localhost/hosts/elm/elm-street-library",
            "name": "Elm Street Library",
        },
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "Elm Street Library",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "303 Elm Street",
                "addressLocality": "Bloomington",
                "addressRegion": "IN",
                "postalCode": "47408",
                "addressCountry": "US",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": LIBRARY.latitude, "longitude": LIBRARY.longitude},
            "amenityFeature": [
                {"@type": "LocationFeatureSpecification", "name": "Lift", "value": True},
                {"@type": "Parking", "name": "Parking", "value": False},
                {"@type": "LocationFeatureSpecification", "name": "Wheelchair access", "value": True},
            ],
        },
        "beta:sportsActivityLocation": [{"@type": "SportsActivityLocation", "name": "Room 1B"}],
        "accessibilitySupport": [
            {
                "@type": "Concept",
                "@id": f"{support}#2bfb7228-5969-4927-8435-38b5005a8771",
                "prefLabel": "Hearing impairment",
                "inScheme": support,
            }
        ],
        "beta:isWheelchairAccessible": True,
        "accessibilityInformation": "There is a lift.\nno parking\nwheelchairs are welcome\n"
        "Hearing loop in the main hall.\ndeaf people are welcome",
        "schedulingNote": "Not in the school holidays",
        "ageRange": {"@type": "QuantitativeValue", "minValue": 18},
        "schema:typicalAgeRange": "Adults",
        "isAccessibleForFree": False,
        "offers": [
            {
                "@type": "Offer",
                "price": price,
                "priceCurrency": "USD",
                "description": "$5 to $12.50",
                "openBookingInAdvance": "https://openactive.io/Required",
            }
            for price in (5.0, 12.5)
        ],
        "eventSchedule": [
            {
                "@type": "Schedule",
                "scheduledEventType": "ScheduledSession",
                "repeatFrequency": "P1W",
                "byDay": ["https://schema.org/Thursday"],
                "startDate": "2027-02-18",
                "endDate": "2027-04-15",
                "startTime": "19:30:00",
                "endTime": "21:00:00",
                "duration": "PT90M",
                "scheduleTimezone": INDIANA,
                "exceptDate": ["2027-03-11T19:30:00-05:00"],
            }
        ],
    }
    assert described["description"] == POTTERS.description
    assert described["image"] == [{"@type": "ImageObject", "url": "https://elm.example/pot.jpg"}]
    assert [one["@id"] for one in described["activity"]] == [
        f"{scheme}#pathway-crafts",
        f"{scheme}#activity-pottery-ceramics",
    ]


def test_what_nobody_says_is_absent(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [Group(id="bare", title="Bare", creative=True)])
    assert data(own, "bare") == {
        "@context": ["https://openactive.io/", "https://openactive.io/ns-beta"],
        "@type": "SessionSeries",
        "@id": "http://localhost/groups/bare",
        "identifier": "bare",
        "name": "Bare",
        "url": "http://localhost/groups/bare",
    }


def test_what_is_likely_denied_disputed_or_corrected_by_name_does_not_leave_as_a_fact(
    own: FlaskClient, store: Store
) -> None:
    disputed = (fact("lift", "yes", "a lift", disputed=True), fact("lift", "no", "no lift yet", disputed=True))
    corrected = Fact(
        topic="venue-access", name="stairs", value="no", field="correction", evidence="corrected by Ann Example: I saw"
    )
    store.save_groups("elm", [replace(DRAWING, facts=(*disputed, corrected), tags=(*KNITTERS.tags, *DRAWING.tags[1:]))])
    series = data(own, "elm-drawing")
    assert series["accessibilityInformation"] == "a lift\nno lift yet"
    assert [one["name"] for one in series["location"]["amenityFeature"]] == ["Stairs"]
    assert "Ann" not in str(series)
    assert {one["prefLabel"] for one in series["activity"]} == {"Crafts", "Knitting, sewing and fibre"}


def test_a_place_of_which_only_the_town_is_known_is_given_as_the_town(client: FlaskClient) -> None:
    assert data(client, "elm-drawing")["location"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Bloomington",
            "addressRegion": "Indiana",
            "addressCountry": "US",
        },
    }


def test_dates_that_no_schedule_can_tell_stand_one_by_one(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [KNITTERS, WRITERS])
    knitters, writers = data(own, "elm-knitters"), data(own, "elm-writers")
    assert [one["@type"] for one in knitters["eventSchedule"] + writers["eventSchedule"]] == ["PartialSchedule"] * 2
    states = [one.get("eventStatus") for one in knitters["subEvent"]]
    assert states == [None, None, "https://schema.org/EventCancelled", *[None] * 7]
    assert writers["subEvent"][0] == {
        "@type": "ScheduledSession",
        "@id": "http://localhost/groups/elm-writers#2026-12-07T19:00:00+00:00",
        "startDate": "2026-12-07T19:00:00+00:00",
        "endDate": "2026-12-07T20:30:00+00:00",
        "duration": "PT90M",
    }
    assert writers["subEvent"][1]["url"] == "https://elm.example/p/2027-01-04"
    assert [(one.get("price"), one["description"]) for one in writers["offers"]] == [(None, "Pay what you can")]
    assert "isAccessibleForFree" not in writers


def test_an_unknown_zone_and_odd_dates_break_no_page(own: FlaskClient, store: Store) -> None:
    nowhere = replace(KNITTERS, timezone="Mars/Olympus")
    naive = replace(KNITTERS, id="naive", occurrences=(Occurrence(start="2026-11-24"), Occurrence(start="2026-12-01")))
    long = replace(KNITTERS, id="long", occurrences=tuple(replace(o, end=None) for o in tuesdays(4)))
    ends = Occurrence(start="0001-01-01T00:00:00+14:00", end="9999-12-31T23:59:59-12:00")
    store.save_groups("elm", [nowhere, naive, long, replace(KNITTERS, id="ends", occurrences=(ends,))])
    assert [(one["startDate"], one["endDate"]) for one in data(own, "ends")["subEvent"]] == [(ends.start, ends.end)]
    for address in ("/feeds/hsds/services/ends", "/groups/ends", "/groups/ends.ics", "/find?near=Bloomington"):
        assert own.get(address).status_code == 200, address
    assert "scheduleTimezone" not in data(own, "elm-knitters")["eventSchedule"][0]
    assert [one["startDate"] for one in data(own, "naive")["subEvent"]] == ["2026-11-24", "2026-12-01"]
    # By the standard a schedule has an end: without one, the dates stand one by one.
    described = data(own, "long")["eventSchedule"][0]
    assert (described["@type"], described.keys() & {"endTime", "duration"}) == ("PartialSchedule", set())
    assert len(data(own, "long")["subEvent"]) == 4


def test_our_own_reading_finds_again_all_that_the_feed_carries(tmp_path: Path) -> None:
    store = filled(tmp_path)
    free = Price(status="free", min=0.0, text="Free and open to all")
    step = fact("step-free-entrance", "yes", "Step-free from the street")
    given = [replace(KNITTERS, price=free, facts=(step,)), POTTERS, WRITERS]
    store.save_groups("elm", given)
    # A harvest begins at the page for directories, as a harvester of OpenActive does.
    found, report = reread(website(tmp_path, store), "/directories", tmp_path)
    store.close()
    assert (report.error, report.dropped, sorted(found)) == (None, {}, sorted(one.title for one in given))
    for group in given:
        assert carried(found[group.title]) == carried(group)


def test_harvesters_find_the_feed_as_the_standard_has_it(client: FlaskClient) -> None:
    dataset, catalogue = (
        read(client, "/feeds/openactive/dataset.jsonld"),
        read(client, "/feeds/openactive/catalogue.jsonld"),
    )
    downloads = [(one["additionalType"], one["contentUrl"], one["encodingFormat"]) for one in dataset["distribution"]]
    assert downloads == [
        (
            "https://openactive.io/SessionSeries",
            f"http://localhost{FEED}",
            "application/vnd.openactive.rpde+json; version=1",
        )
    ]
    assert (dataset["@context"], catalogue["@context"]) == (
        ["https://schema.org/", "https://openactive.io/"],
        "https://schema.org/",
    )
    assert catalogue["dataset"] == [dataset["@id"]]
    wanted = {"description", "keywords", "license", "documentation", "inLanguage", "publisher", "schemaVersion"}
    assert (wanted - dataset.keys(), {"name", "license", "publisher"} - catalogue.keys()) == (set(), set())


def test_each_activity_of_a_series_is_in_the_list_that_it_names(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [POTTERS])
    scheme = read(own, "/feeds/openactive/activities")
    listed = {one["@id"]: one["prefLabel"] for one in scheme["concept"]}
    for one in data(own, "elm-potters")["activity"]:
        assert (one["inScheme"], listed[one["@id"]]) == (scheme["url"], one["prefLabel"])
    assert {broader for one in scheme["concept"] for broader in one.get("broader", [])} <= listed.keys()
