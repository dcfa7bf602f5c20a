from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from reading import grade, syllables, words

ROOT = Path(__file__).resolve().parents[2]
_HIGHEST = 8.0
_SENTENCE, _PAGE = 8, 30
"""Words from which on a text, or all texts of a page, can be judged by themselves."""


def texts(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield each text of the interface with the file in which it stands."""
    for message in catalog:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            yield from ((file, text) for file, _line in message.locations if text)


def test_no_sentence_of_the_interface_asks_for_more_than_eight_years_of_school(template: Catalog) -> None:
    long = {text for _file, text in texts(template) if len(words(text)) >= _SENTENCE}
    assert {text: round(grade([text]), 1) for text in long if grade([text]) > _HIGHEST} == {}
    assert len(long) > 100


def test_the_short_texts_of_a_page_together_do_not_either(template: Catalog) -> None:
    pages: dict[str, list[str]] = defaultdict(list)
    for file, text in texts(template):
        pages[file].append(text)
    judged = {file: grade(found) for file, found in pages.items() if sum(len(words(text)) for text in found) >= _PAGE}
    assert {file: round(found, 1) for file, found in judged.items() if found > _HIGHEST} == {}
    assert len(judged) > 20


@pytest.mark.parametrize("name", ["invitations", "starting"])
def test_what_is_offered_to_make_is_as_easy_to_read(name: str) -> None:
    long = list(_strings(tomllib.loads((ROOT / "data" / name / "en.toml").read_text(encoding="utf-8"))))
    assert [(round(grade([text]), 1), text) for text in long if grade([text]) > _HIGHEST] == []


def _strings(value: object) -> Iterator[str]:
    """Yield the texts inside of tables and lists that are long enough to be judged."""
    if isinstance(value, str) and len(words(value)) >= _SENTENCE:
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


def test_the_grade_tells_easy_from_hard() -> None:
    assert [syllables(word) for word in ("finder", "made", "calendar", "the", "hushed", "wanted")] == [2, 1, 3, 1, 1, 2]
    assert grade(["We sit and knit. Come when you can."]) < 1
    assert grade(["Participation necessitates institutional accreditation of all individual practitioners"]) > 20
