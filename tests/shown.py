"""Groups that a search could show, read by way of the tiles and the words."""

from __future__ import annotations

from collections.abc import Sequence

from finder import tiles
from finder.geo import Box
from finder.listing import Group
from finder.store import Store

FROM_HOME = tiles.Span(tiles.ONLINE, tiles.ONLINE)
ANYWHERE = [tiles.Span(0, tiles.UNPLACED)]


def found(store: Store, box: Box | None, words: Sequence[str] = ()) -> list[Group]:
    """Return the shown groups in the tiles that a box touches, or that can be joined from home, by id."""
    spans = [*tiles.spans(box), FROM_HOME] if box else ANYWHERE
    with store.snapshot():
        numbers = set(store.packed(spans).groups["number"].tolist())
        if (holding := store.with_words(spans, words)) is not None:
            numbers &= set(holding)
        return sorted(store.shown(numbers), key=lambda group: group.id or "")
