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
lane (2**31) to every lane, takes the half away from each by itself, which is turning
over its top bit, and lets the processor cut the bytes into signed words.

It is exact as long as every true lane value stays within [-2**31, 2**31). Numbers are
therefore fixed-point: a weight is held in units of 2**-12 (``WEIGHT_BITS``), a group's
norm factor is multiplied in units of 2**-10 (``NORM_BITS``), and a score comes out in
units of 2**-22, which leaves room for scores up to 512; the model's scores stay below 4.

What was learned is rounded to steps of 2**-6 (``STEP_BITS``) in the end: finer ones change no
answer, and nine weights in ten become zero. On disk only the others are written down.

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
    "rounded",
    "rounding",
    "store",
    "unpack",
]

LANE_BITS = 32
LANE_BYTES = LANE_BITS // 8
WEIGHT_BITS = 12  # resolution of a weight while it is learned: 0.00024
STEP_BITS = 6  # what of it is given up in the end
NORM_BITS = 10  # resolution of a norm factor, at most 1
SCORE_UNIT = 2.0 ** -(WEIGHT_BITS + NORM_BITS)

_HALF = 1 << (LANE_BITS - 1)
_WORD = next(code for code in "IL" if array(code).itemsize == LANE_BYTES)
_SIGNED = _WORD.lower()


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
    """Read ``lanes`` signed values out of ``packed``; ``half`` is ``offset(lanes)``.

    With half a lane added, and the top bit of each then turned over, every lane stands as the
    processor writes a signed number.
    """
    numbers = array(_SIGNED)
    numbers.frombytes(((packed + half) ^ half).to_bytes(lanes * LANE_BYTES, "little"))
    return _little(numbers).tolist()


def rounding(lanes: int) -> tuple[int, int]:
    """What ``rounded`` needs for rows of ``lanes``: what it adds, and what it keeps."""
    step = 1 << STEP_BITS
    keep = (1 << LANE_BITS) - step
    added = int.from_bytes((_HALF + step // 2).to_bytes(LANE_BYTES, "little") * lanes, "little")
    return added, int.from_bytes(keep.to_bytes(LANE_BYTES, "little") * lanes, "little")


def rounded(row: int, half: int, masks: tuple[int, int]) -> int:
    """``row`` with each lane rounded to a multiple of 2**STEP_BITS; ``half`` is ``offset``, ``masks``
    is ``rounding`` of the same number of lanes."""
    added, kept = masks
    return (row + added & kept) - half


def store(rows: Iterable[int], lanes: int) -> bytes:
    """Rounded rows as bytes: where each begins, then the numbers of the lanes that are not zero,
    then what they hold, in steps. ``OverflowError`` if a weight does not fit."""
    half = offset(lanes)
    starts, numbers, values = array(_WORD, [0]), array("H"), array("h")
    for row in rows:
        for number, value in enumerate(unpack(row, lanes, half)):
            if value:
                numbers.append(number)
                values.append(value >> STEP_BITS)
        starts.append(len(numbers))
    return b"".join(_little(part).tobytes() for part in (starts, numbers, values))


def _little(part: array[int]) -> array[int]:
    if sys.byteorder == "big":
        part.byteswap()
    return part


class StoredRows(dict[int, int]):
    """Packed rows by number that stay bytes until one is asked for: a question touches a hundred of
    a hundred thousand.

    What was unpacked is kept; two threads that unpack the same row get the same number.
    ``ValueError`` if ``body`` does not hold ``count`` rows of ``lanes`` as ``store`` writes them.
    """

    def __init__(self, body: memoryview, lanes: int, count: int) -> None:
        super().__init__()
        self._starts, self._numbers, self._values = array(_WORD), array("H"), array("h")
        middle = (count + 1) * LANE_BYTES
        entries, rest = divmod(len(body) - middle, 4)
        if entries < 0 or rest:
            raise ValueError("the rows are cut short")
        self._starts.frombytes(body[:middle])
        self._numbers.frombytes(body[middle : middle + 2 * entries])
        self._values.frombytes(body[middle + 2 * entries :])
        for part in (self._starts, self._numbers, self._values):
            _little(part)
        if self._starts[count] != entries:
            raise ValueError("the rows are cut short")
        self._empty = array(_WORD, [_HALF]) * lanes
        self._half = offset(lanes)

    def __missing__(self, number: int) -> int:
        if not 0 <= number < len(self._starts) - 1:
            raise KeyError(number)
        start, stop = self._starts[number : number + 2]
        words = self._empty[:]
        for lane, value in zip(self._numbers[start:stop], self._values[start:stop], strict=True):
            words[lane] = _HALF + (value << STEP_BITS)
        row = self[number] = int.from_bytes(_little(words).tobytes(), "little") - self._half
        return row
