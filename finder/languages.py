"""In which languages a text is written, by the little words that only one of them has."""

from __future__ import annotations

import string
from collections import Counter

LANGUAGES = ("en", "es", "fr", "de", "it", "pt")
"""Those that can be told, by their ISO 639-1 codes."""

_LITTLE = {
    "en": "the and of to with for is are you your our we will this that from at by be have all or it not join bring",
    "es": "el los las del y con para es son una su sus nuestro este esta al más pero como usted nos ven todos",
    "fr": "les des du et avec pour est sont une vous votre vos nous notre ce cette aux dans sur pas venez tous ou",
    "de": "der die das und mit für ist sind ein eine ihr wir unser dem den zum zur bei auf von nicht auch im alle",
    "it": "il gli della delle dei e con per è sono una di nostro questo questa nel nella alla più anche vi tutti",
    "pt": "os das dos com para é são uma você seu sua nosso este esta ao na no mais também em todos não",
}
_FEWEST = 3
"""Little words that it takes: fewer may stand in a name."""
_SHARE = 0.25
"""Of the words of the main language, from which a second one counts as spoken too."""
_LONGEST = 4000
_GAPS = str.maketrans(dict.fromkeys(f"{string.punctuation}{string.digits}’‘“”«»–—…¡¿·•", " "))  # noqa: RUF001  as texts have them
"""What stands between words."""


def _of_one_language() -> dict[str, str]:
    shared = Counter(word for words in _LITTLE.values() for word in words.split())
    return {word: name for name, words in _LITTLE.items() for word in words.split() if shared[word] == 1}


_KNOWN = _of_one_language()


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages in which a text is written; none where too few words tell.

    >>> languages_of("Bring your needles and join us for the evening")
    ('en',)
    """
    words = text[:_LONGEST].casefold().translate(_GAPS).split()
    found = Counter(filter(None, map(_KNOWN.get, words)))
    enough = max(_FEWEST, _SHARE * max(found.values(), default=0))
    return tuple([name for name in LANGUAGES if found.get(name, 0) >= enough])
