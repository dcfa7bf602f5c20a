"""Lines that others copy into their own pages, ready to be shown as text."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from finder.web.asking import Params, address, settled
from finder.web.language import _
from finder.web.links import url_for


def frame(params: Params) -> str:
    """Return the line that frames a list; it needs no script."""
    source = address(url_for("embed.show", _external=True), settled(params))
    title = _("Creative groups nearby")
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="100%" height="640" loading="lazy"></iframe>\n'
        f'<script src="{escape(url_for("static", filename="frame-host.js", _external=True))}" defer></script>'
    )


def component(params: Params) -> str:
    """Return the lines of the web component, which takes on the look of the page around it."""
    script = url_for("embed.component", _external=True)
    page = address(url_for("pages.find", _external=True), params)
    asked = urlencode(settled(params), doseq=True)
    return (
        f'<script src="{escape(script)}" defer></script>\n'
        f'<creative-finder query="{escape(asked)}" theme="auto">\n'
        f'  <a href="{escape(page)}">{escape(_("Creative groups nearby"))}</a>\n'
        f"</creative-finder>"
    )
