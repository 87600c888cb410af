"""What company words keep: a vector for each of 49,000 English words, and the mean of a message.

Stems and pieces of words tell nothing of "settee" to whoever learned "sofa". Words that stand
in like company have like vectors (GloVe, Pennington et al., EMNLP 2014), so the direction in
which the words of a message point together is one more thing for a linear model to weigh. It
is a table to look words up in: nothing is predicted or generated, and a word has the same
vector wherever it stands.

``tools/word_vectors.py`` makes the table, and says how. It holds 64 numbers of four bits a
word, the rare words longer than the common ones, as the method of Arora et al. (ICLR 2017)
has it; eight bits gain nothing. The row of a word is packed into one integer, 16 bits a
number, so that the words of a message are summed up in one go (``lanes`` tells the trick).
"""

from __future__ import annotations

import math
import sys
from array import array
from collections.abc import Iterable

from chatbot.names import StoredNames

__all__ = ["DIMENSIONS", "MAGIC", "WordVectors"]

DIMENSIONS = 64

MAGIC = b"chatbot word vectors 1\n"
_ENTRY = 12  # bytes a name takes
_ROW = DIMENSIONS // 2
_BYTES = DIMENSIONS * 2
_MOST_STRANGERS = 65_536  # words beyond so many are not remembered to have no vector
_LOW = bytes(code & 15 for code in range(256))
_HIGH = bytes(code >> 4 for code in range(256))
_BIAS = int.from_bytes(b"\x08\x00" * DIMENSIONS, "little")  # numbers are stored 8 higher
_HALF = int.from_bytes(b"\x00\x80" * DIMENSIONS, "little")


class WordVectors:
    """The table. Looks rows up in the bytes of the file and keeps those that were asked for.

    ``ValueError`` for bytes of another form; no bytes at all are a table without words.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._rows = memoryview(b"")
        self._names = StoredNames(self._rows)
        self._known: dict[str, int] = {}
        if not data:
            return
        start = len(MAGIC) + 4
        count = int.from_bytes(data[len(MAGIC) : start], "little")
        if data[: len(MAGIC)] != MAGIC or len(data) != start + count * (_ENTRY + _ROW):
            raise ValueError("not a table of word vectors")
        view = memoryview(data)
        self._names = StoredNames(view[start : start + count * _ENTRY])
        self._rows = view[start + count * _ENTRY :]

    def __contains__(self, word: object) -> bool:
        return word in self._names

    def total(self, words: Iterable[str]) -> list[int]:
        """The vectors of ``words``, added up: DIMENSIONS whole numbers."""
        return _numbers(sum(map(self._packed, words)))

    def factor(self, words: Iterable[str], length: float) -> int:
        """The whole number that makes their total a vector of about ``length``, at least 1; 0 if the
        table knows none of them. Being whole, it changes no sum: a factor times the scores of the
        words is the score of their total."""
        size = math.hypot(*self.total(words))
        return max(1, round(length / size)) if size else 0

    def _packed(self, word: str) -> int:
        known = self._known.get(word)
        if known is not None:
            return known
        number = self._names.get(word)
        if number is None:
            if len(self._known) < _MOST_STRANGERS:
                self._known[word] = 0
            return 0
        short = self._rows[number * _ROW : (number + 1) * _ROW].tobytes()
        wide = bytearray(_BYTES)
        wide[0::4], wide[2::4] = short.translate(_LOW), short.translate(_HIGH)
        row = self._known[word] = int.from_bytes(wide, "little") - _BIAS
        return row


def _numbers(packed: int) -> list[int]:
    """The numbers that were packed; a sum of 4,000 words still has room in 16 bits."""
    lanes = array("h")
    lanes.frombytes(((packed + _HALF) ^ _HALF).to_bytes(_BYTES, "little"))
    if sys.byteorder == "big":
        lanes.byteswap()
    return lanes.tolist()
