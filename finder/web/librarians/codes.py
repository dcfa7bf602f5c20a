"""Every form of one list, ready to be copied: what it is for, where it goes, and the line or address itself."""

from __future__ import annotations

from html import escape

from flask import url_for

from finder.listing import Record
from finder.web import asking, snippets
from finder.web.asking import Params
from finder.web.language import _


class Code(Record, frozen=True, kw_only=True):
    """One form; `rows` is how many lines it takes, `href` where it can be looked at."""

    id: str
    name: str
    why: str
    text: str
    rows: int = 1
    href: str | None = None


def codes(params: Params, look: Params, title: str | None) -> list[tuple[str, list[Code]]]:
    """Return all forms of a list in their groups.

    Args:
        params: what is asked for: a search, or a saved selection by its name.
        look: the parameters of its look, where that is not saved.
        title: what it is called; None where it has no name of its own.
    """
    # Calendars, feeds and paper hold all groups: how many a page shows is nothing to them.
    whole = asking.without(params, "per_page")
    return [
        (_("On your web page"), _pages(params, look, title)),
        (_("For calendars and news"), _calendars(whole)),
        (_("On paper and by e-mail"), _papers(whole)),
        (_("For web servers and other programs"), [*_pieces(params), *_data(whole)]),
    ]


def _pages(params: Params, look: Params, title: str | None) -> list[Code]:
    pasted = asking.address(url_for("pages.find", _external=True), params | look)
    framed = asking.address(url_for("embed.show", _external=True), asking.settled(params | look))
    return [
        Code(
            id="link",
            name=_("The address"),
            why=_("WordPress turns it into the list. Anywhere else it is a plain link to it."),
            text=pasted,
            href=pasted,
        ),
        Code(
            id="component",
            name=_("Part of your page"),
            why=_("Put these lines where the list should stand. While we do not answer, the last list is shown."),
            text=snippets.component(params, look, title),
            rows=4,
        ),
        Code(
            id="frame",
            name=_("A frame"),
            why=_(
                "For sites that allow only frames. It needs no script; the second line makes it as tall as the list."
            ),
            text=snippets.frame(params, look, title),
            rows=3,
            href=framed,
        ),
        _address("frame-address", _("Address of the frame"), _("For sites that ask for an address to embed."), framed),
    ]


def _calendars(params: Params) -> list[Code]:
    calendar = _feed("calendar.ics", params)
    return [
        Code(
            id="webcal",
            name=_("Calendar to subscribe to"),
            why=_("A link for your page: a press on it adds all dates to the calendar of a phone or computer."),
            text=calendar.replace("http", "webcal", 1).replace("webcals", "webcal", 1),
        ),
        Code(
            id="ics",
            name=_("Calendar by its address"),
            why=_("For Google, Outlook and library calendars: add a calendar from the web, and paste this."),
            text=calendar,
            href=calendar,
        ),
        _address(
            "rss", "RSS", _("For news boxes of site builders, and for readers of news."), _feed("rss.xml", params)
        ),
        _address("atom", "Atom", _("The same for programs that ask for Atom."), _feed("atom.xml", params)),
        _address("json-feed", "JSON Feed", _("The same for newer readers and scripts."), _feed("feed.json", params)),
    ]


def _papers(params: Params) -> list[Code]:
    sheets = {name: asking.address(url_for("flyer.show", name=name, _external=True), params) for name in _SHEETS}
    return [
        _address(
            "poster", _("Flyer for the wall (PDF)"), _("Print it. Its square code leads to the list."), sheets["poster"]
        ),
        _address("paper", _("List in large print (PDF)"), _("To hand over the desk."), sheets["list"]),
        _address(
            "week",
            _("Text for the weekly e-mail"),
            _("Open it, copy it all, paste it into your newsletter: the next seven days."),
            _feed("week.txt", params),
        ),
    ]


def _data(params: Params) -> list[Code]:
    search = asking.address(url_for("api.groups", _external=True), params)
    return [
        _address(
            "csv", _("Table (CSV)"), _("For a spreadsheet, one group a line, 500 at most."), _feed("groups.csv", params)
        ),
        _address("geojson", _("Map data (GeoJSON)"), _("For a map of your own."), _feed("groups.geojson", params)),
        Code(
            id="api",
            name=_("For programs (JSON)"),
            why=_("Type this on a command line, or ask the address from a script of yours."),
            text=f"curl '{search}'",
            href=search,
        ),
    ]


def _pieces(params: Params) -> list[Code]:
    piece = asking.address(url_for("embed.fragment", _external=True), params)
    return [
        Code(
            id="php",
            name=_("A piece of HTML for PHP"),
            why=_("Your server puts the list into the page. It has no style, so it looks like the rest of it."),
            text=_php(piece),
            rows=4,
            href=piece,
        ),
        Code(
            id="ssi",
            name=_("A piece of HTML for server-side includes"),
            why=_(
                "First, ask the people who run your web server: "
                "/creative-groups should lead to the address for PHP above."
            ),
            text='<!--#include virtual="/creative-groups" -->',
        ),
    ]


_SHEETS = ("poster", "list")


def _address(code_id: str, name: str, why: str, address: str) -> Code:
    return Code(id=code_id, name=name, why=why, text=address, href=address)


def _feed(name: str, params: Params) -> str:
    return asking.address(url_for("feeds.feed", name=name, _external=True), asking.settled(params))


def _php(piece: str) -> str:
    # PHP would end its text at a quote: addresses have theirs percent-encoded, words as an entity.
    words = escape(_("Creative groups nearby"))
    page = url_for("pages.home", _external=True)
    return (
        "<?php\n"
        f"$list = @file_get_contents('{piece}', false, stream_context_create(['http' => ['timeout' => 5]]));\n"
        f"echo $list ?: '<p><a href=\"{page}\">{words}</a></p>';\n"
        "?>"
    )
