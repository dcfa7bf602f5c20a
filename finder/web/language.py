"""Which language and which habits of writing dates a visitor gets: from the browser's own preferences, never kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale  # type: ignore[import-untyped]  # ships no types

_TRANSLATIONS = Path(__file__).resolve().parent / "translations"
SOURCE_LANGUAGE = "en"
"""The language in which texts stand in the code."""

_LABEL = re.compile(r'(?:[\w-]+\.)?label\s*=\s*"([^"]+)"')


def init_app(app: Flask, fallback: str) -> None:
    """Give the app `_()` and `ngettext()`; `fallback` is the language where a browser asks for none that we have."""
    shipped = _shipped()

    def select() -> str:
        # Programs that read a feed, and pages that frame a list, ask for no language of their own.
        named = [tag for tag in [request.args.get("lang", "")] if tag]
        return visitors_locale([*named, *(tag for tag, _weight in request.accept_languages)], shipped, fallback)

    Babel(app, default_locale=fallback, locale_selector=select)
    # Looking up whose turn it is for each of a page's hundreds of texts would take a third of its time.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the i18n extension adds it
        lambda text: _texts().gettext(text), lambda one, many, num: _texts().ngettext(one, many, num), newstyle=True
    )


def _texts() -> NullTranslations:
    """Return the texts in the language of this request, found once for all of it; English outside of one."""
    if not has_request_context():
        return _translations(SOURCE_LANGUAGE)
    texts: NullTranslations | None = g.get("texts")
    if texts is None:
        texts = g.texts = _translations(current().language)
    return texts


@cache
def _translations(language: str) -> NullTranslations:
    file = _TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    compiled.seek(0)
    return Translations(compiled)


def visitors_locale(wanted: list[str], shipped: set[str], fallback: str) -> str:
    """Return the first wanted locale whose language we have, with its region: en-GB writes dates as Britain does."""
    for tag in wanted:
        try:
            locale = Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language in shipped:
            return str(locale)
    return fallback


def _(text: str, **values: object) -> str:
    """Return the text in the visitor's language, with the values put in; extracted by its name."""
    found = _texts().gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the text for this number, `%(num)s`, in the visitor's language; extracted by its name."""
    return _texts().ngettext(one, many, num) % {"num": num, **values}


def current() -> Locale:
    """Return the locale of this request; English outside of one."""
    if not has_request_context():
        return Locale(SOURCE_LANGUAGE)
    locale: Locale | None = g.get("locale")
    if locale is None:
        locale = g.locale = get_locale() or Locale(SOURCE_LANGUAGE)
    return locale


def country(locale: Locale) -> str | None:
    """Return the country of a locale, or the likeliest where it names none: `US` for plain `en` (CLDR)."""
    if locale.territory:
        return str(locale.territory)
    likely: str = get_global("likely_subtags").get(str(locale), "")
    return likely.rpartition("_")[2] or None


def taxonomy_texts(
    file: BinaryIO,
    _keywords: object,
    _comment_tags: object,
    **_options: object,
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the labels of the vocabulary to `pybabel extract`, as its extraction methods must (see babel.cfg)."""
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), start=1):
        if found := _LABEL.fullmatch(line.strip()):
            yield number, "gettext", found[1], []


def _shipped() -> set[str]:
    return {SOURCE_LANGUAGE} | {path.parent.parent.name for path in _TRANSLATIONS.glob("*/LC_MESSAGES/*.po")}
