"""Services as Open Referral's API has them: shapes, pages, filters, and back into a finder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from bloomington import DRAWING, INDIANA, KNITTERS, filled, likely, tuesdays, website
from directories import CARRIED, POTTERS, WRITERS, carried, fact
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rereading import reread

from finder.grouping.ids import made
from finder.listing import Group, Occurrence, Price
from finder.store import Store
from finder.web.directories import ids

LIST = "/feeds/hsds/services"

# The fields of https://github.com/openreferral/specification, schema/*.json of 3.1 (CC BY-SA 4.0), that we give, with
# what each must be; those with a star are required there.  A postal code or street that nobody states stays absent.
TEXT, NUMBER, UUID_, DATE, MOMENT, CLOCK, LINK = "text", "number", "uuid", "date", "moment", "clock", "link"
SHAPES: dict[str, dict[str, Any]] = {
    "service": {
        "id*": UUID_, "name*": TEXT, "description": TEXT, "url": LINK, "status*": {"active"},
        "application_process": TEXT, "fees_description": TEXT, "eligibility_description": TEXT,
        "minimum_age": NUMBER, "maximum_age": NUMBER, "assured_date": DATE, "last_modified": MOMENT,
        "organization": "organization", "schedules": ["schedule"], "service_at_locations": ["service_at_location"],
        "cost_options": ["cost_option"], "attributes": ["attribute"],
    },
    "organization": {"id*": UUID_, "name*": TEXT, "description*": TEXT},
    "schedule": {
        "id*": UUID_, "valid_from": DATE, "valid_to": DATE, "dtstart": DATE, "until": DATE, "count": NUMBER,
        "freq": {"WEEKLY", "MONTHLY"}, "interval": NUMBER, "byday": TEXT, "bymonthday": TEXT, "opens_at": CLOCK,
        "closes_at": CLOCK, "attending_type": TEXT, "notes": TEXT,
    },
    "service_at_location": {"id*": UUID_, "location": "location"},
    "location": {
        "id*": UUID_, "location_type*": {"physical", "postal", "virtual"}, "url": LINK, "name": TEXT,
        "latitude": NUMBER, "longitude": NUMBER, "addresses": ["address"], "accessibility": ["accessibility"],
    },
    "address": {
        "id*": UUID_, "address_1": TEXT, "city": TEXT, "state_province": TEXT, "postal_code": TEXT, "country": TEXT,
        "address_type*": {"physical", "postal", "virtual"},
    },
    "accessibility": {"id*": UUID_, "description": TEXT},
    "cost_option": {"id*": UUID_, "amount": NUMBER, "currency": TEXT},
    "attribute": {
        "id*": UUID_, "link_id": UUID_, "link_entity": {"service"}, "label": TEXT, "value": TEXT,
        "taxonomy_term_id": UUID_, "taxonomy_term": "taxonomy_term",
    },
    "taxonomy_term": {
        "id*": UUID_, "code": TEXT, "name*": TEXT, "description*": TEXT, "parent_id": UUID_, "taxonomy": TEXT,
        "taxonomy_id": UUID_, "language": TEXT,
    },
    "taxonomy": {"id*": UUID_, "name*": TEXT, "description*": TEXT},
}  # fmt: skip
PATTERNS = {
    DATE: r"\d{4}-\d\d-\d\d",
    MOMENT: r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
    CLOCK: r"\d\d:\d\d",
    LINK: r"https?://.+",
    TEXT: r"(?s).+",
}


def faults(value: Any, shape: Any, where: str) -> list[str]:
    """Return what in a value is not as the standard has it."""
    if isinstance(shape, list):
        return [fault for place, one in enumerate(value) for fault in faults(one, shape[0], f"{where}[{place}]")]
    if isinstance(shape, set):
        return [] if value in shape else [f"{where}: {value}"]
    if shape in SHAPES:
        fields = {name.rstrip("*"): kind for name, kind in SHAPES[shape].items()}
        lacking = [f"{where} lacks {name[:-1]}" for name in SHAPES[shape] if name[-1] == "*" and name[:-1] not in value]
        unknown = [f"{where} has {name}" for name in value if name not in fields]
        inside = [
            f for name, one in value.items() if name in fields for f in faults(one, fields[name], f"{where}.{name}")
        ]
        return [*lacking, *unknown, *inside]
    if shape == NUMBER:
        return [] if isinstance(value, int | float) and not isinstance(value, bool) else [f"{where}: {value}"]
    if shape == UUID_:
        return [] if str(UUID(value)) == value else [f"{where}: {value}"]
    return [] if isinstance(value, str) and re.fullmatch(PATTERNS[shape], value) else [f"{where}: {value}"]


def read(client: FlaskClient, address: str = LIST) -> dict[str, Any]:
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    found: dict[str, Any] = answer.json  # type: ignore[assignment]  # of JSON
    return found


def names(client: FlaskClient, query: str) -> list[str]:
    return [one["name"] for one in read(client, f"{LIST}?{query}")["contents"]]


@pytest.fixture
def full(own: FlaskClient, store: Store) -> FlaskClient:
    store.save_groups("elm", [KNITTERS, DRAWING, POTTERS, WRITERS, Group(id="bare", title="Bare", creative=True)])
    return own


def test_every_object_has_the_shape_of_the_standard(full: FlaskClient) -> None:
    services = read(full, f"{LIST}?full=true")["contents"]
    assert len(services) == 5
    assert [fault for one in services for fault in faults(one, "service", one["name"])] == []
    for one in services:
        assert read(full, f"{LIST}/{one['id']}") == one if UUID(one["id"]).version == 8 else True
    terms, taxonomies = (read(full, f"/feeds/hsds/{name}")["contents"] for name in ("taxonomy_terms", "taxonomies"))
    assert faults(terms, ["taxonomy_term"], "terms") == faults(taxonomies, ["taxonomy"], "taxonomies") == []
    assert {a["taxonomy_term_id"] for s in services for a in s.get("attributes", []) if "taxonomy_term" in a} <= {
        term["id"] for term in terms
    }


def test_names_of_things_are_unique(full: FlaskClient) -> None:
    services = read(full, f"{LIST}?full=true")["contents"]
    for kind in ("schedules", "cost_options", "attributes", "service_at_locations"):
        found = [one["id"] for service in services for one in service.get(kind, [])]
        assert len(found) == len(set(found)), kind


def test_the_root_tells_the_version(client: FlaskClient) -> None:
    assert read(client, "/feeds/hsds")["version"] == "3.1"
    assert read(client, "/feeds/hsds/")["publisher"]["name"] == "Creative Community Finder"


def test_a_service_says_what_its_host_states(full: FlaskClient) -> None:
    service = read(full, f"{LIST}/elm-potters")
    (place,) = service["service_at_locations"]
    stripped = {key: value for key, value in service.items() if key not in {"last_modified", "attributes", "id"}}
    assert stripped | {"service_at_locations": []} == {
        "name": "Pottery Evenings",
        "description": POTTERS.description,
        "url": "https://elm.example/pottery",
        "status": "active",
        "application_process": "Sign-up required",
        "fees_description": "$5 to $12.50",
        "eligibility_description": "Adults",
        "minimum_age": 18.0,
        "assured_date": "2026-11-20",
        "organization": {
            "id": ids.of("organization", "Elm Street Library"),
            "name": "Elm Street Library",
            "description": "Listed in the calendar of Elm Street Library (elm.example)",
        },
        "schedules": [
            {
                "id": ids.of("schedule", service["id"], str(place)),
                "dtstart": first,
                "until": last,
                "freq": "WEEKLY",
                "interval": 1,
                "byday": "TH",
                "opens_at": "19:30",
                "closes_at": "21:00",
                "attending_type": "In person",
                "notes": "Not in the school holidays",
            }
            for place, (first, last) in enumerate((("2027-02-18", "2027-03-04"), ("2027-03-18", "2027-04-15")))
        ],
        "service_at_locations": [],
        "cost_options": [
            {"id": ids.of("cost", service["id"], str(place)), "amount": amount, "currency": "USD"}
            for place, amount in enumerate((5.0, 12.5))
        ],
    }
    assert [one["description"] for one in place["location"]["accessibility"]] == [
        "Lift: yes",
        "Parking: no",
        "Wheelchair access: yes",
        "Support for hearing impairments: yes",
        "There is a lift.",
        "no parking",
        "wheelchairs are welcome",
        "Hearing loop in the main hall.",
        "deaf people are welcome",
    ]
    labels = [(one["label"], one["value"]) for one in service["attributes"] if "label" in one]
    assert labels == [
        ("Category", "Clay"),
        ("Category", "Evening classes"),
        ("Room", "Room 1B"),
        ("Time zone", INDIANA),
        ("Listed at", "Elm Street Library"),
    ]


def test_what_nobody_says_is_absent(full: FlaskClient) -> None:
    service = read(full, f"{LIST}/bare")
    del service["last_modified"]
    assert service == {
        "id": ids.of_group("bare"),
        "name": "Bare",
        "url": "http://localhost/groups/bare",
        "status": "active",
    }


def test_what_is_only_likely_is_no_term(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [replace(KNITTERS, tags=(likely("situation", "introvert-friendly", "sit with us"),))])
    codes = [
        one["taxonomy_term"]["code"]
        for one in read(own, f"{LIST}/elm-knitters")["attributes"]
        if "taxonomy_term" in one
    ]
    assert codes == []


def test_lists_hold_what_stands_once_unless_all_is_asked_for(full: FlaskClient) -> None:
    short, whole = (read(full, f"{LIST}{query}")["contents"][0] for query in ("", "?full=true"))
    assert set(whole) - set(short) == {"schedules", "service_at_locations", "cost_options", "attributes"}
    assert {key: whole[key] for key in short} == short


def test_pages_hold_all_services_each_once(own: FlaskClient, store: Store) -> None:
    many = [replace(DRAWING, id=f"many-{n}", title=f"Circle {n}") for n in range(23)]
    store.save_groups("elm", many)
    pages = [read(own, f"{LIST}?per_page=10&page={n}") for n in (1, 2, 3, 4)]
    assert sorted(one["name"] for page in pages for one in page["contents"]) == sorted(one.title for one in many)
    told = [{key: value for key, value in page.items() if key != "contents"} for page in pages]
    sizes, last = (10, 10, 3, 0), (False, False, True, True)
    assert told == [
        {
            "total_items": 23,
            "total_pages": 3,
            "page_number": n,
            "size": size,
            "first_page": n == 1,
            "last_page": is_last,
            "empty": size == 0,
        }
        for n, size, is_last in zip((1, 2, 3, 4), sizes, last, strict=True)
    ]


def test_all_comes_in_one_stream_one_a_line(full: FlaskClient) -> None:
    answer = full.get(f"{LIST}?format=ndjson&full=true")
    assert answer.content_type == "application/x-ndjson"
    assert [json.loads(line) for line in answer.text.splitlines()] == read(full, f"{LIST}?full=true")["contents"]


def test_what_the_find_page_takes_is_taken_here(full: FlaskClient) -> None:
    assert names(full, "near=Bloomington&pathway=crafts") == [KNITTERS.title, POTTERS.title]
    assert names(full, "free=1&mode=in-person") == [KNITTERS.title]
    assert names(full, "format=json&format=class") == []
    assert names(full, "search=pottery") == [POTTERS.title]
    assert names(full, "mode=online") == [WRITERS.title]
    assert names(full, "near=Bloomington&pathway=writing&mode=in-person") == []


def test_a_term_finds_the_services_that_have_it(full: FlaskClient) -> None:
    term = next(one for one in read(full, "/feeds/hsds/taxonomy_terms")["contents"] if one["code"] == "pathway:crafts")
    assert names(full, f"taxonomy_term_id={term['id']}") == [KNITTERS.title, POTTERS.title]


def test_what_has_changed_since_a_moment_can_be_asked_for(full: FlaskClient, store: Store) -> None:
    moment = max(one["last_modified"] for one in read(full)["contents"])
    assert names(full, "modified_after=2099-01-01") == []
    store.save_groups("elm", [KNITTERS, DRAWING, replace(POTTERS, title="Clay Evenings"), WRITERS])
    assert "Clay Evenings" in names(full, f"modified_after={moment}")
    assert len(names(full, "modified_after=2000-01-01T00:00:00Z")) == 4


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "page=-1",
        "per_page=0",
        "page=9999999999",
        "modified_after=soon",
        "taxonomy_term_id=x",
        "max_price=x",
    ],
)
def test_wrong_input_is_told_in_a_sentence(client: FlaskClient, query: str) -> None:
    answer = client.get(f"{LIST}?{query}")
    assert (answer.status_code, len(answer.text.splitlines())) == (400, 1)


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_a_place_that_nobody_knows_is_told_before_anything_is_sent(client: FlaskClient, form: str) -> None:
    assert client.get(f"{LIST}?near=Nowhere&format={form}").status_code == 404


def test_who_is_not_there_and_the_sample_are_not_found(client: FlaskClient) -> None:
    for name in ("nobody", ids.of("group", "x"), "sample-choir", "x" * 300):
        assert client.get(f"{LIST}/{name}").status_code == 404
    assert "Community Choir" not in names(client, "")
    assert read(client)["total_items"] == 2


def test_answers_may_be_kept_and_read_by_all_but_for_what_tells_of_a_visitor(client: FlaskClient) -> None:
    first = client.get(f"{LIST}?page=1&full=true")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"].startswith("public")
    assert client.get(f"{LIST}?search=knitting").headers["Cache-Control"].startswith("private")
    assert client.get(f"{LIST}?page=1&full=true", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@given(
    st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=14) | st.text(max_size=20) | st.text().map(made)
)
def test_a_group_is_found_by_its_uuid(group_id: str) -> None:
    name = ids.of_group(group_id)
    assert str(UUID(name)) == name
    if UUID(name).version == 8:
        assert ids.group_in(name) == group_id


@given(st.text())
def test_other_names_are_those_of_addresses(text: str) -> None:
    assert ids.of("term", text) == str(uuid5(NAMESPACE_URL, f"urn:creative-community-finder:term\n{text}"))


def test_ids_as_the_grouping_makes_them_are_held_by_the_uuid() -> None:
    group_id = made("elm", "Knitters")
    assert UUID(ids.of_group(group_id)).version == 8
    assert ids.group_in(ids.of_group(group_id)) == group_id
    assert ids.group_in(ids.of_group(group_id).upper()) == group_id


MIXED = replace(
    KNITTERS,
    id="elm-mixed",
    title="Quilting Days",
    cadence="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    occurrences=(
        *tuesdays(3),
        Occurrence(start="2026-12-20", end="2026-12-21"),
        Occurrence(start="2027-01-09T21:00:00-05:00", end="2027-01-10T01:00:00-05:00"),
        Occurrence(start="2027-01-16T10:00:00-05:00"),
    ),
)


def test_our_own_reading_finds_again_all_that_services_carry(tmp_path: Path) -> None:
    store = filled(tmp_path)
    step = fact("step-free-entrance", "yes", "Step-free from the street")
    free = Price(status="free", min=0.0, text="Free and open to all")
    knitters, mixed = (replace(group, price=free, facts=(step,)) for group in (KNITTERS, MIXED))
    groups = [knitters, POTTERS, WRITERS, mixed]
    store.save_groups("elm", groups)
    found, report = reread(website(tmp_path, store), "/feeds/hsds", tmp_path)
    store.close()
    assert (report.error, report.dropped, sorted(found)) == (None, {}, sorted(one.title for one in groups))
    # A date that is cancelled is no date of a service, and no date has a page of its own.
    for group in groups:
        held = tuple(replace(one, url=None) for one in group.occurrences if one.status is None)
        expected = carried(replace(group, occurrences=held))
        unlike = {"image"} | ({"cadence"} if group is mixed else set())
        made_of = carried(found[group.title])
        assert {k: v for k, v in made_of.items() if k not in unlike} == {
            k: v for k, v in expected.items() if k not in unlike
        }, CARRIED
