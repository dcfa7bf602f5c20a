from __future__ import annotations

import pytest

from finder.languages import languages_of


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Bring your needles and join us for the evening", ("en",)),
        ("Ven con tus agujas y las lanas, el café es nuestro y todos son bienvenidos", ("es",)),
        ("Venez tricoter avec nous dans notre atelier, c'est pour tous et les enfants sont les bienvenus", ("fr",)),
        ("Wir stricken und häkeln mit euch, der Eintritt ist frei und die Wolle ist da", ("de",)),
        ("Bring your wool and join us for the evening. Ven con las agujas y el hilo, es nuestro café.", ("en", "es")),
        ("Knit night", ()),
        ("", ()),
    ],
)
def test_a_text_is_in_the_languages_whose_little_words_it_has(text: str, languages: tuple[str, ...]) -> None:
    assert languages_of(text) == languages
