"""Small things to make together, of `data/invitations/`: for a first step, or where no group fits."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from finder.listing import Record
from finder.wording import told

Who = Literal["two", "couple", "family", "friends", "alone-together"]
Mood = Literal["quiet", "playful", "warm", "curious"]
Cost = Literal["nothing", "little"]
WHO, MOODS, COSTS = get_args(Who), get_args(Mood), get_args(Cost)
MINUTES = (15, 30, 60, 120)
"""How long the first time takes, about."""


class Invitation(Record, frozen=True, kw_only=True):
    """One thing to make together: what to do in `text`, the first small step in `begin`."""

    name: str
    title: str
    text: str
    begin: str
    who: tuple[Who, ...]
    mood: tuple[Mood, ...]
    minutes: Literal[15, 30, 60, 120]
    cost: Cost
    pathway: str


def suited(
    language: str,
    *,
    who: str | None = None,
    mood: str | None = None,
    minutes: int | None = None,
    cost: str | None = None,
) -> tuple[Invitation, ...]:
    """Return the invitations that fit what is asked; `minutes` is the time there is, and None asks for nothing."""
    return tuple(
        one
        for one in invitations(language)
        if (who is None or who in one.who)
        and (mood is None or mood in one.mood)
        and (minutes is None or one.minutes <= minutes)
        and (cost is None or one.cost == cost)
    )


def a_few(language: str, pathways: tuple[str, ...], day: date, count: int = 3) -> tuple[Invitation, ...]:
    """Return some to begin with: first of what was looked for, others every day anew."""
    found = invitations(language)
    turn = day.toordinal() % len(found)
    turned = (*found[turn:], *found[:turn])
    return tuple(sorted(turned, key=lambda one: one.pathway not in pathways)[:count])


def invitations(language: str) -> tuple[Invitation, ...]:
    """Return all, in the order of showing; in English where there are no words in the language."""
    return told("invitations", language, Invitation)
