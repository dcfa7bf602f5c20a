from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.search.parameters import PARAMETERS
from finder.web.api.endpoint import ENDPOINTS


def page(client: FlaskClient, language: str) -> BeautifulSoup:
    answer = client.get("/api", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "For programs: the API"), ("es", "Para programas: la API"), ("fr", "Pour les programmes : l’API")],  # noqa: RUF001  as French writes it
)
def test_it_tells_of_each_part_in_the_language_of_the_visitor(client: FlaskClient, language: str, heading: str) -> None:
    found = page(client, language)
    assert [h1.get_text() for h1 in found.select("h1")] == [heading]
    assert [h2.select("code")[0].get_text() for h2 in found.select("h2:has(code)")] == [
        f"/api/v1{one.path}" for one in ENDPOINTS
    ]


def test_every_parameter_of_a_search_is_explained(client: FlaskClient) -> None:
    told = {dt.get_text() for dt in page(client, "en").select("section[aria-labelledby=groups] dt code")}
    assert told == {"selection", "closest", "lang", *PARAMETERS}


def test_programs_find_the_description_from_the_page(client: FlaskClient) -> None:
    [link] = page(client, "en").select("link[rel=service-desc]")
    assert client.get(str(link["href"])).status_code == 200


@pytest.mark.parametrize("address", ["/api/", "/api/v1", "/api/v1/"])
def test_the_roots_lead_to_the_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/api")
