"""How well one colour is told from another (WCAG 2.2, relative luminance and contrast ratio), and what would do."""

from __future__ import annotations

TEXT = 4.5
"""Least contrast of text with what is behind it (WCAG 2.2, 1.4.3)."""

PARTS = 3.0
"""Least contrast of parts that one has to tell apart (WCAG 2.2, 1.4.11)."""

_STEPS = 255
_CHANNELS = (0.2126, 0.7152, 0.0722)
_BEND, _LINEAR, _OFFSET, _POWER = 0.04045, 12.92, 0.055, 2.4


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    return sum(weight * _linear(value / 255) for weight, value in zip(_CHANNELS, _parts(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21, cut to hundredths: what is just below does not pass."""
    low, high = sorted((luminance(one), luminance(other)))
    return int((high + 0.05) / (low + 0.05) * 100) / 100


def nearest(colour: str, behind: str, least: float) -> str:
    """Return the colour nearest to this one that has the contrast: mixed with as little black or white as does it.

    There always is one up to 4.58: on any colour either black or white has that.
    """
    if contrast(colour, behind) >= least:
        return colour
    for step in range(1, _STEPS + 1):
        # Of black and white the one that changes less; where both do it at one step, black, as text mostly is dark.
        for pole in (0, 255):
            mixed = _mixed(colour, pole, step)
            if contrast(mixed, behind) >= least:
                return mixed
    return "#000000" if contrast("#000000", behind) >= contrast("#ffffff", behind) else "#ffffff"


def _mixed(colour: str, pole: int, step: int) -> str:
    return "#" + "".join(f"{(value * (_STEPS - step) + pole * step + 127) // _STEPS:02x}" for value in _parts(colour))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(value: float) -> float:
    return float(value / _LINEAR if value <= _BEND else ((value + _OFFSET) / (1 + _OFFSET)) ** _POWER)
