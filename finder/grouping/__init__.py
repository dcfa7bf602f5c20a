"""Which dates are one group, and which groups are one.

`series` works within one source, `twins` across sources, `merged` does both: it is what `finder group` prints.
`ASPECTS` is by what people can split a group.
`marks` is by what `twins` finds a group again in a store.
"""

from __future__ import annotations

from finder.grouping.across import twins
from finder.grouping.by_hand import ASPECTS
from finder.grouping.marks import marks
from finder.grouping.merge import merged
from finder.grouping.stage import series
from finder.grouping.words import cadence_text

__all__ = ["ASPECTS", "cadence_text", "marks", "merged", "series", "twins"]
