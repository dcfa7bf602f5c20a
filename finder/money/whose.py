"""Whose price an amount is: told by the words on its own side of the separators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from finder.money.patterns import ROLES, VOLUNTARY, Role
from finder.money.sums import REACH, Sum

_SPLIT = re.compile(r"[\n;|•·,/()]|\.(?=\s|$|[A-Z])|[!?]|(?i:\b(?:or|and|plus|but|includ(?:es?|ing)|with)\b)")
_ADDED = re.compile(r"\s{0,3}(?:\+|plus|&)\s{0,3}(?:an? )?", re.IGNORECASE)
_PER = re.compile(
    r"/(?= ?(?:class|session|person|participant|week|lesson|hour|month|child|student|pp|each|family)\b)", re.IGNORECASE
)


def labelled(text: str, sums: Sequence[Sum]) -> list[Sum]:
    """Return the sums, each with whose price it is by the words on its own side of the separators."""
    if not sums:
        return []
    last = text[sums[-1].end : sums[-1].end + REACH]
    follows = _role(_head(last)) not in ("open", "none") or bool(_SPLIT.match(text, max(0, sums[0].start - 1)))
    out: list[Sum] = []
    heading = ""
    for i, one in enumerate(sums):
        before = text[max(sums[i - 1].end if i else 0, one.start - REACH) : one.start]
        after = text[one.end : min(sums[i + 1].start if i + 1 < len(sums) else len(text), one.end + REACH)]
        heading = _heading(before) or (heading if "\n" not in before.strip() else "")
        left, right = _tail(before) or heading, _head(after)
        if i + 1 < len(sums) and len(right) == len(after) < REACH and not follows:
            right = ""
        if i and len(left) == len(before) < REACH and follows:
            left = ""
        less = out and one.high < out[-1].low and _in_brackets(before, after)
        role = "reduced" if less else _whose(left, right, one.high)
        if one.high and heading and _role(heading) == "donation":
            role = "donation"
        mine = replace(one, role=role, voluntary=bool(VOLUNTARY.search(f"{left} {right}")))
        if mine.role == "materials" and out and _ADDED.fullmatch(text[out[-1].end : one.start]):
            out[-1] = replace(out[-1], low=out[-1].low + one.low, high=out[-1].high + one.low)
        twin = i > 0 and mine.role == "open" and before.strip().lower() in {"or", "and", "/", ","}
        out.append(replace(mine, role=out[-1].role, voluntary=out[-1].voluntary) if twin else mine)
    return out


def _in_brackets(before: str, after: str) -> bool:
    """Tell whether an amount stands in brackets right behind another one, as concessions do: "£10 (£8)"."""
    return before.strip() == "(" and after.lstrip().startswith(")")


def _tail(text: str) -> str:
    return _SPLIT.split(text)[-1]


def _heading(text: str) -> str:
    """Return the line above that ends in a colon: "Suggested donation:" above its amounts."""
    line = text.rstrip().rpartition("\n")[2]
    return line if line.endswith(":") else ""


def _head(text: str) -> str:
    return _SPLIT.split(_PER.sub(" per ", text))[0]


def _whose(left: str, right: str, amount: float) -> Role:
    near, far = _role(right), _role(left)
    role = far if far == "donation" or near == "open" else near
    return "open" if role == "none" and amount == 0 else role


@lru_cache(maxsize=2048)
def _role(words: str) -> Role:
    return next((role for role, pattern in ROLES if pattern.search(words)), "open")
