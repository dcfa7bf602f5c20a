"""A town that was typed among the words: "knitting in Bloomington" asks for a place, which its field did not get."""

from __future__ import annotations

from finder.web.asking import Params, address, changed
from finder.web.backend import Backend
from finder.web.browse import towns
from finder.web.language import _
from finder.web.results import Link

_MOST = 3


def meant(backend: Backend, params: Params, path: str) -> list[Link]:
    """Return the same search near each town that the words end with; nothing where a place was asked for."""
    words = "".join(params.get("q", [])).split()
    if params.keys() & {"near", "lat"}:
        return []
    for start in range(len(words)):
        if found := towns.called(backend, " ".join(words[start:])):
            left = {"q": " ".join(words[:start]) or None}
            return [
                Link(
                    label=_("Look near %(place)s", place=town.name),
                    href=address(path, changed(params, {"near": town.name, **left})),
                )
                for town in found[:_MOST]
            ]
    return []
