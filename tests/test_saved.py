from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder import saved
from finder.errors import InputError
from finder.saved import RESERVED, SavedSelection


@pytest.mark.parametrize("name", ["elm-library-crafts", "abc", "2026", " Elm-Crafts ", "a" * 60])
def test_names_are_letters_digits_and_single_hyphens(name: str) -> None:
    assert saved.checked_name(name) == name.strip().lower()


@pytest.mark.parametrize(
    "name",
    [
        *("", "ab", "a" * 61, "-elm", "elm-", "elm--crafts", "elm crafts", "elm/crafts", "elm.crafts", "../etc"),
        *("a%2fb", "elm_crafts"),
        # A Cyrillic letter, one that nobody sees, wide letters, Arabic digits, a ligature.
        *(
            "\u0435lm-crafts",
            "elm-crafts\u200b",
            "\uff45\uff4c\uff4d",
            "\u0663\u0664\u0665",
            "\ufb01ne",
            "\u0130stanbul",
        ),
        *("elm\x00", "<script>", "elm\ncrafts"),
        *RESERVED,
    ],
)
def test_what_looks_alike_cannot_be_typed_or_is_taken_by_the_site_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        saved.checked_name(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Crafts near Elm Library", "crafts-near-elm-library"),
        ("Création & écriture à Sèvres", "creation-ecriture-a-sevres"),
        ("Straße der Künste", "strasse-der-kunste"),
        ("Ł'ódź – rękodzieło", "l-odz-rekodzielo"),  # noqa: RUF001  a dash as titles have it
    ],
)
def test_a_title_gives_a_name_that_can_be_read(title: str, name: str) -> None:
    assert saved.name_from(title) == name


@given(st.text(max_size=200))
def test_any_title_gives_a_name_that_is_taken(title: str) -> None:
    name = saved.name_from(title)
    assert saved.checked_name(name) == name


@pytest.mark.parametrize("title", ["", " \n", "x" * 121, "a\u202eb", "a\x07b"])
def test_a_title_can_be_seen_and_fits_above_a_list(title: str) -> None:
    with pytest.raises(InputError):
        saved.checked_title(title)


def test_only_its_own_key_opens_a_selection_and_it_is_kept_nowhere() -> None:
    key, other = saved.new_key(), saved.new_key()
    made = SavedSelection(
        name="elm", title="Elm", asks={}, created="2026-11-22", changed="2026-11-22", key_hash=saved.hash_of(key)
    )
    assert (saved.opens(key, made), saved.opens(other, made), saved.opens("", made)) == (True, False, False)
    assert key not in repr(made)
    assert saved.is_key(key)
    assert not any(map(saved.is_key, ("", "short", f"{key}\n", "é" * 32, "x" * 65)))
