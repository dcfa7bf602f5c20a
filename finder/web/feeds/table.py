"""CSV (RFC 4180) for spreadsheets: one group a line, what is not stated says so."""

from __future__ import annotations

import csv
import re
from io import StringIO

from babel import Locale

from finder.listing import Group
from finder.search.query import Hit
from finder.taxonomy import facets
from finder.web import words
from finder.web.cards import host, web_link
from finder.web.claims import is_sample, names
from finder.web.feeds.selection import Selection
from finder.web.rhythm import cadence

_FORMULA = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  spreadsheets of East Asia take wide signs, too
_SILENT = "not stated"


def table(selection: Selection, locale: Locale) -> bytes:
    """Return the table, with a byte order mark: without one, spreadsheets take the letters for another encoding."""
    lines = [_line(hit, selection, locale) for hit in selection.hits]
    text = StringIO()
    writer = csv.DictWriter(text, fieldnames=_COLUMNS)
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in line.items()} for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _line(hit: Hit, selection: Selection, locale: Locale) -> dict[str, str]:
    group, price = hit.group, hit.group.price
    point = group.place if group.place and group.mode != "online" else None
    return {
        "id": group.id or "",
        "title": group.title,
        "host": host(group) or "",
        "what": "; ".join(names(group, "pathway")),
        "activities": "; ".join(names(group, "activity")),
        "meets": cadence(group, locale) or "",
        "next_start": hit.next or "",
        "next_end": hit.next_end or "",
        "timezone": group.timezone or "",
        "mode": group.mode or _SILENT,
        "venue": group.venue or "",
        "room": group.room or "",
        "address": group.address or "",
        "latitude": f"{point.latitude}" if point else "",
        "longitude": f"{point.longitude}" if point else "",
        "place_known_by": point.precision if point else "",
        "cost": price.status if price and price.status != "unknown" else _SILENT,
        "cost_from": "" if price is None or price.min is None else f"{price.min:g}",
        "cost_to": "" if price is None or price.max is None else f"{price.max:g}",
        "currency": (price.currency if price else None) or "",
        "ages": words.ages(group.ages) or _SILENT,
        "sign_up": group.registration or _SILENT,
        "take_part_or_watch": group.participation or _SILENT,
        **_suits(group),
        "page": selection.page_of(group),
        "page_of_the_host": web_link(group.url) or "",
        "last_confirmed": group.last_confirmed or "",
        "sample": "yes" if is_sample(group) else "",
    }


def _suits(group: Group) -> dict[str, str]:
    levels = {tag.tag: tag.level for tag in group.tags if tag.facet in {"situation", "welcome"}}
    return {_column(tag): levels.get(tag, _SILENT) for tag in (*facets()["situation"].tags, "beginners")}


def _column(tag: str) -> str:
    return tag.replace("-", "_")


def _safe(value: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{value}" if _FORMULA.match(value) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


_COLUMNS = (
    *("id", "title", "host", "what", "activities", "meets", "next_start", "next_end", "timezone", "mode"),
    *("venue", "room", "address", "latitude", "longitude", "place_known_by"),
    *("cost", "cost_from", "cost_to", "currency", "ages", "sign_up", "take_part_or_watch"),
    *("introvert_friendly", "limited_mobility", "low_budget", "time_constrained", "beginners"),
    *("page", "page_of_the_host", "last_confirmed", "sample"),
)
