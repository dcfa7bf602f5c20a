"""What sources are, how they publish and how they are, in words."""

from __future__ import annotations

from collections.abc import Callable

from finder.web.language import _


def kind_words(kind: str | None) -> str:
    """Return what a source is."""
    return _KINDS[kind]() if kind in _KINDS else (kind or "").replace("_", " ")


def platform_words(platform: str | None) -> str:
    """Return how a source publishes: a product by its own name, a format by what people call it."""
    if platform in _FORMATS:
        return _FORMATS[platform]()
    return _PRODUCTS.get(platform or "", (platform or "").replace("_", " ").title())


def state_words(state: str) -> str:
    """Return how a source is; one that was never asked is not read yet."""
    return _STATES[state]() if state in _STATES else state


UNREAD = "unread"
"""The state of a source that was never asked."""

_KINDS: dict[str | None, Callable[[], str]] = {
    "library": lambda: _("library"),
    "makerspace": lambda: _("makerspace"),
    "arts_org": lambda: _("arts organisation"),
    "parks_and_rec": lambda: _("parks and recreation"),
    "aggregator": lambda: _("events calendar"),
    "religious_or_community_org": lambda: _("community organisation"),
    "community_center": lambda: _("community centre"),
    "meetup_group": lambda: _("Meetup group"),
}
_FORMATS: dict[str | None, Callable[[], str]] = {
    "html": lambda: _("web page"),
    "ical": lambda: _("calendar file"),
    "rss": lambda: _("news feed"),
    "sample": lambda: _("sample"),
}
_PRODUCTS = {
    "librarymarket": "LibraryMarket",
    "libcal": "LibCal",
    "spaceapi": "SpaceAPI",
    "civicrec": "CivicRec",
    "openactive": "OpenActive",
    "tribe": "The Events Calendar",
    "bibliocommons": "BiblioCommons",
    "recdesk": "RecDesk",
    "civicplus": "CivicPlus",
    "livewhale": "LiveWhale",
    "activenet": "ActiveNet",
    "mec": "Modern Events Calendar",
    "membershipworks": "MembershipWorks",
    "opencities": "OpenCities",
    "whofi": "WhoFi",
    "perfectmind": "PerfectMind",
    "pretix": "pretix",
    "dice": "DICE",
    "outsavvy": "OutSavvy",
}
_STATES: dict[str, Callable[[], str]] = {
    "working": lambda: _("working"),
    "quiet": lambda: _("quiet"),
    "unreachable": lambda: _("no answer"),
    "changed": lambda: _("changed"),
    "blocked": lambda: _("blocked"),
    "gone": lambda: _("gone"),
    "broken by us": lambda: _("broken by us"),
    UNREAD: lambda: _("not read yet"),
}
