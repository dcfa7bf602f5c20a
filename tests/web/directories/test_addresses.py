"""Addresses taken apart for directories, and put together again by who reads them."""

from __future__ import annotations

import json

import pytest
from bloomington import KNITTERS
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from finder.listing import Group, Mode, Page, Place, RawListing, Source, Window
from finder.web.directories.addresses import Parts, parts
from finder.web.directories.hsds import service
from finder.web.directories.openactive import session_series
from scrapers.open_referral import OpenReferral
from scrapers.openactive import OpenActive

PAGE = "https://finder.example/groups/a"


def group(address: str | None, city: str | None, country: str = "US", mode: Mode | None = None) -> Group:
    place = Place(
        latitude=1.5,
        longitude=2.5,
        precision="venue",
        radius_km=0.1,
        matched="x",
        provider="x",
        city=city,
        country=country,
    )
    return replace(KNITTERS, address=address, place=place, mode=mode, venue="Hall", room=None)


@pytest.mark.parametrize(
    ("address", "city", "country", "expected"),
    [
        ("303 Elm St, Bloomington, IN 47408", "Bloomington", "US", ("303 Elm St", "Bloomington", "IN", "47408")),
        ("303 Elm St, Bloomington, IN", "Bloomington", "US", ("303 Elm St", "Bloomington", "IN", None)),
        ("Unit 3, 9 Mill Rd, Leeds, LS1 4AP", "Leeds", "GB", ("Unit 3, 9 Mill Rd", "Leeds", None, "LS1 4AP")),
        ("12 King St W, Toronto, ON M5H 1A1", "Toronto", "CA", ("12 King St W", "Toronto", "ON", "M5H 1A1")),
        ("5 Quay St, Sydney, NSW 2000", "Sydney", "AU", ("5 Quay St", "Sydney", "NSW", "2000")),
        ("303 Elm St, Bloomington", "Bloomington", "US", ("303 Elm St", "Bloomington", None, None)),
        ("Hauptstr. 1, 10115 Berlin", "Berlin", "DE", ("Hauptstr. 1, 10115 Berlin", None, None, None)),
        ("Bloomington, IN", "Bloomington", "US", (None, "Bloomington", "IN", None)),
        ("Leeds", "Leeds", "GB", (None, "Leeds", None, None)),
        ("Bath, Somerset", "Bath", "GB", ("Bath, Somerset", None, None, None)),
        ("1 High St, Bath, Somerset, BA1 1AA", "Bath", "GB", ("1 High St, Bath, Somerset, BA1 1AA", None, None, None)),
        ("Damrak 1, Amsterdam, 1012", "Amsterdam", "NL", ("Damrak 1, Amsterdam, 1012", None, None, None)),
        ("Behind the church", None, "GB", ("Behind the church", None, None, None)),
    ],
)
def test_parts_are_told_apart_only_where_it_is_sure(
    address: str, city: str | None, country: str, expected: tuple[str | None, ...]
) -> None:
    street, town, region, code = expected
    told = parts(group(address, city, country))
    assert told == Parts(street=street, city=town, region=region, code=code, country=country)
    assert read_back(group(address, city, country)) == [address, address]


def test_who_meets_online_has_no_address() -> None:
    assert parts(group("303 Elm St, Bloomington", "Bloomington", mode="online")) is None
    assert parts(replace(group(None, None), place=None)) is None


PIECE = (
    st.text("abcXYZ 019-'.", min_size=1, max_size=12).map(str.strip).filter(lambda text: any(map(str.isalnum, text)))
)


@given(st.lists(PIECE, min_size=1, max_size=5, unique=True), st.data())
def test_whatever_the_address_is_it_is_read_again(pieces: list[str], data: st.DataObject) -> None:
    city = data.draw(st.sampled_from(pieces) | st.none())
    country = data.draw(st.sampled_from(["US", "GB", "DE", "NL", "JP"]))
    ending = data.draw(st.sampled_from(["", ", IN 47408", ", LS1 4AP", ", 10115", ", NSW"]))
    address = ", ".join(" ".join(piece.split()) for piece in pieces) + ending
    assert read_back(group(address, city, country)) == [address, address]


def read_back(one: Group) -> list[str | None]:
    item = {"state": "updated", "id": "a", "data": session_series(one, PAGE, PAGE, None)}
    answers = (
        (OpenActive(), {"items": [item], "next": "", "license": ""}),
        (OpenReferral(), {"contents": [service(one, PAGE, None)], "total_items": 1}),
    )
    source, window = Source(id="a", name="A", url="https://finder.example/feed"), Window()
    found = []
    for scraper, answer in answers:
        page = Page(url=source.url, content=json.dumps(answer).encode())
        records = [raw for raw in scraper.parse(page, source, window) if isinstance(raw, RawListing)]
        found += list({raw.address for raw in records})
    return found
