"""What a search reads of groups: packed into rows of fixed length and laid down by where they are.

A tile is a rectangle of 0.2 by 0.35 degrees.  Its rows hold what filters and orders ask for, no words: a search reads
the few tiles around a point as arrays and touches no record before it knows which twenty to show.  All of it is derived
from the groups' records and can be made anew at any time.
"""

from __future__ import annotations

from finder.tiles.keys import ONLINE, UNPLACED, Span, spans
from finder.tiles.layout import GROUP, LAYOUT, SLOT, Packed, joined
from finder.tiles.pack import packed

__all__ = ["GROUP", "LAYOUT", "ONLINE", "SLOT", "UNPLACED", "Packed", "Span", "joined", "packed", "spans"]
