"""The language in which a saved selection is shown on the page of others, where the request asks for none."""

from __future__ import annotations

from contextlib import suppress

from flask import Flask
from flask.globals import request_ctx

from finder.errors import FinderError
from finder.web import asking, language
from finder.web.backend import backend

_ELSEWHERE = frozenset({"embed", "feeds", "flyer", "oembed"})
"""Surfaces that stand on the pages of others; on ours a visitor's own language counts."""


def init_app(app: Flask) -> None:
    """Answer in the language of the selection that is asked for."""

    @app.before_request
    def speak() -> None:
        asked = request_ctx.request
        name = asked.args.get(asking.SELECTION)
        # The web component always names the language of the page around it: what was saved on purpose wins over that.
        if (
            not name
            or asked.blueprint not in _ELSEWHERE
            or (asked.args.get("lang") and asked.endpoint != "embed.cards")
        ):
            return
        # One that is not there, and a store that cannot be read, are told by the answer itself.
        with suppress(FinderError):
            selection = asking.saved(backend(), {asking.SELECTION: [name]})
            if selection and selection.language:
                language.speak(selection.language)
