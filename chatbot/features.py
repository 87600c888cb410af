"""Units of an utterance -> the features that a linear model weighs; it knows no intents.

Four groups of names, each scaled on its own by the number of its members, so that a long message does not
shout down a short one and no kind of evidence drowns another:

- single concepts and stems ("groin"),
- neighbouring concepts in order, with the ends of the message ("^>why", "stand>$"),
- pairs of concepts that stand near each other, in either order ("groin stand"),
- character 3-grams inside words, which see through endings and slips ("<gr", "roi", "in>"), of each
  word once.

Beside them stands one vector, the direction in which the words point together
(``word_vectors``): what is left to go by where the content never used the words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from chatbot.lanes import NORM_BITS
from chatbot.word_vectors import WordVectors

__all__ = ["MEANING", "REACH", "Features", "Unit", "char_grams", "extract", "neighbour", "norm", "pair"]

_MOST_WORDS = 200  # that make pieces and the vector, the last ones: of more it could not keep its length
# The length of the vector, beside groups of length 1. On CLINC150 (validation part, 5 and 10
# examples an intent) 0 loses 2.7 points, 0.5 loses 1.5, 1.0 and 1.5 lose less than 0.2.
MEANING = 1.2

# Pairs reach this far. Neither on the bundled content (five-fold) nor on CLINC150 does 8 or 30 do
# better, and 4 loses 0.3 points there. It bounds the work on a story.
REACH = 6


class Unit(NamedTuple):
    """One thing the utterance names: a word, or a phrase that the synonyms know as one."""

    words: tuple[str, ...]  # as typed, lower case
    read_as: tuple[str, ...]  # the same after correction of slips
    stems: tuple[str, ...]  # of read_as
    concept: str  # stem of the head word for synonyms, else the stem itself
    clause: int  # number of the clause it stands in
    how: str = ""  # "", "synonym", "spelling", "unknown" (no word), "foreign" (a word, not the content's)


class Features(NamedTuple):
    """The four groups; the names of the first three each once, in order of first appearance.

    The vector is the total of those of ``words`` times ``factor``, in units of 2**-NORM_BITS;
    the factor is 0 where no word has one.
    """

    concepts: tuple[str, ...]
    neighbours: tuple[str, ...]
    pairs: tuple[str, ...]
    words: tuple[str, ...]  # as read; what their pieces and their vectors say is told by the word
    factor: int

    @property
    def named(self) -> tuple[tuple[str, ...], ...]:
        """The groups that are told by words together."""
        return (self.concepts, self.neighbours, self.pairs)

    @property
    def spelt(self) -> tuple[str, ...]:
        """The words whose pieces count: each once."""
        return tuple(dict.fromkeys(self.words))

    @property
    def grams(self) -> tuple[str, ...]:
        """The pieces of all words; one stands there as often as words hold it."""
        return tuple([gram for word in self.spelt for gram in char_grams(word)])

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The four groups in order."""
        return (*self.named, self.grams)


def norm(size: int) -> float:
    """What each of ``size`` equal features weighs in a group of unit length."""
    return 1.0 / math.sqrt(size)


def neighbour(first: str, second: str) -> str:
    """The name of two concepts side by side; "^" and "$" are the ends of a message."""
    return f"{first}>{second}"


def pair(one: str, other: str) -> str:
    """The name of two concepts that stand near each other, in either order."""
    return f"{one} {other}" if one < other else f"{other} {one}"


@lru_cache(maxsize=32_768)
def char_grams(word: str) -> tuple[str, ...]:
    """Character 3-grams of one word, its ends marked: ``hip`` -> #<hi #hip #ip>. Adding 4-grams
    gains nothing and makes a model half as large again."""
    marked = f"<{word}>"
    return tuple("#" + marked[start : start + 3] for start in range(len(marked) - 2))


def extract(units: Sequence[Unit], vectors: WordVectors) -> Features:
    """All features of ``units``; empty groups for no units."""
    concepts: dict[str, None] = {}
    words: list[str] = []
    for unit in units:
        concepts[unit.concept] = None
        for name in unit.stems:
            concepts[name] = None
        words += unit.read_as
    names = [unit.concept for unit in units]
    words = words[-_MOST_WORDS:]
    factor = vectors.factor(words, MEANING * (1 << NORM_BITS))
    return Features(tuple(concepts), _neighbours(names), _pairs(names), tuple(words), factor)


def _neighbours(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    return tuple(dict.fromkeys([neighbour(a, b) for a, b in pairwise(["^", *names, "$"])]))


def _pairs(names: Sequence[str]) -> tuple[str, ...]:
    pairs: dict[str, None] = {}
    for index, first in enumerate(names):
        for second in names[index + 1 : index + 1 + REACH]:
            if first != second:
                pairs[pair(first, second)] = None
    return tuple(pairs)
