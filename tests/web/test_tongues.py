from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient


def page(client: FlaskClient, path: str, language: str = "en") -> BeautifulSoup:
    answer = client.get(path, headers={"Accept-Language": language}, follow_redirects=True)
    return BeautifulSoup(answer.text, "html.parser")


def others(found: BeautifulSoup) -> dict[str, str]:
    return {link.get_text(): str(link["href"]) for link in found.select("#tongues a")}


@pytest.mark.parametrize("path", ["/find", "/groups/elm-knitters", "/about", "/near/bloomington-indiana"])
def test_each_page_leads_to_itself_in_the_other_languages(client: FlaskClient, path: str) -> None:
    found = page(client, f"{path}?near=Bloomington&lang=fr", "es")
    assert others(found) == {"English": "?near=Bloomington&lang=en", "Español": "?near=Bloomington&lang=es"}
    assert found.html is not None
    assert found.html["lang"] == "fr"


def test_the_language_of_an_address_wins_over_that_of_the_browser_and_stays_in_the_form(client: FlaskClient) -> None:
    found = page(client, "/find?lang=es&near=Bloomington&q=quiet+knitting", "en-US")
    assert found.html is not None
    assert found.html["lang"] == "es"
    assert [one["value"] for one in found.select("form#search input[name=lang]")] == ["es"]


@pytest.mark.parametrize("asked", ["", "?lang=xx", "?lang="])
def test_who_chose_none_has_none_in_the_form(client: FlaskClient, asked: str) -> None:
    assert page(client, f"/{asked}", "fr").select("input[name=lang]") == []


def test_an_endless_address_is_not_repeated(client: FlaskClient) -> None:
    assert others(page(client, f"/find?q={'x' * 5000}")) == {}
