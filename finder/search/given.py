"""Reading single parameters: each mistake becomes one sentence that can be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from finder.errors import InputError
from finder.text import N_, squash

Args = Mapping[str, Sequence[str]]
"""Parameters by name, each with its values in the order given."""

_NUMBER = re.compile(r"[+-]?\d{1,9}([.,]\d{1,20})?(e-?\d{1,3})?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOURS = re.compile(r"\d{1,2}:\d\d\s*[-\u2013]\s*\d{1,2}:\d\d", re.ASCII)
_YES_NO = {"1": True, "on": True, "yes": True, "true": True, "0": False, "off": False, "no": False, "false": False}
_LONGEST = 200
_TOO_LONG = N_("%(name)s: at most %(most)s characters can be read, not %(given)s.")
_NO_NUMBER = N_("%(name)s must be a number from %(low)s to %(high)s, not “%(value)s”.")
_NO_DAY = N_("%(name)s must be a day written as 2026-11-21, not “%(value)s”.")
_NO_CHOICE = N_("%(name)s can be %(choices)s; “%(value)s” is none of them.")
_NO_HOURS = N_("%(name)s: hours are written as 18:00-20:30, the later one last, not “%(value)s”.")


def texts(args: Args, name: str) -> list[str]:
    """Return the values that are not blank, on one line each.

    Raises:
        InputError: one is too long, or holds characters that nobody can type.
    """
    given = args.get(name)
    # Most parameters are not there.
    if not given:
        return []
    found = [squash(value) for value in given]
    for value in found:
        if len(value) > _LONGEST:
            raise InputError(_TOO_LONG, name, name=name, most=f"{_LONGEST}", given=f"{len(value)}")
        if not value.isprintable():
            raise InputError(N_("%(name)s: there is a character in it that cannot be read."), name, name=name)
    return [value for value in found if value]


def text(args: Args, name: str) -> str | None:
    """Return the last value that is not blank."""
    values = texts(args, name)
    return values[-1] if values else None


def flag(args: Args, name: str) -> bool:
    """Return whether the parameter says yes; absent is no."""
    value = text(args, name)
    if value is None:
        return False
    if value.lower() not in _YES_NO:
        raise InputError(N_("%(name)s is 1 for yes or 0 for no, not “%(value)s”."), name, name=name, value=shown(value))
    return _YES_NO[value.lower()]


def number(args: Args, name: str, low: float, high: float) -> float | None:
    """Return a number from `low` to `high`; a decimal comma and a sign of money are understood."""
    value = text(args, name)
    if value is None:
        return None
    bare = value.strip("$£€ ")
    found = float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None
    if found is None or not low <= found <= high:
        bounds = {"low": f"{low:g}", "high": f"{high:g}"}
        raise InputError(_NO_NUMBER, name, name=name, value=shown(value), **bounds)
    return found


def whole(args: Args, name: str, low: float, high: float) -> int | None:
    """Return a whole number from `low` to `high`."""
    found = number(args, name, low, high)
    if found is not None and found != int(found):
        raise InputError(N_("%(name)s must be a whole number, not %(value)s."), name, name=name, value=f"{found:g}")
    return None if found is None else int(found)


def day(args: Args, name: str) -> date | None:
    """Return a date written as 2026-11-21."""
    value = text(args, name)
    if value is None:
        return None
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(_NO_DAY, name, name=name, value=shown(value))


def chosen(args: Args, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Return the values chosen of those allowed, each once, in the order of `allowed`."""
    return _among(texts(args, name), name, allowed)


def _among(values: Sequence[str], name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    given = {value.lower() for value in values}
    if not given:
        return ()
    unknown = sorted(given.difference(allowed))
    if unknown:
        raise InputError(_NO_CHOICE, name, name=name, choices=allowed, value=shown(unknown[0]))
    return tuple(value for value in allowed if value in given)


def windows(args: Args, name: str, named: Sequence[str]) -> tuple[str, ...]:
    """Return parts of the day by name, in the order of `named`, then hours as "18:00-20:30" in their own."""
    given = texts(args, name)
    hours = {_hours(name, value) for value in given if _HOURS.fullmatch(value)}
    return (*_among([v for v in given if not _HOURS.fullmatch(v)], name, named), *sorted(hours))


def _hours(name: str, value: str) -> str:
    begin, end = (f"{hour:0>5}" for hour in re.split(r"\s*[-\u2013]\s*", value))
    if not begin < end <= "24:00" or max(begin[3:], end[3:]) > "59":
        raise InputError(_NO_HOURS, name, name=name, value=shown(value))
    return f"{begin}-{end}"


def one_of(args: Args, name: str, allowed: Sequence[str]) -> str | None:
    """Return the last value chosen of those allowed."""
    value = text(args, name)
    return _among([value], name, allowed)[0] if value else None


def shown(value: str) -> str:
    """Return what was given, short enough to repeat in a sentence."""
    return value if len(value) <= 40 else f"{value[:39]}…"  # noqa: PLR2004  a line's worth
