"""Dataset sites of OpenActive: pages that tell programs where the feeds are (openactive.io/dataset-api-discovery).

The description is JSON-LD, in a page or by itself: a `Dataset` whose `distribution` has a `DataDownload` for each feed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from finder.listing import Page
from scrapers import values
from scrapers.markup import decoded, scripts
from scrapers.schema_org import address
from scrapers.values import Node, text

_MARK = b"application/vnd.openactive.rpde+json"
_OF_EVENTS = frozenset(
    {"SessionSeries", "ScheduledSession", "Event", "EventSeries", "HeadlineEvent", "CourseInstance", "OnDemandEvent"}
)


def is_dataset(page: Page) -> bool:
    """Tell whether a page describes feeds, in the words that it has to name their form by."""
    return _MARK in page.content


def feeds(page: Page) -> list[str]:
    """Return the addresses of the feeds of events, each once."""
    found = (node for block in _blocks(page) for node in values.nodes(block))
    downloads = (one for node in found for one in values.nodes(node.get("distribution")))
    links = (address(one.get("contentUrl"), page.url) for one in downloads if _kind(one) in _OF_EVENTS)
    return list(dict.fromkeys(link for link in links if link))


def _kind(download: Node) -> str:
    """Return what a feed has: `additionalType` says it, before version 2 the name did."""
    return (text(download.get("additionalType")) or text(download.get("name")) or "").rpartition("/")[2]


def _blocks(page: Page) -> Iterator[object]:
    texts = [decoded(page)] if values.is_json(page) else [script.text for script in scripts(decoded(page))]
    for said in texts:
        if _MARK.decode() in said:
            try:
                yield json.loads(said)
            except (ValueError, RecursionError):
                continue
