"""A group as paper tells it: a title, and lines of a name and what is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from finder.search.query import Hit
from finder.web import words
from finder.web.backend import backend
from finder.web.cards import note
from finder.web.cautions import doubt
from finder.web.claims import is_sample
from finder.web.language import _, country

_LONGEST_TYPED = 60
"""Letters of the longest address that somebody types off a sheet of paper."""


def in_print(hit: Hit, locale: Locale) -> dict[str, Any]:
    """Return what one needs to go there, for the templates of `templates/paper/`."""
    group, shown = hit.group, note(hit, "km", None, locale)
    told = (
        (_("Next"), shown.next.words if shown.next else _("No coming date is listed")),
        (_("Meets"), shown.cadence),
        (_("Where"), ", ".join(dict.fromkeys(part for part in (words.where(group), group.address) if part)) or None),
        (_("Cost"), shown.price),
        (_("Ages"), shown.ages),
        # The descriptions of the sample are summaries of ours.
        (_("Who it suits") if is_sample(group) else _("The host says"), ", ".join(shown.stated) or None),
        (_("Before you go"), doubt(hit, backend().now(), locale)),
        (_("Sample"), _("Dates may be carried over: ask the host.") if is_sample(group) else None),
    )
    return {"title": group.title, "lines": [(name, value) for name, value in told if value]}


def sheet(title: str, note: str, hits: Sequence[Hit], link: str, locale: Locale) -> dict[str, Any]:
    """Return the values of `templates/paper/list.typ` and `poster.typ`; `link` leads to the same on the web."""
    from finder import paper  # noqa: PLC0415  Typst takes a while to load, and few ask for paper

    where = (hit.group.place.country for hit in hits if hit.group.place)
    return {
        "title": title,
        "note": note,
        "groups": [in_print(hit, locale) for hit in hits],
        "qr": paper.qr_code(link) if len(link) <= paper.LONGEST_ADDRESS else None,
        "qr_alt": _("QR code that leads to this list"),
        "qr_words": _("All of them, with access, cost and dates"),
        "address": _typed(link),
        "checked": checked(locale),
        "site": backend().settings.site_name,
        "paper": paper.paper_of(next(where, None) or country(locale)),
        "lang": locale.language,
    }


def _typed(link: str) -> str:
    """Return what those without a camera type: the address, where it is longer than that the site it lies on."""
    parts = urlsplit(link)
    address = link.removeprefix(f"{parts.scheme}://")
    return address if len(address) <= _LONGEST_TYPED else parts.netloc


def checked(locale: Locale) -> str:
    """Return the line that says from when the paper is."""
    day = words.today_words(backend().now(), locale)
    return _("As listed here on %(day)s. Ask the host before you go.", day=day)
