from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from finder.paper import paper_of, pdf, qr_code
from finder.paths import bundled

FLYER: dict[str, Any] = {
    "title": "Craft night",
    "promise": "Bring what you are making.",
    "lines": [("First Tuesday, 6:30 PM", "First: December 8, 2026"), ("Elm Street Library", "Bloomington")],
    "welcome": ["Come alone or bring a friend."],
    "qr": qr_code("https://finder.example/find?near=Bloomington"),
    "qr_alt": "QR code",
    "qr_words": "More groups like this",
    "small": "Creative Community Finder",
    "site": "Creative Community Finder",
    "paper": "us-letter",
    "lang": "en",
}


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def test_a_flyer_is_one_page_of_real_text_that_a_screen_reader_can_follow() -> None:
    found = read(pdf("flyer", FLYER))
    assert len(found.pages) == 1
    text = " ".join(found.pages[0].extract_text().split())
    for part in (
        "Craft night",
        "Bring what you are making.",
        "First: December 8, 2026",
        "Come alone or bring a friend.",
    ):
        assert part in text
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert found.metadata
    assert found.metadata.title == "Craft night"


def test_paper_has_letters_that_weak_eyes_tell_apart_where_the_package_was_installed() -> None:
    page: Any = read(pdf("flyer", FLYER)).pages[0]
    fonts = page["/Resources"]["/Font"]
    named = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    installed = bundled("finder/web/static/vendor/text.ttf").exists()
    usual = {"LibertinusSerif-Regular", "LibertinusSerif-Bold"}
    assert named == ({"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"} if installed else usual)


@pytest.mark.parametrize(("country", "size"), [("US", (612, 792)), ("GB", (595, 842)), (None, (595, 842))])
def test_the_size_is_what_printers_there_hold(country: str | None, size: tuple[int, int]) -> None:
    page = read(pdf("flyer", FLYER | {"paper": paper_of(country)})).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("title", ['#panic("x")', "$ * _ ` \\ [ ] @x <y> // z", '#import "/etc/passwd"', "\u202eabc"])
def test_what_people_write_is_set_as_text_and_never_read_as_markup(title: str) -> None:
    found = read(pdf("flyer", FLYER | {"title": title, "promise": title}))
    assert found.metadata
    assert found.metadata.title == title


def test_a_script_that_our_letters_lack_still_makes_a_flyer() -> None:
    assert pdf("flyer", FLYER | {"title": "手芸の夜"}).startswith(b"%PDF-")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200))
def test_any_text_makes_a_flyer(text: str) -> None:
    assert pdf("flyer", FLYER | {"title": text, "promise": text}).startswith(b"%PDF-")


def test_the_same_page_is_the_same_bytes_whenever_it_is_made() -> None:
    found = read(pdf("flyer", FLYER))
    assert found.metadata is not None
    assert (found.metadata.creation_date, found.metadata.modification_date) == (None, None)
