"""A saved selection by its name, on every surface."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from bloomington import KNITTERS, website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from msgspec.structs import replace

from finder.saved import Look, SavedSelection
from finder.store import Store

CRAFTS = SavedSelection(
    name="elm-crafts",
    title="Make & mend <near> Elm",
    asks={"near": ("Bloomington, Indiana",), "within": ("15",), "units": ("mi",), "pathway": ("crafts",)},
    look=Look(layout="compact", ink="#111111", paper="#ffffff", link="#003366", line="#777777"),
    created="2026-11-20",
    changed="2026-11-20",
    key_hash="x",
)
SURFACES = (
    "/find",
    "/embed",
    "/embed/fragment",
    "/embed/cards.json",
    "/api/v1/groups",
    *(
        f"/feeds/{name}"
        for name in ("calendar.ics", "rss.xml", "atom.xml", "feed.json", "groups.csv", "groups.geojson")
    ),
    "/feeds/week.txt",
    "/feeds/hsds/services",
    "/feeds/groups.jsonld",
)


@pytest.fixture
def own(tmp_path: Path, store: Store) -> FlaskClient:
    store.add_selection(CRAFTS)
    return website(tmp_path, store).test_client()


def told(client: FlaskClient, more: str = "") -> dict[str, object]:
    found: dict[str, object] = json.loads(client.get(f"/embed/cards.json?{more}selection=elm-crafts").data)
    return found


@pytest.mark.parametrize("surface", SURFACES)
def test_each_surface_shows_what_the_name_stands_for_and_follows_its_changes(
    own: FlaskClient, store: Store, surface: str
) -> None:
    before = own.get(f"{surface}?selection=elm-crafts")
    assert before.status_code == 200
    assert ("Tuesday Evening Knitters" in before.text, "Life Drawing" in before.text) == (True, False)
    store.change_selection("elm-crafts", replace(CRAFTS, asks={"pathway": ("visual-arts",)}, version=2))
    after = own.get(f"{surface}?selection=elm-crafts").text
    assert ("Tuesday Evening Knitters" in after, "Life Drawing" in after) == (False, True)


@pytest.mark.parametrize("surface", [*SURFACES, "/flyer/poster.pdf", "/flyer/list.pdf"])
def test_a_name_that_nobody_has_is_told_in_a_sentence(own: FlaskClient, surface: str) -> None:
    answer = own.get(f"{surface}?selection=nothing")
    assert answer.status_code == 404
    assert "There is no list called" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_paper_is_of_the_selection_too(own: FlaskClient) -> None:
    assert own.get("/flyer/poster.pdf?selection=elm-crafts").data.startswith(b"%PDF")


def test_the_title_stands_above_it_and_its_look_holds(own: FlaskClient) -> None:
    page = BeautifulSoup(own.get("/embed?selection=elm-crafts").text, "html.parser")
    assert page.select("h1")[0].get_text() == "Make & mend <near> Elm"
    assert page.select("body")[0]["class"] == ["embed", "as-compact"]
    assert [link for link in page.select("link") if "ink=111111" in str(link["href"])]
    found = told(own)
    assert (found["heading"], found["about"]) == (CRAFTS.title, "1 group within 15 miles of Bloomington, Indiana")
    assert found["look"] == {
        "layout": "compact", "ink": "#111111", "paper": "#ffffff", "link": "#003366", "line": "#777777",
    }  # fmt: skip
    assert found["page"] == "http://localhost/find?selection=elm-crafts"
    assert "<title>Make &amp; mend &lt;near&gt; Elm</title>" in own.get("/feeds/rss.xml?selection=elm-crafts").text


def test_what_stands_beside_the_name_narrows_it_or_takes_the_place_of_what_it_says(own: FlaskClient) -> None:
    def total(more: str) -> int:
        found: int = own.get(f"/api/v1/groups?selection=elm-crafts&{more}").get_json()["total"]
        return found

    assert [total(more) for more in ("", "free=1", "free=1&day=mo", "pathway=music")] == [1, 1, 0, 1]
    # Another place takes the place of the saved one, and a theme that of its colours.
    assert total("lat=10&lon=10") == 0
    page = own.get("/embed?selection=elm-crafts&theme=dark").text
    assert ("theme=dark" in page, "ink=111111" in page) == (True, False)


def test_pages_of_a_list_keep_its_name_and_look(own: FlaskClient, store: Store) -> None:
    store.change_selection("elm-crafts", replace(CRAFTS, asks={"per_page": ("2",)}, version=2))
    page = BeautifulSoup(own.get("/embed?selection=elm-crafts&theme=dark").text, "html.parser")
    [later] = page.select("a[rel=next]")
    assert str(later["href"]).startswith("/embed?selection=elm-crafts&theme=dark&after=")
    assert own.get(str(later["href"]), follow_redirects=True).status_code == 200


def test_a_list_that_was_renamed_leads_on_from_its_old_name(own: FlaskClient, store: Store) -> None:
    store.change_selection("elm-crafts", replace(CRAFTS, name="oak-crafts", version=2))
    for surface in ("/embed", "/embed/fragment", "/embed/cards.json"):
        moved = own.get(f"{surface}?selection=Elm-Crafts")
        assert (moved.status_code, moved.headers["Location"]) == (301, f"{surface}?selection=oak-crafts")
    assert own.get("/feeds/calendar.ics?selection=elm-crafts").status_code == 200


def test_an_empty_one_says_so_and_leads_to_what_is_nearest(own: FlaskClient, store: Store) -> None:
    store.change_selection(
        "elm-crafts", replace(CRAFTS, asks={"near": ("Bloomington, IL",), "pathway": ("crafts",)}, version=2)
    )
    for surface in ("/embed", "/embed/fragment"):
        page = BeautifulSoup(own.get(f"{surface}?selection=elm-crafts").text, "html.parser")
        assert "There is nothing on this list right now." in page.get_text()
        [way, *_others] = page.select("li a")
        assert str(way["href"]).startswith("http://localhost/find?")
        assert "Tuesday Evening Knitters" in own.get(str(way["href"])).text
    wider = told(own)["wider"]
    assert isinstance(wider, list)
    assert wider[0]["url"] == str(way["href"])


def test_what_can_be_joined_from_elsewhere_is_told_beside_the_title(own: FlaskClient, store: Store) -> None:
    store.save_groups("elm", [replace(KNITTERS, id="online", mode="online", place=None), KNITTERS])
    about = "1 group within 15 miles of Bloomington, Indiana · 1 group elsewhere can be joined online"
    assert told(own)["about"] == about
    for surface in ("/embed", "/embed/fragment"):
        assert about in BeautifulSoup(own.get(f"{surface}?selection=elm-crafts").text, "html.parser").get_text()


def test_it_speaks_the_language_that_was_saved_with_it(own: FlaskClient, store: Store) -> None:
    store.change_selection("elm-crafts", replace(CRAFTS, language="es", version=2))
    english = {"Accept-Language": "en"}
    assert '<html lang="es"' in own.get("/embed?selection=elm-crafts", headers=english).text
    # The web component always names the language of the page around it.
    assert told(own, "lang=en&")["lang"] == "es"
    assert '<html lang="fr"' in own.get("/embed?lang=fr&selection=elm-crafts").text
    assert '<html lang="en"' in own.get("/find?selection=elm-crafts", headers=english).text


def test_a_pasted_link_to_it_stays_alive_elsewhere(own: FlaskClient) -> None:
    page = BeautifulSoup(own.get("/find?selection=elm-crafts").text, "html.parser")
    [described] = [str(link["href"]) for link in page.select('link[type="application/json+oembed"]')]
    answer = own.get(described).get_json()
    frame = BeautifulSoup(answer["html"], "html.parser").select("iframe")[0]
    assert (answer["title"], frame["src"]) == (CRAFTS.title, "http://localhost/embed?selection=elm-crafts")
    assert frame["title"] == CRAFTS.title
    gone = quote("http://localhost/find?selection=nothing", safe="")
    assert own.get(f"/oembed?url={gone}").status_code == 404


def test_its_choices_are_chips_on_the_find_page(own: FlaskClient) -> None:
    page = BeautifulSoup(own.get("/find?selection=elm-crafts").text, "html.parser")
    chips = [str(chip["href"]) for chip in page.select("a.chip")]
    assert [chip for chip in chips if "pathway" not in chip]
    assert not [chip for chip in chips if "selection" in chip]
