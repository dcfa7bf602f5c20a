from __future__ import annotations

import io
from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from pypdf import PdfReader

NOTE = "Dear Sam,\nthe knitters are kind."
LIST = f"ids=elm-knitters,elm-drawing&note={quote(NOTE)}"


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def titles(found: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in found.select("article h2 a")]


def test_a_link_holds_the_groups_in_their_order_and_the_words(client: FlaskClient) -> None:
    found = page(client, f"/shortlist?{LIST}")
    assert titles(found) == ["Tuesday Evening Knitters", "Life Drawing"]
    assert found.select("blockquote")[0].get_text().strip() == NOTE
    link = str(found.select("#link")[0]["value"])
    assert link.startswith("http://localhost/shortlist?ids=elm-knitters")
    assert titles(page(client, link)) == titles(found)


def test_each_can_be_taken_off_without_script(client: FlaskClient) -> None:
    drops = page(client, f"/shortlist?{LIST}").select(".drop a")
    left = page(client, str(drops[0]["href"]))
    assert titles(left) == ["Life Drawing"]
    assert left.select("blockquote")[0].get_text().strip() == NOTE


def test_a_group_that_is_gone_is_said_to_be_gone(client: FlaskClient) -> None:
    found = page(client, "/shortlist?ids=elm-knitters,nobody")
    assert titles(found) == ["Tuesday Evening Knitters"]
    assert "1 group of this list is no longer shown" in found.select(".notice")[0].get_text()


@pytest.mark.parametrize("ids", ["", ",,,", "../../etc", "%00", "<script>", "x" * 5000, ",".join(["a"] * 5000)])
def test_whatever_stands_in_the_link_it_is_a_page(client: FlaskClient, ids: str) -> None:
    found = page(client, f"/shortlist?ids={quote(ids)}")
    assert titles(found) == []
    assert "<script>" not in str(found.select_one("main"))


def test_words_are_shown_as_text(client: FlaskClient) -> None:
    found = page(client, f"/shortlist?ids=elm-knitters&note={quote('<img src=x onerror=alert(1)>')}")
    assert not found.select("main img")
    assert "<img src=x" in found.select("blockquote")[0].get_text()


def test_search_engines_are_asked_to_pass_it_over(client: FlaskClient) -> None:
    assert page(client, f"/shortlist?{LIST}").select('meta[name="robots"]')[0]["content"] == "noindex"


def test_it_goes_into_a_letter_with_its_words_and_its_link(client: FlaskClient) -> None:
    found = page(client, "/shortlist?ids=elm-knitters,elm-drawing&note=Try+this")
    [href] = [str(a["href"]) for a in found.select(".pass-on a[href^=mailto]")]
    assert unquote(href).splitlines() == [
        "mailto:?subject=Groups to look at&body=Try this",
        "",
        "- Tuesday Evening Knitters",
        "- Life Drawing",
        "",
        "http://localhost/shortlist?ids=elm-knitters%2Celm-drawing&note=Try+this",
    ]


def test_the_list_on_paper_is_large_and_has_all_that_one_needs_to_go(client: FlaskClient) -> None:
    answer = client.get(f"/shortlist.pdf?{LIST}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(answer.data))
    text = " ".join(" ".join(part.extract_text() for part in reader.pages).split())
    for part in (
        "Groups to look at",
        "the knitters are kind.",
        "Tuesday, November 24, 2026",
        "Elm Street",
        "Free",
        "As listed here on November 21, 2026",
    ):
        assert part in text
    assert reader.metadata
    assert reader.metadata.title == "Groups to look at"


def test_an_empty_or_long_list_on_paper_is_a_page_too(client: FlaskClient) -> None:
    for ids in ("", ",".join(f"gone-{n}" * 10 for n in range(40))):
        assert client.get(f"/shortlist.pdf?ids={ids}").data.startswith(b"%PDF-")


def test_each_card_names_its_town_since_a_list_has_no_place(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/shortlist?ids=elm-knitters").text, "html.parser")
    assert [far.get_text() for far in page.select("article .far")] == ["Bloomington, Indiana"]
