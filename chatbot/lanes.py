"""Many small numbers side by side in one big integer, so that one addition adds them all.

A linear model keeps, for each feature, one weight per intent. To score a question
is to add up the rows of the features it holds, which in plain Python is a loop over
intents inside a loop over features, and slow. numpy would make it fast, for 60 MB
and a tenth of a second of import. CPython already has a fast adder of long rows of
bits: its own ``int``. So a row is *packed*: weight ``k`` is shifted to bit ``32 * k``
and all of them are added into one integer,

    row = w[0] + w[1] * 2**32 + w[2] * 2**64 + ...

Each slot of 32 bits is a *lane*. Packing is linear: the sum of two packed rows is the
packed sum, and a packed row times a small integer is the packed product. Nothing has
to be done about signs while adding; a negative lane simply borrows from the lane
above it, and the integer as a whole is still the exact sum written above. Only when
the lanes are read apart must each be non-negative on its own: ``unpack`` adds half a
lane (2**31) to every lane, lets the processor cut the bytes into unsigned words, and
takes the half away again.

It is exact as long as every true lane value stays within [-2**31, 2**31). Numbers are
therefore fixed-point: a weight is held in units of 2**-16 (``WEIGHT_BITS``), a group's
norm factor is multiplied in units of 2**-10 (``NORM_BITS``), and a score comes out in
units of 2**-26, which leaves room for scores up to 32; the model's scores stay below 4.

It knows nothing of words or intents.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

__all__ = [
    "LANE_BYTES",
    "NORM_BITS",
    "SCORE_UNIT",
    "WEIGHT_BITS",
    "offset",
    "pack",
    "unpack",
]

LANE_BITS = 32
LANE_BYTES = LANE_BITS // 8
WEIGHT_BITS = 16  # resolution of a stored weight: 1.5e-5, far below what a score differs by
NORM_BITS = 10  # resolution of a norm factor, at most 1
SCORE_UNIT = 2.0 ** -(WEIGHT_BITS + NORM_BITS)

_HALF = 1 << (LANE_BITS - 1)
_WORD = next(code for code in "IL" if array(code).itemsize == LANE_BYTES)


def offset(lanes: int) -> int:
    """Half a lane in every lane: what ``pack`` and ``unpack`` use to keep lanes apart."""
    return int.from_bytes(_HALF.to_bytes(LANE_BYTES, "little") * lanes, "little")


def pack(values: Sequence[int], half: int) -> int:
    """Put ``values`` (each within [-2**31, 2**31)) side by side; ``half`` is ``offset(len(values))``."""
    words = array(_WORD, [value + _HALF for value in values])
    if sys.byteorder == "big":
        words.byteswap()
    return int.from_bytes(words.tobytes(), "little") - half


def unpack(packed: int, lanes: int, half: int) -> list[int]:
    """Read ``lanes`` signed values out of ``packed``; ``half`` is ``offset(lanes)``."""
    words = array(_WORD)
    words.frombytes((packed + half).to_bytes(lanes * LANE_BYTES, "little"))
    if sys.byteorder == "big":
        words.byteswap()
    return [word - _HALF for word in words]
