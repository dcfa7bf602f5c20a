from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.errors import InputError
from finder.saved import Look, Theme
from finder.web import look
from finder.web.contrast import PARTS, TEXT, contrast


def test_a_look_comes_from_parameters_and_goes_back_into_them() -> None:
    asked = look.asked({"layout": ["Compact"], "ink": ["#ABC"], "paper": ["ffffff"]})
    assert asked == Look(layout="compact", ink="#aabbcc", paper="#ffffff", link="#a03a1d", line="#8a7b6f")
    assert look.asked(look.params(asked)) == asked
    assert look.asked({"theme": ["dark"], "link": [" "]}) == Look(theme="dark")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("layout", "grid"),
        ("theme", "blue"),
        *(("ink", bad) for bad in ("red", "#12345", "#1234567", "#12345g", "url(x)", "#fff;}*{color:red", "٣٣٣")),
    ],
)
def test_what_is_no_look_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputError):
        look.asked({name: [value]})


def test_what_stands_beside_a_saved_look_takes_its_place() -> None:
    saved = look.asked({"layout": ["cards"], "ink": ["111"], "paper": ["fff"], "link": ["003"], "line": ["777"]})
    assert look.together(saved, Look()) == saved
    assert look.together(saved, Look(layout="list")).ink == "#111111"
    assert look.together(saved, Look(theme="dark")) == Look(layout="cards", theme="dark")
    assert look.together(Look(theme="dark"), look.asked({"ink": ["000"]})).paper == "#fffdf9"


def test_our_own_colours_pass_in_both_themes() -> None:
    themes: tuple[Theme, ...] = ("light", "dark")
    for theme in themes:
        four = look.ours(theme)
        assert min(contrast(four[name], four["paper"]) for name in ("ink", "link")) >= TEXT
        assert contrast(four["line"], four["paper"]) >= PARTS


def test_the_sheet_holds_colours_alone_and_a_theme_all_of_them() -> None:
    own = look.sheet(look.asked({"ink": ["111111"], "paper": ["eeeeee"]}))
    assert own.startswith(":root{color-scheme:light;--shadow:none;--ink:#111111;")
    assert set(re.findall(r"#[0-9a-f]{6}", own)) == {"#111111", "#eeeeee", "#a03a1d", "#8a7b6f"}
    assert "--paper:#1b1715" in look.sheet(Look(theme="dark"))
    assert look.sheet(Look(theme="auto")) == look.sheet(Look()) == ""


def test_a_frame_has_one_address_for_one_look(client: FlaskClient) -> None:
    other = client.get("/embed?near=Bloomington&paper=%23FFF&layout=Compact&x=1")
    assert other.status_code == 301
    assert (
        other.headers["Location"]
        == "/embed?ink=2a2320&layout=compact&line=8a7b6f&link=a03a1d&near=Bloomington&paper=ffffff"
    )
    answer = client.get(other.headers["Location"])
    page = BeautifulSoup(answer.text, "html.parser")
    [sheet] = [str(link["href"]) for link in page.select("link[rel=stylesheet]") if "look.css" in str(link["href"])]
    styles = client.get(sheet)
    assert (styles.mimetype, "--paper:#ffffff" in styles.text) == ("text/css", True)
    assert "s-maxage" in styles.headers["Cache-Control"]
    assert page.select("meta[name=color-scheme]")[0]["content"] == "light"
    assert page.select("style, [style]") == []
    assert client.get("/embed/look.css?ink=javascript:1").status_code == 400


@pytest.mark.parametrize("layout", ["list", "cards", "compact", "calendar"])
def test_each_layout_shows_every_group(client: FlaskClient, layout: str) -> None:
    page = BeautifulSoup(client.get(f"/embed?layout={layout}&near=Bloomington").text, "html.parser")
    assert len(page.select("h2 a")) == 3
    assert page.select("body")[0]["class"] == ["embed", f"as-{layout}"]


def test_a_calendar_begins_with_what_comes_first(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/embed?layout=calendar&near=Bloomington").text, "html.parser")
    days = [str(time["datetime"]) for time in page.select("time")]
    assert days == sorted(days)
    assert len(days) == 3


def test_a_wrong_colour_is_told_inside_the_frame(client: FlaskClient) -> None:
    answer = client.get("/embed?ink=red&near=Bloomington")
    assert answer.status_code == 400
    assert "a colour is written as #a03a1d" in answer.text
