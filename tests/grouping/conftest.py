"""Listings of our own making, in the shape in which the pipeline hands them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from finder.listing import Listing, SourceRef

Maker = Callable[..., Any]


@pytest.fixture(scope="session")
def listing() -> Maker:
    """One listing: title, start, source, and any other field."""
    return make_listing


@pytest.fixture(scope="session")
def weekly() -> Maker:
    """Several listings: title, first start, count, weeks between, source, and any other field."""
    return make_weekly


def make_listing(title: str, start: str | None, source: str = "mill", **fields: Any) -> Listing:
    ref = fields.pop("ref", None) or SourceRef(id=source, name=source.title(), fetched_at="2026-11-21T06:00:00+00:00")
    fields.setdefault("timezone", "America/Chicago")
    fields.setdefault("venue", "Mill Street Studio")
    return Listing(title=title, start=start, source=ref, **fields)


def make_weekly(
    title: str, first: str, count: int, *, every: int = 1, source: str = "mill", **fields: Any
) -> list[Listing]:
    """Return `count` listings, each `every` weeks after the last at the same wall clock, two hours long."""
    zone = ZoneInfo(fields.get("timezone", "America/Chicago"))
    start = datetime.fromisoformat(first)
    out = []
    for number in range(count):
        at = (start + timedelta(weeks=every * number)).replace(tzinfo=zone)
        fields["uid"] = f"{source}-{title}-{at:%Y%m%d%H%M}".replace(" ", "-")
        end = (start + timedelta(weeks=every * number, hours=2)).replace(tzinfo=zone)
        out.append(make_listing(title, at.isoformat(), source, end=end.isoformat(), **fields))
    return out
