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
therefore fixed-point: a weight is held in units of 2**-12 (``WEIGHT_BITS``), a group's
norm factor is multiplied in units of 2**-10 (``NORM_BITS``), and a score comes out in
units of 2**-22, which leaves room for scores up to 512; the model's scores stay below 4.

On disk a weight takes 16 bits, which hold weights up to 8; the model's stay below 2.

It knows nothing of words or intents.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence

__all__ = [
    "LANE_BITS",
    "LANE_BYTES",
    "NORM_BITS",
    "SCORE_UNIT",
    "WEIGHT_BITS",
    "StoredRows",
    "offset",
    "pack",
    "store",
    "unpack",
]

LANE_BITS = 32
LANE_BYTES = LANE_BITS // 8
WEIGHT_BITS = 12  # resolution of a weight: 0.00024; finer steps change no answer, and 12 bits store small
NORM_BITS = 10  # resolution of a norm factor, at most 1
SCORE_UNIT = 2.0 ** -(WEIGHT_BITS + NORM_BITS)

_HALF = 1 << (LANE_BITS - 1)
_HALF_STORED = 1 << 15
_HALF_WORD = "H"
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


def store(rows: Iterable[int], lanes: int) -> bytes:
    """Packed rows as bytes, 16 bits a lane. ``OverflowError`` if a weight does not fit."""
    half = int.from_bytes(_HALF_STORED.to_bytes(LANE_BYTES, "little") * lanes, "little")
    words = array(_HALF_WORD)
    for row in rows:
        words.frombytes((row + half).to_bytes(lanes * LANE_BYTES, "little"))
    if sys.byteorder == "big":
        words.byteswap()
    if any(words[1::2]):
        raise OverflowError("a weight is too large to be stored")
    kept = words[::2]
    if sys.byteorder == "big":
        kept.byteswap()
    return kept.tobytes()


class StoredRows(dict[int, int]):
    """Packed rows by number that stay bytes until one is asked for: a question touches a hundred of
    thirty thousand.

    What was unpacked is kept; two threads that unpack the same row get the same number.
    ``ValueError`` if ``body`` does not hold ``count`` rows of ``lanes`` as ``store`` writes them.
    """

    def __init__(self, body: memoryview, lanes: int, count: int) -> None:
        if len(body) != count * lanes * 2:
            raise ValueError("the rows are cut short")
        super().__init__()
        self._body = body
        self._lanes = lanes
        self._count = count
        self._half = int.from_bytes(_HALF_STORED.to_bytes(LANE_BYTES, "little") * lanes, "little")

    def __missing__(self, number: int) -> int:
        if not 0 <= number < self._count:
            raise KeyError(number)
        size = self._lanes * 2
        short = self._body[number * size : (number + 1) * size]
        wide = bytearray(self._lanes * LANE_BYTES)
        wide[0::4], wide[1::4] = short[0::2], short[1::2]
        row = self[number] = int.from_bytes(wide, "little") - self._half
        return row
