"""A list that is being made: what it asks for and how it looks, read from the fields of the builder or a saved one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from finder.errors import InputError, PlaceNotFound
from finder.listing import Record
from finder.saved import Layout, Look, SavedSelection, Theme
from finder.selections import canonical
from finder.web import asking, language, look
from finder.web.asking import Params
from finder.web.backend import Backend
from finder.web.contrast import PARTS, TEXT, nearest
from finder.web.errors import beside_suggestions
from finder.web.language import _

Fields = Mapping[str, Sequence[str]]
"""Fields of a form or an address, by name."""

OWN = "own"
"""The theme by which the builder asks for colours of one's own."""

COUNT = "10"
"""How many groups a new list shows."""

_COUNT_LEFT_OUT: Params = {"per_page": ["20"]}
"""What the parameters of a search mean that name no number."""

SPEAKS = "speaks"
"""The language of the list; `lang` would be that of the builder itself."""

LEAST = {"ink": TEXT, "link": TEXT, "line": PARTS}
"""What each colour needs to be told from the paper."""


class Draft(Record, frozen=True, kw_only=True):
    """A list as the builder shows it.

    `params` are as they were given, `asks` as they would be kept; where they cannot be, `trouble` says why, and
    `suggestions` are other places.
    """

    params: Params
    look: Look
    colours: dict[str, str]
    speaks: str = ""
    asks: Params | None = None
    trouble: str | None = None
    suggestions: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was chosen yet."""
        return not self.params

    @property
    def theme(self) -> str:
        """Which of the themes of the builder is chosen."""
        return OWN if look.has_colours(self.look) else self.look.theme or "auto"

    @property
    def query(self) -> Params:
        """The parameters of the builder that make this draft again."""
        spoken = {SPEAKS: [self.speaks]} if self.speaks else {}
        own = {"theme": [OWN]} if self.theme == OWN else {}
        return _COUNT_LEFT_OUT | (self.asks or self.params) | look.params(self.look) | own | spoken


def read(fields: Fields, backend: Backend) -> Draft:
    """Return the draft that fields ask for; `mend` names a colour that is to become the nearest that can be told."""
    params = asking.known(fields)
    speaks = "".join(fields.get(SPEAKS, ())[:1])
    trouble: tuple[str, tuple[str, ...]] | None = None
    asks, shown_as, colours = None, Look(), look.ours("light")
    try:
        shown_as, colours = _look(fields, colours)
        asks = _asks(params, backend)
    except PlaceNotFound as error:
        trouble = beside_suggestions(error), error.suggestions
    except InputError as error:
        trouble = beside_suggestions(error), ()
    return Draft(
        params=params,
        look=shown_as,
        colours=colours,
        speaks=speaks if speaks in language.shipped() else "",
        asks=asks,
        trouble=trouble[0] if trouble else None,
        suggestions=trouble[1] if trouble else (),
    )


def of(selection: SavedSelection, backend: Backend) -> Draft:
    """Return the draft that a saved selection is."""
    asks = {name: list(values) for name, values in selection.asks.items()}
    own: dict[str, Any] = {"theme": [OWN]} if look.has_colours(selection.look) else {}
    spoken = {SPEAKS: [selection.language]} if selection.language else {}
    return read(_COUNT_LEFT_OUT | asks | look.params(selection.look) | own | spoken, backend)


def _asks(params: Params, backend: Backend) -> Params:
    units = {} if backend.settings.units == "auto" else {"units": [backend.settings.units]}
    found = canonical({"per_page": [COUNT]} | units | params, backend.locator, backend.store, backend.now())
    if len(asking.address("", {name: list(values) for name, values in found.items()})) > asking.LONGEST:
        raise InputError(_("That is more than one list can ask for. Choose less, or use fewer words."))
    return {name: list(values) for name, values in found.items()}


def _look(fields: Fields, usual: dict[str, str]) -> tuple[Look, dict[str, str]]:
    """Return the look, and the colours that stand in the fields, which count only where they are asked for."""
    theme = "".join(fields.get("theme", ())[-1:])
    given = {name: [value for value in fields.get(name, ()) if value.strip()] for name in look.COLOURS}
    written = look.complete(look.asked(given))
    colours = usual | {name: getattr(written, name) for name in look.COLOURS}
    for name in fields.get("mend", ()):
        if name in LEAST:
            colours[name] = nearest(colours[name], colours["paper"], LEAST[name])
    layout = {"layout": fields.get("layout") or ["list"]}
    if theme == OWN or (not theme and any(given.values())):
        return look.asked(layout | {name: [value] for name, value in colours.items()}), colours
    return look.asked(layout | {"theme": [theme]}), colours


LAYOUTS: tuple[str, ...] = get_args(Layout)
THEMES: tuple[str, ...] = (*get_args(Theme), OWN)
