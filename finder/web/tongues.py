"""The same page in another language, for those whose browser asks for one that they do not read: a shared computer."""

from __future__ import annotations

from functools import cache

from babel import Locale
from flask import request
from flask.globals import request_ctx

from finder.listing import Record
from finder.web.asking import LONGEST, written
from finder.web.language import shipped


class Tongue(Record, frozen=True, kw_only=True):
    """A language by its own name, and where this page is in it."""

    code: str
    name: str
    href: str


def tongues(language: str) -> list[Tongue]:
    """Return the languages that we have other than that of the page; none where there is no address to come back to."""
    # Once through Flask's proxy, not four times: each page has these links.
    asked = request_ctx.request
    query = asked.query_string
    if asked.method not in {"GET", "HEAD"} or len(query) > LONGEST:
        return []
    if query.isascii() and "lang" not in asked.args:
        here = query.decode()
    else:
        here = written({name: values for name, values in asked.args.lists() if name != "lang"})
    ask = f"?{here}&lang=" if here else "?lang="
    return [Tongue(code=code, name=name, href=ask + code) for code, name in _others(language[:2])]


def chosen(language: str) -> str | None:
    """Return the language of the page if its address asks for it; forms and redirects keep it."""
    return language[:2] if request.args.get("lang", "")[:2] == language[:2] else None


@cache
def _others(language: str) -> list[tuple[str, str]]:
    names = ((code, str(Locale(code).languages[code])) for code in sorted(shipped() - {language}))
    return [(code, name[:1].upper() + name[1:]) for code, name in names]
