"""Which dates are one group, and which groups are one.

`series` works within one source, `twins` across sources, `merged` does both: it is what `finder group` prints.
"""

from __future__ import annotations

from finder.grouping.across import twins
from finder.grouping.merge import merged
from finder.grouping.stage import series
from finder.grouping.words import cadence_text

__all__ = ["cadence_text", "merged", "series", "twins"]
