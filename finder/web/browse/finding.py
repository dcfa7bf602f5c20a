"""What the searches that have a name find in a town."""

from __future__ import annotations

from finder.search.counts import Counts
from finder.web import asking
from finder.web.backend import backend
from finder.web.browse import choices
from finder.web.browse.choices import Choice
from finder.web.browse.towns import Town


def asked(here: Town, choice: Choice | None = None) -> asking.Params:
    """Return the parameters of the find page that ask for the same: what is joined from home is near nobody."""
    return {"near": [here.name], "mode": ["in-person"], **(choice.params if choice else {})}


def finds(here: Town, choice: Choice) -> int:
    """Return how many groups a search finds in a town."""
    return asking.answer(backend(), {**asked(here, choice), "per_page": ["1"]}, with_hints=False).total


def counts_in(here: Town) -> Counts:
    """Return how many groups each choice of a filter has in a town."""
    return asking.answer(backend(), {**asked(here), "per_page": ["1"]}, with_counts=True, with_hints=False).counts


def made_in(counts: Counts) -> dict[str, int]:
    """Return how many groups each pathway and activity has."""
    return counts["pathway"] | counts["activity"]


def suiting_in(here: Town, counts: Counts) -> dict[str, int]:
    """Return how many groups each search for what suits finds: most are counted already, the others are asked for."""
    known = {one.slug: _counted(counts, one) for one in choices.SUITS.values()}
    return {slug: finds(here, choices.SUITS[slug]) if count is None else count for slug, count in known.items()}


def _counted(counts: Counts, choice: Choice) -> int | None:
    [(name, values)] = choice.params.items()
    facet, value = ("welcome", "beginners") if name == "beginners" else (name, values[0])
    return counts.get(facet, {}).get(value) if len(values) == 1 else None


def found_in(here: Town) -> list[Choice]:
    """Return the searches that find something in a town."""
    counts = counts_in(here)
    made, suiting = made_in(counts), suiting_in(here, counts)
    return [
        *(one for one in choices.made().values() if made.get(one.slug)),
        *(one for one in choices.SUITS.values() if suiting[one.slug]),
    ]
