"""The way from a catalogue's page to its dated sessions."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from finder.errors import Changed, NotACalendar
from finder.listing import Dropped, Page, RawListing, Request, Source, Window
from finder.normalise import normalise
from scrapers.civicrec import CivicRec

ROOT = "https://secure.rec1.com/VT/millbrook-vt/catalog"
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
SOURCE = Source(id="millbrook", name="Millbrook Recreation", url=f"{ROOT}/", timezone="America/New_York")
SESSIONS = f"{ROOT}/getActivitySessions/{KEY}/412/990"


def parsed(content: object, url: str) -> list[RawListing | Request]:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    page = Page(url=url, content=body, fetched_at=datetime(2026, 11, 22, tzinfo=UTC))
    return list(CivicRec().parse(page, SOURCE, Window()))


def session(**changes: object) -> dict[str, object]:
    features = {"dates": "12/05/26", "times": "10am-1pm", "days": "Sat", **changes}
    return {"id": 7, "text": "Clay", "features": [{"name": name, "value": value} for name, value in features.items()]}


def test_the_catalogues_page_is_asked_first_and_its_key_opens_the_tabs() -> None:
    assert list(CivicRec().requests(SOURCE, Window())) == [Request(url=ROOT)]
    data = b"{&quot;checkoutData&quot;:{&quot;key&quot;:&quot;%s&quot;}}" % KEY.encode()
    page = b'<div class="ui-page rec1-catalog" data-page-data="%s">' % data
    assert parsed(page, ROOT) == [Request(url=f"{ROOT}/getTabsFiltersItemsCounts/{KEY}")]


def test_each_tab_is_asked_for_its_groups_or_only_the_one_that_has_all() -> None:
    tabs = [{"id": "411", "label": "Camps"}, {"id": 412, "label": "Arts"}]
    url = f"{ROOT}/getTabsFiltersItemsCounts/{KEY}"
    assert parsed({"tabs": tabs}, url) == [Request(url=f"{ROOT}/getItems/{KEY}/{one}") for one in (411, 412)]
    every = [*tabs, {"id": 410, "label": "All Activities"}]
    assert parsed({"tabs": every}, url) == [Request(url=f"{ROOT}/getItems/{KEY}/410")]


def test_groups_are_asked_for_their_sessions_but_rentals_and_empty_ones_are_not() -> None:
    groups = [
        {"id": 990, "name": "Wheel Throwing", "type": "activity", "itemCount": 2, "descriptionText": "Clay & you."},
        {"id": 991, "name": "Court 1", "type": "rentalItemGroup", "itemCount": 1},
        {"id": 992, "name": "Old class", "type": "activity", "itemCount": 0},
    ]
    answer = {"sections": [{"name": "Arts", "groups": groups}], "hasMoreResults": True}
    assert parsed(answer, f"{ROOT}/getItems/{KEY}/412") == [
        Request(url=f"{SESSIONS}#group=Wheel+Throwing&section=Arts&about=Clay+%26+you."),
        Request(url=f"{ROOT}/getItems/{KEY}/412?page=2"),
    ]


def test_sessions_are_paged_until_all_are_read() -> None:
    (*_, following) = parsed({"itemCount": 3, "items": [session(), session()]}, f"{SESSIONS}#group=Clay")
    assert following == Request(url=f"{SESSIONS}?page=2#group=Clay&read=2")
    last = parsed({"itemCount": 3, "items": [session()]}, following.url)
    assert not [one for one in last if isinstance(one, Request)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("12/05/26", date(2026, 12, 5)),
        ("1/5/2027", date(2027, 1, 5)),
        ("01/05-02/09", date(2027, 1, 5)),
        ("11/02-12/14", date(2026, 11, 2)),
        ("12/14-01/18", date(2026, 12, 14)),
        ("02/29-03/02", None),
        ("Open", None),
        ("13/45/26", None),
    ],
)
def test_days_without_a_year_are_those_close_to_the_reading(said: str, expected: date | None) -> None:
    (raw,) = parsed({"items": [session(dates=said, days="")]}, SESSIONS)
    assert isinstance(raw, RawListing)
    assert (raw.start.date() if isinstance(raw.start, datetime) else raw.start) == expected


def test_what_the_request_noted_for_itself_is_not_shown_as_the_source() -> None:
    url = f"{SESSIONS}#group=Wheel+Throwing"
    (raw,) = parsed({"items": [session()]}, url)
    assert isinstance(raw, RawListing)
    listing = normalise(raw, SOURCE, Page(url=url, content=b""))
    assert not isinstance(listing, Dropped)
    assert listing.source
    assert (listing.title, listing.source.url) == ("Wheel Throwing: Clay", SESSIONS)


@pytest.mark.parametrize("content", [b"", b"<html><title>Sign In</title></html>", b"<html>rec1-catalog</html>"])
def test_a_page_without_a_key_is_no_catalogue(content: bytes) -> None:
    with pytest.raises(NotACalendar):
        parsed(content, ROOT)


def test_an_unknown_answer_is_a_changed_one() -> None:
    with pytest.raises(Changed, match="Session expired"):
        parsed({"error": "Session expired"}, SESSIONS)
