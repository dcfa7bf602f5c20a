"""Every parameter of a search in one table: how it is read, what it can be, and what it asks for.

`finder.search.parse` takes limits and values from it, and every surface the names.  The description of the API
(OpenAPI), its page and docs/api.md are made of it.
"""

from __future__ import annotations

from math import inf
from typing import Literal

from finder.listing import Record
from finder.search.query import Query
from finder.search.terms import choices
from finder.taxonomy import facets
from finder.text import N_

Kind = Literal["text", "number", "whole", "flag", "day", "choice", "choices", "hours", "tag", "cursor"]


class Parameter(Record, frozen=True, kw_only=True):
    """One parameter of an address.

    `about` says in plain words what it asks for, and is translated where it is shown.  `limits` are the least and the
    most that a number can be, `values` all that a choice can be, `default` what is taken where it is absent.
    """

    name: str
    kind: Kind
    about: str
    example: str
    limits: tuple[float, float] = (-inf, inf)
    values: tuple[str, ...] = ()
    default: str | None = None

    @property
    def is_list(self) -> bool:
        """Tell whether it can be given several times."""
        return self.kind in {"choices", "hours", "tag"}


def _text(name: str, about: str, example: str) -> Parameter:
    return Parameter(name=name, kind="text", about=about, example=example)


def _flag(name: str, about: str) -> Parameter:
    return Parameter(name=name, kind="flag", about=about, example="1", default="0")


def _choice(name: str, about: str, default: str | None = None) -> Parameter:
    values = choices(name)
    return Parameter(name=name, kind="choice", about=about, example=values[-1], values=values, default=default)


def _choices(name: str, about: str, example: str) -> Parameter:
    return Parameter(name=name, kind="choices", about=about, example=example, values=choices(name))


_ALL = (
    _text("near", N_("A city, a postal code or an address. It wins over a point."), "Bloomington, IN"),
    Parameter(
        name="lat",
        kind="number",
        about=N_("The latitude of a point, in degrees (WGS 84). It goes with lon."),
        example="39.165",
        limits=(-90, 90),
    ),
    Parameter(
        name="lon",
        kind="number",
        about=N_("The longitude of a point, in degrees (WGS 84). It goes with lat."),
        example="-86.526",
        limits=(-180, 180),
    ),
    Parameter(
        name="within",
        kind="number",
        about=N_("How far away at most, as the crow flies. If absent: 25 km, or 15 miles."),
        example="10",
        limits=(0.1, 2000),
    ),
    _choice("units", N_("The unit of within. If absent: miles in the United States and in Britain, else km.")),
    _text(
        "q",
        N_("Plain words. Wishes in them are read as the other filters; each word left over must be in the text."),
        "quiet knitting",
    ),
    _choices("pathway", N_("What people make: any of these."), "crafts"),
    _choices("activity", N_("What people do there: any of these."), "fiber-arts"),
    _choices("format", N_("What kind of meeting it is: any of these."), "workshop"),
    _choices("situation", N_("Whom it suits: all of these, stated or likely."), "introvert-friendly"),
    _choices(
        "access",
        N_("What the host says of access: all of these, each with a plain yes. What nobody says is no yes."),
        "step-free-entrance",
    ),
    _flag("stated", N_("Take only what the host states, not what is likely.")),
    _flag("beginners", N_("Beginners are welcome.")),
    _choices("ages", N_("Who may come: any of these. Groups for all ages are found too."), "adults"),
    _choices("together", N_("Who comes along: any of these."), "family"),
    _choices("purpose", N_("What it is for beside the making: any of these."), "teach-and-learn"),
    Parameter(
        name="tag",
        kind="tag",
        about=N_("Any tag. It does the same as the filter that the tag belongs to."),
        example="crafts",
        values=tuple(tag for facet in facets().values() for tag in facet.tags),
    ),
    _flag("free", N_("It is free, or one gives what one likes.")),
    Parameter(
        name="max_price",
        kind="number",
        about=N_(
            "The lowest price is no more than this, in the money that the host asks for. Free ones are found too."
        ),
        example="10",
        limits=(0, 100_000),
    ),
    _choices("day", N_("On any of these days of the week, by the clock of the venue."), "tu"),
    Parameter(
        name="time",
        kind="hours",
        about=N_("In any of these parts of the day, or in hours like 18:00-20:30, by the clock of the venue."),
        example="evening",
        values=choices("time"),
    ),
    _choice("when", N_("On one of the days so called, at the place asked for. Weeks end on Sunday.")),
    Parameter(name="from", kind="day", about=N_("The first day. It wins over when."), example="2027-05-01"),
    Parameter(name="to", kind="day", about=N_("The last day. It wins over when."), example="2027-05-31"),
    _choice("mode", N_("In person or online. What is both is found by each."), "any"),
    _choice("join", N_("Take part, or watch and listen."), "any"),
    _choices("cadence", N_("It meets again, it meets once, or it is a course: any of these."), "again"),
    _choices("host", N_("Who holds or lists it: any of these kinds."), "library"),
    _choices("language", N_("The language that the listing is written in: any of these."), "es"),
    _choices("without", N_("It has none of these tags."), "children"),
    _choices("all", N_("All the tags chosen of this filter must be there, not just one."), "activity"),
    _choices("any", N_("Any one of those chosen of this filter will do, not all."), "access"),
    _choices("silent", N_("Find those too that say nothing on this filter."), "price"),
    _choice("sort", N_("What comes first."), "best"),
    Parameter(
        name="per_page",
        kind="whole",
        about=N_("How many groups on a page."),
        example="5",
        limits=(1, 100),
        default=str(Query().per_page),
    ),
    Parameter(
        name="after",
        kind="cursor",
        about=N_("Go on after that group. Take it from the next link; do not make one."),
        example="AAAA",
    ),
    Parameter(
        name="before",
        kind="cursor",
        about=N_("Go back from that group. Take it from the previous link; do not make one."),
        example="AAAA",
    ),
)

PARAMETERS = {one.name: one for one in _ALL}
"""By name, in the order of showing."""
