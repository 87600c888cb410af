"""Which row a feature's weights stand in, kept as bytes that need no reading: a hash table on disk.

A hundred thousand names take 20 ms to read into a dictionary, and a question asks for a
hundred. So only their hashes are stored, sorted, and looked up by halving. 64 bits keep
two names from sharing a hash: among a hundred thousand the odds are one in four billion.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping

__all__ = ["StoredNames", "store_names"]

_HASH_BYTES = 8
_NUMBER_BYTES = 4


def _hash(name: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest(), "little"
    )


def store_names(names: Mapping[str, int]) -> bytes:
    """Hashes in rising order, then the numbers in the same order."""
    pairs = sorted((_hash(name), number) for name, number in names.items())
    hashes = array("Q", [pair[0] for pair in pairs])
    numbers = array("I", [pair[1] for pair in pairs])
    if sys.byteorder == "big":
        hashes.byteswap()
        numbers.byteswap()
    return hashes.tobytes() + numbers.tobytes()


class StoredNames(dict[str, int]):
    """What ``store_names`` wrote, as a dictionary that fills itself with the names that are asked for.

    Only ``get`` and ``in`` find what has not been asked for yet. ``ValueError`` for bytes of
    another form.
    """

    def __init__(self, data: memoryview) -> None:
        count, rest = divmod(len(data), _HASH_BYTES + _NUMBER_BYTES)
        if rest:
            raise ValueError("the names are cut short")
        super().__init__()
        self._hashes = array("Q")
        self._hashes.frombytes(data[: count * _HASH_BYTES])
        self._numbers = array("I")
        self._numbers.frombytes(data[count * _HASH_BYTES :])
        if sys.byteorder == "big":
            self._hashes.byteswap()
            self._numbers.byteswap()

    def get(self, name: str, default: int | None = None) -> int | None:  # type: ignore[override]
        """The number of ``name``, or ``default``."""
        if super().__contains__(name):
            return self[name]
        wanted = _hash(name)
        place = bisect_left(self._hashes, wanted)
        if place == len(self._hashes) or self._hashes[place] != wanted:
            return default
        number = self[name] = self._numbers[place]
        return number

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None
