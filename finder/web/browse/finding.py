"""What the searches that have a name find in a town."""

from __future__ import annotations

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


def made_in(here: Town) -> dict[str, int]:
    """Return how many groups each pathway and activity has in a town."""
    answer = asking.answer(backend(), {**asked(here), "per_page": ["1"]}, with_counts=True, with_hints=False)
    return answer.counts["pathway"] | answer.counts["activity"]


def found_in(here: Town) -> list[Choice]:
    """Return the searches that find something in a town."""
    made = made_in(here)
    return [
        *(one for one in choices.made().values() if made.get(one.slug)),
        *(one for one in choices.SUITS.values() if finds(here, one)),
    ]
