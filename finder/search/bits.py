"""Counting bits: in how many numbers each of 64 is set."""

from __future__ import annotations

import numpy as np

from finder.tiles.layout import Array

_SHIFTS = np.arange(8, dtype=np.uint64)[:, np.newaxis]
_LOWEST_OF_BYTES = np.uint64(0x0101_0101_0101_0101)
_MOST_IN_A_BYTE = 255


def counted_bits(numbers: Array) -> list[int]:
    """Return in how many 64-bit numbers each bit is set.

    Eight bits at a time are counted in the eight bytes of one number, 255 numbers at most: a byte holds no more.
    """
    if not len(numbers):
        return [0] * 64
    bits = numbers >> _SHIFTS
    bits &= _LOWEST_OF_BYTES
    sums = np.add.reduceat(bits, np.arange(0, len(numbers), _MOST_IN_A_BYTE), axis=1)
    of_bytes = sums.view(np.uint8).reshape(8, -1, 8).sum(axis=1, dtype=np.int64)
    found: list[int] = of_bytes.T.ravel().tolist()
    return found
