"""How well the colours of a list are told from its background, in words and numbers, and what would do."""

from __future__ import annotations

from babel.numbers import format_decimal

from finder.listing import Record
from finder.web.contrast import contrast, nearest
from finder.web.language import _, current
from finder.web.librarians.draft import LEAST


class Verdict(Record, frozen=True, kw_only=True):
    """What is to be said of one colour; `nearest` is the one that does, where this one does not."""

    name: str
    label: str
    least: float
    passes: bool
    sentence: str
    nearest: str | None = None


def verdicts(colours: dict[str, str]) -> list[Verdict]:
    """Return one for each colour that has to be told from the paper."""
    return [_verdict(name, least, colours) for name, least in LEAST.items()]


def labels() -> dict[str, str]:
    """Return what each colour is for."""
    return {"ink": _("Text"), "paper": _("Background"), "link": _("Links"), "line": _("Lines")}


def sentences() -> dict[str, str]:
    """Return what is said of a colour that can be told and of one that cannot, with places for what is reckoned."""
    return {
        "good": _("%(what)s: %(ratio)s to 1. That is enough; it needs %(least)s.") % _PLACES,
        "bad": _("%(what)s: %(ratio)s to 1. That is too faint; it needs %(least)s.") % _PLACES,
    }


_PLACES = {"what": "{what}", "ratio": "{ratio}", "least": "{least}"}


def _verdict(name: str, least: float, colours: dict[str, str]) -> Verdict:
    ratio = contrast(colours[name], colours["paper"])
    passes = ratio >= least
    told = sentences()["good" if passes else "bad"]
    numbers = {key: format_decimal(value, "0.##", current()) for key, value in (("ratio", ratio), ("least", least))}
    return Verdict(
        name=name,
        label=labels()[name],
        least=least,
        passes=passes,
        sentence=told.format(what=labels()[name], **numbers),
        nearest=None if passes else nearest(colours[name], colours["paper"], least),
    )
