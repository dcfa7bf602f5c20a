from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec
import pytest
from babel import Locale
from bloomington import KNITTERS, NOW
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.listing import Fact, Group, Occurrence, SourceRef
from finder.search.query import Hit
from finder.store import Store
from finder.web.cautions import doubt
from finder.web.moments import coming

COURSE = Fact(topic="social", name="faces", value="course", evidence="six weeks", field="description")
SAMPLE = SourceRef(id="sample", platform="sample")


def dated(*days: int, status: Literal["cancelled", "postponed"] | None = None) -> tuple[Occurrence, ...]:
    return tuple(Occurrence(start=(NOW + timedelta(days=n)).isoformat(), status=status) for n in days)


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (Group(title="G", occurrences=dated(2), last_confirmed="2026-10-22"), None),
        (
            Group(title="G", occurrences=dated(2), last_confirmed="2026-10-21"),
            "Last listed on October 21, 2026. Ask first.",
        ),
        (Group(title="G", occurrences=dated(2), last_confirmed="2026-01-01", source=SAMPLE), None),
        (Group(title="G", occurrences=(*dated(3, status="cancelled"), *dated(10))), "Tue, Nov 24: cancelled."),
        (Group(title="G", occurrences=(*dated(2), *dated(9, status="cancelled"))), None),
        (Group(title="G", occurrences=(*dated(-4, status="cancelled"), *dated(3))), None),
        (Group(title="G", occurrences=dated(3, status="postponed")), "Tue, Nov 24: postponed."),
        (Group(title="G", occurrences=dated(-5, 2), facts=(COURSE,)), "This course has begun. Ask first."),
        (Group(title="G", occurrences=dated(2, 9), facts=(COURSE,)), None),
        (Group(title="G", occurrences=dated(-9, -2), facts=(COURSE,)), None),
    ],
)
def test_a_card_says_in_few_words_why_a_listing_is_doubtful_and_nothing_where_it_is_not(
    group: Group, told: str | None
) -> None:
    assert doubt(coming(group, NOW), NOW, Locale("en", "US")) == told


def test_several_doubts_stand_one_after_the_other() -> None:
    dates = (*dated(-5), *dated(3, status="cancelled"), *dated(10))
    group = Group(title="G", occurrences=dates, facts=(COURSE,), last_confirmed="2026-02-01")
    told = "Tue, Nov 24: cancelled. This course has begun. Ask first. Last listed on February 1, 2026. Ask first."
    assert doubt(Hit(group=group, next=dates[-1].start), NOW, Locale("en", "US")) == told


@pytest.mark.parametrize(
    "path",
    [
        "/find?near=Bloomington&pathway=crafts",
        "/near/bloomington-indiana/crafts",
        "/shortlist?ids=elm-knitters",
        "/embed?near=Bloomington&pathway=crafts",
        "/embed?layout=compact&near=Bloomington&pathway=crafts",
        "/embed/fragment?near=Bloomington&pathway=crafts",
        "/embed/groups/elm-knitters",
    ],
)
def test_every_list_of_a_page_tells_it(own: FlaskClient, store: Store, path: str) -> None:
    def doubts() -> list[str]:
        page = BeautifulSoup(own.get(path, follow_redirects=True).text, "html.parser")
        return [strong.get_text() for strong in page.select("article strong.doubt, li > p > strong")]

    assert doubts() == []
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, last_confirmed="2026-02-01")])
    assert doubts() == ["Last listed on February 1, 2026. Ask first."]


def test_the_component_is_told_it_too(own: FlaskClient, store: Store) -> None:
    def doubts() -> list[str | None]:
        told = msgspec.json.decode(own.get("/embed/cards.json?near=Bloomington&pathway=crafts").data)
        return [card.get("doubt") for card in told["cards"]]

    assert doubts() == [None]
    store.save_groups("elm", [msgspec.structs.replace(KNITTERS, last_confirmed="2026-02-01")])
    assert doubts() == ["Last listed on February 1, 2026. Ask first."]
