from __future__ import annotations

from pathlib import Path

import pytest
from bloomington import website
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from librarian import Librarian

from finder.store import Store

BUILD = "/for-librarians/build"


def page(client: FlaskClient, query: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(f"{BUILD}?{query}")
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def checked(found: BeautifulSoup, name: str) -> list[str]:
    return [str(one["value"]) for one in found.select(f"[name={name}][checked]")]


def codes(found: BeautifulSoup) -> dict[str, str]:
    fields = found.select("#codes input[type=text], #codes textarea")
    return {str(one["id"])[5:]: str(one.get("value") or one.get_text()) for one in fields}


def test_it_shows_the_frame_and_the_component_that_its_fields_make(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington&pathway=crafts&layout=cards&theme=dark&speaks=es&per_page=5")
    [frame], [component] = found.select(".stage iframe"), found.select(".stage creative-finder")
    assert frame["src"] == (
        "/embed?lang=es&layout=cards&near=Bloomington%2C+Indiana&pathway=crafts&per_page=5&theme=dark&units=mi&within=15"
    )
    assert client.get(str(frame["src"])).status_code == 200
    assert {name: component[name] for name in ("layout", "theme", "query")} == {
        "layout": "cards",
        "theme": "dark",
        "query": "lang=es&near=Bloomington%2C+Indiana&pathway=crafts&per_page=5&units=mi&within=15",
    }
    assert (checked(found, "pathway"), checked(found, "layout"), checked(found, "theme")) == (
        ["crafts"],
        ["cards"],
        ["dark"],
    )


def test_it_may_frame_our_own_lists_and_nothing_else(client: FlaskClient) -> None:
    headers = client.get(BUILD).headers
    assert "frame-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/").headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def test_at_first_nothing_is_shown_but_the_form(client: FlaskClient) -> None:
    found = page(client, "")
    assert (found.select(".stage"), found.select("#codes"), len(found.select("form.search"))) == ([], [], 1)


@pytest.mark.parametrize(("query", "sentence"), [("near=Nowhere", "We know no place"), ("max_price=much", "At most")])
def test_what_cannot_be_asked_is_said_and_the_choices_stay(client: FlaskClient, query: str, sentence: str) -> None:
    found = page(client, f"{query}&pathway=music", 400)
    assert sentence in found.select("#preview .trouble")[0].get_text()
    assert checked(found, "pathway") == ["music"]
    assert found.select("#codes") == []


def test_each_form_has_its_line_a_reason_and_works(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington&pathway=crafts&layout=compact&theme=own&ink=111111&paper=ffffff")
    lines = codes(found)
    assert set(lines) == {
        *("component", "frame", "frame-address", "link", "php", "ssi", "webcal", "ics", "rss", "atom", "json-feed"),
        *("poster", "paper", "week", "csv", "geojson", "api"),
    }
    assert all(one.get_text(strip=True) for one in found.select("#codes .help"))
    for name, address in lines.items():
        if name not in {"component", "frame", "php", "ssi", "webcal", "api"}:
            assert client.get(address).status_code == 200, name
    assert lines["webcal"].startswith("webcal://localhost/feeds/calendar.ics?")
    component = BeautifulSoup(lines["component"], "html.parser").select("creative-finder")[0]
    assert {name: component[name] for name in ("layout", "ink", "paper", "link", "line")} == {
        "layout": "compact", "ink": "111111", "paper": "ffffff", "link": "a03a1d", "line": "8a7b6f",
    }  # fmt: skip
    frame = BeautifulSoup(lines["frame"], "html.parser").select("iframe")[0]
    answer = client.get(str(frame["src"]))
    assert (answer.status_code, "look.css?ink=111111" in answer.text) == (200, True)
    assert "per_page" not in lines["rss"]


def test_the_programs_of_sites_are_named_with_the_line_that_each_takes(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington")
    told = {one.select("dt")[0].get_text(): one.select("dd a")[0] for one in found.select(".homes > div")}
    assert {name: str(link["href"]) for name, link in told.items()} == {
        "WordPress": "#code-link",
        "LibGuides": "#code-component",
        "Drupal": "#code-frame",
        "Squarespace": "#code-frame",
        "Wix": "#code-frame-address",
        "Google Sites": "#code-frame-address",
        "Another one": "#code-component",
        "It takes none of these": "#code-link",
    }
    for link in told.values():
        assert found.select(f"label[for={str(link['href'])[1:]}]")[0].get_text() == link.get_text()


@pytest.mark.parametrize(
    ("site", "sentence"),
    [
        ("https://finder.example", None),
        ("http://finder.example", "These lines begin with http://"),
        ("http://127.0.0.1:8000", "This is a site on your own computer"),
        ("http://[::1]:8000", "This is a site on your own computer"),
    ],
)
def test_lines_that_will_not_work_elsewhere_are_not_given_without_a_word(
    tmp_path: Path, store: Store, site: str, sentence: str | None
) -> None:
    client = website(tmp_path, store, site_url=site).test_client()
    notices = [one.get_text() for one in page(client, "near=Bloomington").select("#codes .notice")]
    assert [one.partition(":")[0] if "own computer" in one else one[:30] for one in notices] == (
        [sentence] if sentence else []
    )


@pytest.mark.parametrize(
    ("ancestors", "sentence"),
    [
        ("*", None),
        ("'self' https://elm.example https://*.oak.example", "only on these sites: https://elm.example, https://*.oak"),
        ("'none'", "This site lets nobody put it in a frame."),
    ],
)
def test_who_may_frame_a_list_is_said_beside_the_lines(
    tmp_path: Path, store: Store, ancestors: str, sentence: str | None
) -> None:
    client = website(tmp_path, store, site_url="https://finder.example", embed_ancestors=ancestors).test_client()
    [*notices] = page(client, "near=Bloomington").select("#codes .notice")
    assert len(notices) == (1 if sentence else 0)
    assert sentence is None or sentence in notices[0].get_text()


def test_contrast_is_told_in_words_and_numbers_with_the_nearest_that_does(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington&theme=own&ink=222222&paper=ffffff&link=e07a5f&line=cccccc")
    told = {str(one["data-of"]): one for one in found.select(".verdict")}
    assert {name: one.select(".said")[0].get_text() for name, one in told.items()} == {
        "ink": "Text: 15.9 to 1. That is enough; it needs 4.5.",
        "link": "Links: 2.95 to 1. That is too faint; it needs 4.5.",
        "line": "Lines: 1.6 to 1. That is too faint; it needs 3.",
    }
    assert told["link"].select(".hex")[0].get_text() == "#b1604b"
    # Without script the button sends the form, which comes back with the colour mended.
    mended = page(client, "near=Bloomington&theme=own&ink=222222&paper=ffffff&link=e07a5f&line=cccccc&mend=link")
    assert mended.select("#link")[0]["value"] == "#b1604b"


def test_colours_count_only_where_they_are_asked_for(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington&theme=auto&ink=ffffff&paper=ffffff")
    assert "ink" not in str(found.select(".stage iframe")[0]["src"])


def test_a_saved_list_can_be_the_beginning_of_another(librarian: Librarian) -> None:
    librarian.saves("Elm", name="elm")
    found = librarian.page(f"{BUILD}?selection=elm&pathway=music")
    assert (checked(found, "pathway"), checked(found, "layout")) == (["music"], ["compact"])
    assert found.select("#near")[0]["value"] == "Bloomington, Indiana"


def test_what_has_no_field_is_kept_beside_them(client: FlaskClient) -> None:
    found = page(client, "near=Bloomington&access=lift&silent=access&utm_source=x")
    hidden = {(str(one["name"]), str(one["value"])) for one in found.select("form.search [type=hidden]")}
    assert hidden == {("access", "lift"), ("silent", "access")}
    assert "access=lift" in str(found.select(".stage iframe")[0]["src"])


def test_the_find_page_and_the_page_for_librarians_lead_to_it(client: FlaskClient) -> None:
    find = BeautifulSoup(client.get("/find?near=Bloomington&pathway=crafts").text, "html.parser")
    assert [a["href"] for a in find.select(f"a[href^='{BUILD}']")] == [f"{BUILD}?near=Bloomington&pathway=crafts"]
    librarians = BeautifulSoup(client.get("/librarians").text, "html.parser")
    assert librarians.select(f"a[href='{BUILD}']")
    assert client.get("/for-librarians").headers["Location"] == "/librarians"


def test_who_may_not_save_gets_every_line_and_the_command_for_who_may(tmp_path: Path, store: Store) -> None:
    client = website(tmp_path, store, selections="nobody").test_client()
    found = page(client, "near=Bloomington&pathway=crafts")
    assert found.select("#save form") == []
    assert 'finder selections add NAME "' in found.select("#save code")[0].get_text()
    assert len(codes(found)) == 17
    assert "change the list" not in found.select("#save")[0].get_text()


def test_who_may_not_save_is_led_to_who_can(tmp_path: Path, store: Store) -> None:
    # As behind a web server, through which everybody comes.
    client = website(tmp_path, store, contact="lib@elm.example", trusted_proxies="127.0.0.1").test_client()
    answer = client.get(f"{BUILD}?near=Bloomington", headers={"X-Forwarded-For": "192.0.2.7"})
    save = BeautifulSoup(answer.text, "html.parser").select("#save")[0]
    assert save.select("form") == []
    assert [a["href"] for a in save.select("a")] == ["mailto:lib@elm.example"]
    assert "send you the address that it prints. With it you can change the list." in save.get_text()


@pytest.mark.parametrize(
    "text",
    ['"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "</textarea>"],
)
def test_hostile_text_stays_text(client: FlaskClient, text: str) -> None:
    answer = client.get(BUILD, query_string={"near": "Bloomington", "q": text, "ink": text, "layout": "list"})
    for one in BeautifulSoup(answer.text, "html.parser").select("script"):
        assert one.get("src")
    answer = client.get(BUILD, query_string={"near": text, "name": text, "title": text})
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
