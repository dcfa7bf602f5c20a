"""Which language and which habits of writing dates a visitor gets: from the browser's own preferences, never kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar, TypeVarTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Request, current_app, has_request_context
from flask.globals import request_ctx

Given = TypeVarTuple("Given")
R = TypeVar("R")

_TRANSLATIONS = Path(__file__).resolve().parent / "translations"
SOURCE_LANGUAGE = "en"
"""The language in which texts stand in the code."""

_KEY = "finder-languages"


class _Spoken(NamedTuple):
    locale: Locale
    texts: NullTranslations


_now: ContextVar[_Spoken | None] = ContextVar("spoken", default=None)
"""The language of the request that is being answered, once it was needed: a page looks here some hundred times."""

_TEXT = re.compile(r'(?:[\w-]+\.)?(?:label|description)\s*=\s*"([^"]+)"')


def init_app(app: Flask, fallback: str) -> None:
    """Let requests of this app be answered in the visitor's language, or in `fallback` where we have none of theirs."""
    app.extensions[_KEY] = (_shipped(), fallback)

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        _now.set(None)


def _spoken() -> _Spoken:
    """Return the language of this request; English outside of one."""
    if spoken := _now.get():
        return spoken
    if not has_request_context():
        return _Spoken(Locale(SOURCE_LANGUAGE), translations(SOURCE_LANGUAGE))
    asked = request_ctx.request
    # Programs that read a feed, and pages that frame a list, ask for no language of their own.
    named = asked.args.get("lang")
    return _speak((_first([named]) if named else None) or _first(_wanted(asked)) or _fallback())


def _speak(locale: Locale) -> _Spoken:
    spoken = _Spoken(locale, translations(locale.language))
    _now.set(spoken)
    return spoken


def _first(wanted: Iterable[str]) -> Locale | None:
    return visitors_locale(wanted, shipped())


def _fallback() -> Locale:
    return _parsed(current_app.extensions[_KEY][1]) or Locale(SOURCE_LANGUAGE)


@cache
def translations(language: str) -> NullTranslations:
    """Return the texts in a language; as they stand in the code where we have none."""
    file = _TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not file.exists():
        return NullTranslations()
    compiled = BytesIO()
    with file.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    compiled.seek(0)
    return Translations(compiled)


def visitors_locale(wanted: Iterable[str], shipped: set[str]) -> Locale | None:
    """Return the first wanted locale whose language we have, with its region: en-GB writes dates as Britain does."""
    locales = (_parsed(tag.replace("-", "_")) for tag in wanted)
    return next((locale for locale in locales if locale and locale.language in shipped), None)


class _KnownLocale(Locale):
    """A locale that is quickly looked up by: what is remembered of dates and distances is so twenty times a page.

    There is one of each name, so that it is known by being itself.
    """

    __eq__, __hash__ = object.__eq__, object.__hash__


@lru_cache(maxsize=256)
def _parsed(name: str) -> Locale | None:
    try:
        return _KnownLocale.parse(name)
    except (ValueError, UnknownLocaleError):
        return None


def _(text: str, **values: object) -> str:
    """Return the text in the visitor's language, with the values put in; extracted by its name."""
    found = _spoken().texts.gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the text for this number, `%(num)s`, in the visitor's language; extracted by its name."""
    return _spoken().texts.ngettext(one, many, num) % {"num": num, **values}


def remembered(words: Callable[[*Given], R]) -> Callable[[*Given], R]:
    """Remember what a function returns that depends on its arguments and the language of the request alone.

    The arguments must be none that a visitor wrote: nothing of those is kept.
    """

    @lru_cache(maxsize=4096)
    def of_language(_language: NullTranslations, *given: *Given) -> R:
        return words(*given)

    @wraps(words)
    def found(*given: *Given) -> R:
        return of_language(_spoken().texts, *given)

    return found


def current() -> Locale:
    """Return the locale of this request; English outside of one."""
    return _spoken().locale


def _wanted(asked: Request) -> Iterable[str]:
    """Return what the browser wants to read, the most wanted first."""
    header = asked.environ.get("HTTP_ACCEPT_LANGUAGE", "")
    # From behind a cache comes one language, and nothing to weigh.
    return [header] if header.replace("-", "").isalnum() else asked.accept_languages.values()


def shipped() -> set[str]:
    """Return the languages that we have."""
    found: set[str] = current_app.extensions[_KEY][0]
    return found


def speak(tag: str) -> None:
    """Answer this request in a language, where we have it."""
    _speak(_first([tag]) or _fallback())


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
    """Yield the labels and descriptions of the vocabulary to `pybabel extract` (see babel.cfg)."""
    for number, line in enumerate(file.read().decode("utf-8").splitlines(), start=1):
        if found := _TEXT.fullmatch(line.strip()):
            yield number, "gettext", found[1], []


def _shipped() -> set[str]:
    return {SOURCE_LANGUAGE} | {path.parent.parent.name for path in _TRANSLATIONS.glob("*/LC_MESSAGES/*.po")}
