"""Lines that others copy into their own pages, ready to be shown as text."""

from __future__ import annotations

from html import escape

from finder.web.asking import SELECTION, Params, address, settled, written
from finder.web.language import _
from finder.web.links import url_for
from finder.web.look import COLOURS


def frame(params: Params, look: Params | None = None, title: str | None = None) -> str:
    """Return the line that frames a list; it needs no script."""
    source = address(url_for("embed.show", _external=True), settled(params | (look or {})))
    name = title or _("Creative groups nearby")
    # Browsers draw a border around a frame; a style in the line would be against strict policies, this is not.
    shape = 'width="100%" height="640" frameborder="0" loading="lazy"'
    return (
        f'<iframe src="{escape(source)}" title="{escape(name)}" {shape}></iframe>\n'
        f'<script src="{escape(url_for("static", filename="frame-host.js", _external=True))}" defer></script>'
    )


def component(params: Params, look: Params | None = None, title: str | None = None) -> str:
    """Return the lines of the web component, which takes on the look of the page around it."""
    script = url_for("embed.component", _external=True)
    # Programs that gather scripts into one file serve ours from elsewhere: the element says itself where to ask.
    base = url_for("pages.home", _external=True)
    page = address(url_for("pages.find", _external=True), params)
    return (
        f'<script src="{escape(script)}" defer></script>\n'
        f'<creative-finder data-base="{escape(base)}" {attributes(params, look)}>\n'
        f'  <a href="{escape(page)}">{escape(title or _("Creative groups nearby"))}</a>\n'
        f"</creative-finder>"
    )


def attributes(params: Params, look: Params | None) -> str:
    """Return the attributes of the component, escaped: a saved list has its own look, others follow the device."""
    given = {name: values[0] for name, values in (look or {}).items()}
    if params.keys() == {SELECTION}:
        named = {SELECTION: params[SELECTION][0]} | given
    else:
        theme = {} if given.keys() & {"theme", *COLOURS} else {"theme": "auto"}
        named = {"query": written(settled(params))} | theme | given
    return " ".join(f'{name}="{escape(value)}"' for name, value in named.items())
