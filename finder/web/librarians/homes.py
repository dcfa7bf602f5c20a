"""Where librarians paste what they take along: the programs that sites are made with, and what each of them takes."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from finder.listing import Record
from finder.web import manager
from finder.web.backend import backend
from finder.web.language import _


class Home(Record, frozen=True, kw_only=True):
    """What a site is made with, the form to copy for it (`finder.web.librarians.codes`), and where that goes."""

    name: str
    form: str
    steps: str


def homes() -> list[Home]:
    """Return the programs that most libraries have, and what does where none of them is at hand.

    These programs name their buttons anew now and then: the steps for Squarespace, Wix and Google Sites were written
    from experience and not compared with their help pages.
    """
    return [
        Home(
            name="WordPress",
            form="link",
            steps=_(
                "Paste it on a line of its own, in the new editor or the old one. It turns into the list. "
                "“Short lines” and five groups fit its room best. "
                "If it stays a plain link, add a “Custom HTML” block and paste the frame there."
            ),
        ),
        Home(
            name="LibGuides",
            form="component",
            steps=_("In a box, press “Add / Reorder”, choose “Media / Widget”, and paste it as the embed code."),
        ),
        Home(
            name="Drupal",
            form="frame",
            steps=_(
                "Press “Source” in the editor and paste it. "
                "If it is gone once you save, your text format does not allow frames: “Full HTML” often does."
            ),
        ),
        Home(
            name="Squarespace",
            form="frame",
            steps=_("Add a block for code or for embeds, and paste it there. Some plans take only plain links."),
        ),
        Home(
            name="Wix",
            form="frame-address",
            steps=_("Add “Embed Code”, choose “Embed a Site”, and paste it. Make the box about as tall as the list."),
        ),
        Home(
            name="Google Sites",
            form="frame-address",
            steps=_("Choose “Insert”, then “Embed”, paste it, and make the box about as tall as the list."),
        ),
        Home(
            name=_("Another one"),
            form="component",
            steps=_("Look for a place that takes HTML. If nothing shows there once you save, try the frame."),
        ),
        Home(
            name=_("It takes none of these"),
            form="link",
            steps=_("Put a plain link on your page. It leads to the same list."),
        ),
    ]


def cautions() -> list[str]:
    """Return why lines of this site will not work on every page: by its address, or by who may frame it."""
    return [one for one in (_of_the_address(), _of_frames()) if one]


def _of_the_address() -> str | None:
    root = urlsplit(request.url_root)
    if manager.is_loopback(root.hostname or ""):
        return _(
            "This is a site on your own computer: on other computers these lines show nothing. "
            "To try them out, that is fine. For your public page, use a finder that is on the web."
        )
    if root.scheme == "http":
        return _(
            "These lines begin with http:// and show nothing on pages that begin with https://, as most do. "
            "Ask the people who run this site to turn on https."
        )
    return None


def _of_frames() -> str | None:
    allowed = backend().settings.embed_ancestors.split()
    if "*" in allowed:
        return None
    if sites := [one for one in allowed if not one.startswith("'")]:
        return _("Frames, and the address in WordPress, show only on these sites: %(sites)s.", sites=", ".join(sites))
    return _("This site lets nobody put it in a frame. Take “Part of your page”, or a plain link.")
