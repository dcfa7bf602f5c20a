from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from bloomington import DRAWING, KNITTERS
from flask import Flask
from msgspec.structs import replace

from finder.web.reporting import Report, report

PAGE = "https://finder.example/groups/elm-knitters"


def test_a_letter_to_who_runs_the_site_names_the_page_and_asks_what_is_wrong(app: Flask) -> None:
    with app.test_request_context():
        found = report(replace(KNITTERS, title="Knit & chat"), PAGE, "help@finder.example")
    assert found
    parts = urlsplit(found.href)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.path, asked["subject"]) == (
        "mailto",
        "help@finder.example",
        ["Something is wrong: Knit & chat"],
    )
    assert asked["body"][0].startswith(f"{PAGE}\n\nWhat is wrong: the day,")
    assert "+" not in parts.query


@pytest.mark.parametrize(
    ("contact", "url", "found"),
    [
        ("https://finder.example/write", "https://elm.example/k", Report(href="https://finder.example/write")),
        ("", "https://elm.example/k", Report(href="https://elm.example/k", is_host=True)),
        ("", None, Report(href="https://elm.example/events", is_host=True)),
        ("javascript:alert(1)", "javascript:alert(2)", Report(href="https://elm.example/events", is_host=True)),
    ],
)
def test_without_an_address_to_write_to_a_page_is_the_way(
    app: Flask, contact: str, url: str | None, found: Report
) -> None:
    with app.test_request_context():
        assert report(replace(DRAWING, url=url), PAGE, contact) == found
        assert report(replace(DRAWING, url=None, source=None), PAGE, "") is None
