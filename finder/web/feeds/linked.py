"""schema.org JSON-LD: a list of events, each with its schedule, as on the page of each group."""

from __future__ import annotations

import msgspec

from finder.web.claims import is_sample
from finder.web.feeds.selection import Selection
from finder.web.jsonld import event


def linked(selection: Selection) -> bytes:
    """Return the list; a group without a coming date is no event, and what is from a sample is not told as one."""
    groups = [hit.group for hit in selection.hits if not is_sample(hit.group)]
    events = (event(group, selection.page_of(group), selection.now) for group in groups)
    items = [
        {"@type": "ListItem", "position": place, "item": {key: one[key] for key in one if key != "@context"}}
        for place, one in enumerate((one for one in events if one), start=1)
    ]
    return msgspec.json.encode(
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "name": selection.title,
            "url": selection.page,
            "numberOfItems": len(items),
            "itemListElement": items,
        }
    )
