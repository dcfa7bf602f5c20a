"""The CSS selectors that a source may name in the catalogue, in one line: `item=.event; title=h3; start=time@datetime`.

Fields and selectors (CSS, selectors level 4), counted from the item, and behind `@` the attribute that holds the value.
`next` leads to the following page and `empty` marks a page that says it has nothing; both are looked for in the whole
page.  A file may hold one field per line, and lines that begin with `#`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from finder.errors import InputError

FIELDS = {
    "item": "Selector of what stands once per listing.",
    "title": "Selector of its title.",
    "start": "Of when it begins; day and clock may stand apart, as date and time.",
    "date": "Of the day.",
    "time": "Of the clock.",
    "end": "Of when it is over.",
    "url": "Of the link to its page; the first link when left out.",
    "venue": "Of the house.",
    "room": "Of the room.",
    "address": "Of the address.",
    "price": "Of the price.",
    "ages": "Of the ages.",
    "organizer": "Of who holds it.",
    "category": "Of its categories.",
    "description": "Of its text.",
    "image": "Of its picture.",
    "status": "Of whether it is cancelled.",
    "next": "Of the link to the next page.",
    "empty": "Of what the page shows when nothing is on.",
}
"""The fields that may be named, and what each says."""

OF_PAGE = frozenset({"item", "next", "empty"})
"""Fields that are looked for in the whole page."""

_ATTRIBUTE = re.compile(r"(?P<css>.*)@(?P<attribute>[\w:-]+)\s*", re.DOTALL)
_APART = re.compile(r";|\n\s*(?:#[^\n]*)?")


class Selector(NamedTuple):
    """Where a value stands: a CSS selector (empty for the item itself), and an attribute where it is not the text."""

    css: str
    attribute: str | None


def read_selectors(line: str) -> dict[str, Selector]:
    """Return the selectors of a source by field.

    Raises:
        InputError: a field is unknown, a selector is no CSS, or there is no item, title or start.
    """
    parts = (part.partition("=") for part in _APART.split(f"\n{line}") if part.strip())
    found = {name.strip(): _selector(name.strip(), said.strip()) for name, _, said in parts}
    if not {"item", "title"} <= found.keys() or not {"start", "date"} & found.keys():
        raise InputError(
            "selectors: item, title and start are needed, as in “item=.event; title=h3; start=time@datetime”"
        )
    return found


def in_one_line(named: Mapping[str, str]) -> str:
    """Return selectors by field as the catalogue holds them."""
    return "; ".join(f"{field}={' '.join(said.split())}" for field, said in named.items())


def written(selectors: Mapping[str, Selector]) -> dict[str, str]:
    """Return selectors by field as people write them."""
    return {field: css + (f"@{attribute}" if attribute else "") for field, (css, attribute) in selectors.items()}


def _selector(name: str, said: str) -> Selector:
    if name not in FIELDS:
        raise InputError(f"selectors: “{name}” is no field; there are {', '.join(FIELDS)}")
    split = _ATTRIBUTE.fullmatch(said)
    found = Selector(split["css"].strip(), split["attribute"]) if split else Selector(said, None)
    if not found.css and name in OF_PAGE:
        raise InputError(f"selectors: “{name}” needs a selector")
    _check(found.css or "*")
    return found


def _check(css: str) -> None:
    import soupsieve  # noqa: PLC0415  the command line lists the fields without it

    try:
        soupsieve.compile(css)
    except (soupsieve.SelectorSyntaxError, NotImplementedError, ValueError) as error:
        raise InputError(f"selectors: “{css}” is no CSS selector") from error
