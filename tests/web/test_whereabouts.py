from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

LABEL = "Look near Bloomington, Indiana"
NEAR = "/find?near=Bloomington%2C+Indiana"


def offers(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    page = BeautifulSoup(client.get(path).text, "html.parser")
    return [(link.get_text(), str(link["href"])) for link in page.select("#results > .links a") if "Look" in link.text]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("knitting in Bloomington", "&q=knitting"),
        ("life drawing bloomington, in", "&q=life+drawing"),
        ("Bloomington Indiana", ""),
        ("bloomington", ""),
    ],
)
def test_a_town_among_the_words_is_offered_as_the_place(client: FlaskClient, typed: str, left: str) -> None:
    assert offers(client, f"/find?q={typed.replace(' ', '+')}") == [(LABEL, f"{NEAR}{left}#results")]


@pytest.mark.parametrize("asked", ["q=knitting", "q=Bloomington+knitting", "near=Bloomington&q=bloomington", "day=tu"])
def test_nothing_is_offered_where_a_place_is_known_or_no_town_ends_the_words(client: FlaskClient, asked: str) -> None:
    assert offers(client, f"/find?{asked}") == []
