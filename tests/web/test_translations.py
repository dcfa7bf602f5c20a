from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from finder.search.loosen import _DROPS
from finder.web.results import LOOSENED

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("es", "fr")
_PLACEHOLDER = re.compile(r"%\(\w+\)s")


def catalog(language: str) -> Catalog:
    file = ROOT / "finder" / "web" / "translations" / language / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


Text = str | list[str] | tuple[str, ...] | None


def texts(value: Text) -> list[str]:
    return [value or ""] if isinstance(value, str | None) else list(value)


def holders(value: Text) -> set[str]:
    return {name for text in texts(value) for name in _PLACEHOLDER.findall(text)}


def translated(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(texts(message.string))


def test_texts_of_pages_code_and_vocabulary_can_be_collected_for_translators(template: Catalog) -> None:
    for text in ("Find people to make things with", "Price not stated", "Theatre and performance", "Hearing loop"):
        assert template.get(text)
    plural = template.get("%(num)s more does not say what it costs")
    assert plural
    assert plural.id[1] == "%(num)s more do not say what they cost"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(template: Catalog, language: str) -> None:
    known = catalog(language)
    assert [one.id for one in template if one.id and not translated(known.get(one.id))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_puts_in_what_the_text_does(language: str) -> None:
    wrong = [one.id for one in catalog(language) if one.id and holders(one.string) != holders(one.id)]
    assert wrong == []


def test_each_thing_that_can_be_let_go_has_its_words() -> None:
    # Words are named themselves: “Without “knitting””.
    assert {names[0] for _, names, _ in _DROPS} - {"q"} <= LOOSENED.keys()


@pytest.mark.parametrize(
    ("language", "heading", "cadence", "evidence"),
    [
        ("es", "3 grupos a menos de 15 millas de Bloomington", "Cada martes, 18:00 a 20:00", "En qué se basa:"),
        ("fr", "3 groupes à moins de 15 miles de Bloomington", "Chaque mardi, 18:00 à 20:00", "Sur quoi cela repose"),
    ],
)
def test_pages_speak_the_language_of_the_visitor(
    client: FlaskClient, language: str, heading: str, cadence: str, evidence: str
) -> None:
    wish = {"Accept-Language": language}
    found = client.get("/find?near=Bloomington&units=mi&within=15", headers=wish).text
    page = BeautifulSoup(found, "html.parser")
    assert [" ".join(h1.get_text().split()) for h1 in page.select("h1")] == [f"{heading}, Indiana"]
    assert cadence in page.get_text()
    group = client.get("/groups/elm-knitters", headers=wish).text
    assert (f'<html lang="{language}"' in group, cadence in group, evidence in group) == (True, True, True)
    assert "Every Tuesday" not in group
