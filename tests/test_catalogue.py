from __future__ import annotations

import re
from collections import Counter

import pytest

from finder import catalogue
from finder.errors import InputError
from finder.listing import Source


def source(name: str, *, source_id: str = "", **about: object) -> Source:
    return Source(id=source_id or name, name=name, url=f"https://{name}.example.org/", **about)  # type: ignore[arg-type]  # any field


NEAR = source("near", latitude=39.17, longitude=-86.53)
FAR = source("far", latitude=40.0, longitude=-86.53)
NOWHERE = source("nowhere")


@pytest.mark.parametrize("name", [catalogue.SHIPPED, catalogue.SAMPLE])
def test_each_shipped_source_has_an_id_and_an_address_of_its_own(name: str) -> None:
    sources = catalogue.load(name)
    assert sources
    assert [
        item for field in ("id", "url") for item, n in Counter(getattr(s, field) for s in sources).items() if n > 1
    ] == []
    assert [s.id for s in sources if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", s.id)] == []


def test_each_shipped_source_says_when_its_facts_were_seen_and_lies_on_the_globe() -> None:
    sources = catalogue.load()
    assert [s.id for s in sources if not re.fullmatch(r"20\d\d-\d\d", s.seen or "")] == []
    assert [s.id for s in sources if "{" in s.url or not s.url.startswith(("http://", "https://"))] == []
    assert [s.id for s in sources if not -90 <= (s.latitude or 0) <= 90 or not -180 <= (s.longitude or 0) <= 180] == []
    assert [s.id for s in sources if (s.latitude is None) != (s.longitude is None)] == []


def test_sources_near_a_point_come_nearest_first_and_none_without_a_point() -> None:
    assert catalogue.near([NOWHERE, FAR, NEAR], 39.2, -86.53, 100) == [NEAR, FAR]
    assert catalogue.near([NOWHERE, FAR, NEAR], 39.2, -86.53, 20) == [NEAR]


def test_what_was_changed_here_counts_before_what_was_shipped() -> None:
    ours = source("near", city="Nearby")
    assert catalogue.together([FAR, NEAR], [ours, NOWHERE]) == [FAR, ours, NOWHERE]


def test_sources_are_named_by_id_or_address_each_once() -> None:
    assert catalogue.named([FAR, NEAR], ["near", "https://far.example.org/", "far", "near"]) == [NEAR, FAR]


def test_an_address_that_nobody_listed_is_a_source_named_by_it() -> None:
    url = "https://www.town.libcal.com/ical_subscribe.php?src=p&cid=7"
    name = "town-libcal-com-ical-subscribe-php-src-p-cid-7"
    assert catalogue.named([FAR], [url]) == [Source(id=name, name="town.libcal.com", url=url)]


def test_an_unknown_source_is_named_with_those_that_come_near_it() -> None:
    with pytest.raises(InputError, match=r"no source “neer” in the catalogue\. Did you mean near"):
        catalogue.named([FAR, NEAR], ["neer"])


@pytest.mark.parametrize(
    ("given", "made"),
    [
        (
            source("Spinners & Weavers", city="Bloomington", region="IN", country="US"),
            "us-in-bloomington-spinners-weavers",
        ),
        (source("Café Crème"), "cafe-creme"),
        (Source(id="", name="手芸の会", url="https://shugei.example.jp/"), "shugei-example-jp"),
    ],
)
def test_an_id_is_made_of_place_and_name(given: Source, made: str) -> None:
    assert catalogue.make_id(given, set()) == made
    assert catalogue.make_id(given, {made}) == f"{made}-2"
    assert catalogue.make_id(given, {made, f"{made}-2"}) == f"{made}-3"
