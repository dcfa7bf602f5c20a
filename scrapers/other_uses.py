"""What pages lead to that could be taken for a calendar and is none: catalogues, pass desks, bookings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class _Use(NamedTuple):
    what: str
    pattern: re.Pattern[str]


def _use(what: str, *patterns: str) -> _Use:
    return _Use(what, re.compile("|".join(patterns), re.IGNORECASE))


_USES = (
    _use(
        "a pass desk",
        r"libcal\.com/passes\b",
        r"assabetinteractive\.com/[^?#]{0,80}museum-pass",
        r"whofi\.com/passes\b",
        r"museumkey\b|tixkeeper\.com|eventkeeper\.com/mars/tkflex|libraryinsight\.net/mp|museum-?pass(?:es)?\b",
    ),
    _use(
        "a room booking",
        r"libcal\.com/(?:spaces?|reserve|booking|r/|allspaces|equipment|appointments?|seats?)\b",
        r"libnet\.info/reserve\b|/reserve-room\b|/rooms?/reserve\b|room-?(?:booking|reservation)|book-?a-?room",
        r"evanced[^/]{0,20}/[^?#]{0,60}roomrequest|evanced[^/]{0,20}/spaces|skedda\.com|demcosoftware\.com/[^?#]{0,40}space",
        r"activecommunities\.com/[\w-]+/(?:reservation|facility)\b|perfectmind\.com/[^?#]{0,80}facilit",
        r"recdesk\.com/community/facility|rec1\.com/[^?#]{0,80}facilit",
    ),
    _use(
        "a library catalogue",
        r"bibliocommons\.com/(?:v2/)?(?:search|record|list|user|account|explore|item|checkedout|holds)\b",
        r"bibliocommons\.com/?(?:[?#]|$)",
        r"\.sirsi(?:dynix)?\.(?:net|com)/|\.polarislibrary\.com|/polaris/|/cgi-bin/koha/|/eg/opac/|\biiivega\.com",
        r"//(?:catalog(?:ue)?|opac|encore|katalog|catalogo)\.|/(?:opac|catalog(?:ue)?)(?:/|$|\?)|tlcdelivers\.com|\.tlcdelivers\.",
        r"worldcat\.org|//(?:search|discover)[\w.-]*/(?:Union/)?Search/|\.aspendiscovery\.org|\.ent\.sirsi",
    ),
    _use(
        "an e-book shelf",
        r"\.overdrive\.com|libbyapp\.com|hoopladigital\.com|kanopy\.com|yourcloudlibrary\.com|\.rbdigital\.com",
    ),
    _use("opening hours", r"libcal\.com/(?:hours|widget/hours|api_hours|js/hours)"),
    _use("events on Facebook, which it shows only to who is logged in", r"facebook\.com/[^?#]{1,80}/events\b"),
)


def named(links: Iterable[str]) -> list[str]:
    """Return in words what these addresses are for, each use once."""
    return list(dict.fromkeys(_uses(links)))


def sentence(links: Iterable[str]) -> str | None:
    """Return what a page without a calendar leads to, as one sentence; None where that is nothing known."""
    found = named(links)
    listed = " and ".join(part for part in (", ".join(found[:-1]), *found[-1:]) if part)
    return f"it only leads to {listed}" if found else None


def _uses(links: Iterable[str]) -> Iterator[str]:
    there = list(links)
    for use in _USES:
        if any(use.pattern.search(link) for link in there):
            yield use.what
