from __future__ import annotations

import json
from pathlib import Path

import pytest
from bloomington import website
from bs4 import BeautifulSoup
from librarian import Librarian

from finder.listing import HarvestReport
from finder.store import Store

ADDRESS = "/for-librarians/selections"


def told(librarian: Librarian, name: str = "elm") -> dict[str, object]:
    found: dict[str, object] = json.loads(librarian.client.get(f"{ADDRESS}/{name}/health.json").data)
    return found


def test_a_list_that_is_well_says_how_many_how_fresh_and_what_comes_next(librarian: Librarian, store: Store) -> None:
    librarian.saves("Elm", name="elm")
    store.save_count("elm", "2026-11-20", 3)
    store.save_count("elm", "2026-11-21", 1)
    page = librarian.page(f"{ADDRESS}/elm")
    assert page.select(".badge")[0].get_text() == "It works, but have a look"
    store.save_count("elm", "2026-11-21", 3)
    page = librarian.page(f"{ADDRESS}/elm")
    figures = {
        one.select("dt")[0].get_text(): one.select("dd")[0].get_text(" ", strip=True)
        for one in page.select(".figures div")
    }
    assert figures == {
        "Groups": "1",
        "Next date": "November 24, 2026",
        "Last seen at its host": "November 20, 2026",
        "Seen longest ago": "November 20, 2026 Elm Street Library",
    }
    assert [cell.get_text() for cell in page.select(".counts tbody tr")[0].select("th, td")] == [
        "November 20, 2026",
        "3",
    ]


def test_who_lost_the_lines_finds_them_again_without_the_key(librarian: Librarian) -> None:
    librarian.saves("Elm", name="elm")
    page = librarian.page(f"{ADDRESS}/elm")
    assert page.select("#code-link")[0]["value"] == "http://localhost/find?selection=elm"
    assert 'selection="elm"' in page.select("#code-component")[0].get_text()


def test_a_monitor_reads_the_same(librarian: Librarian) -> None:
    librarian.saves("Elm", name="elm")
    assert told(librarian) == {
        "name": "elm", "title": "Elm", "status": "well", "groups": 1, "next": "2026-11-24T18:00:00-05:00",
        "confirmed": "2026-11-20T10:00:00Z", "oldest": "2026-11-20T10:00:00Z", "oldest_source": "Elm Street Library",
        "counted_on": "2026-11-21", "empty_since": None, "warnings": [],
        "changes": [{"day": "2026-11-21", "groups": 1}],
    }  # fmt: skip


def test_each_worry_says_what_to_do(librarian: Librarian, store: Store) -> None:
    librarian.saves("Elm", name="elm")
    librarian.saves("None", query="near=Bloomington&pathway=writing", name="empty-list")
    store.save_count("empty-list", "2026-11-22", 2)
    store.save_count("empty-list", "2026-11-23", 0)
    store.save_report(
        HarvestReport(source_id="elm", started_at="2026-11-21T06:00:00Z", error="no answer", fault="unreachable")
    )
    [worry] = librarian.page(f"{ADDRESS}/elm").select(".worries li")
    assert "The calendar of Elm Street Library cannot be read." in worry.get_text()
    assert worry.select("a")[0]["href"] == "/sources?q=Elm+Street+Library"
    [empty] = librarian.page(f"{ADDRESS}/empty-list").select(".worries li")
    assert "No group has been on it since November 23, 2026." in empty.get_text()
    assert (told(librarian, "empty-list")["status"], told(librarian, "empty-list")["empty_since"]) == (
        "empty",
        "2026-11-23",
    )


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_it_is_told_in_the_language_of_the_visitor(librarian: Librarian, language: str) -> None:
    librarian.saves("Elm", name="elm")
    answer = librarian.client.get(f"{ADDRESS}/elm", headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in answer.text
    assert ("It is well" in answer.text) == (language == "en")


def test_the_names_of_all_are_shown_to_who_runs_the_site_alone(
    librarian: Librarian, tmp_path: Path, store: Store
) -> None:
    librarian.saves("Elm", name="elm")
    store.save_count("elm", "2026-11-22", 0)
    [row] = librarian.page(ADDRESS).select("tbody tr")
    assert row.get_text(" ", strip=True) == "Elm 0 empty since November 22, 2026 November 22, 2026"
    visitor = website(tmp_path, store, manage="off").test_client()
    page = BeautifulSoup(visitor.get(ADDRESS).text, "html.parser")
    assert page.select("table") == []
    assert visitor.get(f"{ADDRESS}?name=Elm").headers["Location"] == f"{ADDRESS}/elm"
    assert visitor.get(f"{ADDRESS}?name=nothing").status_code == 404
    assert visitor.get(f"{ADDRESS}/nothing/health.json").status_code == 404


def test_search_engines_leave_these_pages_out(librarian: Librarian) -> None:
    librarian.saves("Elm", name="elm")
    for address in (ADDRESS, f"{ADDRESS}/elm", f"{ADDRESS}/elm/edit"):
        assert librarian.page(address).select("meta[name=robots]")[0]["content"] == "noindex"
