"""Units of an utterance -> the features that a linear model weighs; it knows no intents.

Three groups, each scaled to unit length on its own, so that a long message does not
shout down a short one and no kind of evidence drowns another:

- single concepts and stems ("groin"),
- pairs of concepts: any two that stand near each other, in either order ("groin stand"),
  and neighbours in order, with the ends of the message ("^>why", "stand>$"),
- character 3-grams inside words, which see through endings and slips ("<gr", "roi", "in>").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

__all__ = ["REACH", "Features", "Unit", "char_grams", "extract", "norm"]

# Pairs reach this far. Neither on the bundled content (five-fold) nor on CLINC150 does 8 or 30 do
# better, and 4 loses 0.3 points there. It bounds the work on a story.
REACH = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing the utterance names: a word, or a phrase that the synonyms know as one."""

    words: tuple[str, ...]  # as typed, lower case
    read_as: tuple[str, ...]  # the same after correction of slips
    stems: tuple[str, ...]  # of read_as
    concept: str  # stem of the head word for synonyms, else the stem itself
    clause: int  # number of the clause it stands in
    how: str = ""  # "", "synonym", "spelling", "unknown" (no word), "foreign" (a word, not the content's)


@dataclass(frozen=True, slots=True)
class Features:
    """The three groups; each feature once, in order of first appearance."""

    concepts: tuple[str, ...]
    pairs: tuple[str, ...]
    grams: tuple[str, ...]

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The three in order."""
        return (self.concepts, self.pairs, self.grams)


def norm(size: int) -> float:
    """What each of ``size`` equal features weighs in a group of unit length."""
    return 1.0 / math.sqrt(size)


@lru_cache(maxsize=32_768)
def char_grams(word: str) -> tuple[str, ...]:
    """Character 3-grams of one word, its ends marked: ``hip`` -> #<hi #hip #ip>. Adding 4-grams
    gains nothing and makes a model half as large again."""
    marked = f"<{word}>"
    return tuple("#" + marked[start : start + 3] for start in range(len(marked) - 2))


def extract(units: Sequence[Unit]) -> Features:
    """All features of ``units``; empty groups for no units."""
    concepts: dict[str, None] = {}
    grams: dict[str, None] = {}
    for unit in units:
        concepts[unit.concept] = None
        concepts.update(dict.fromkeys(unit.stems))
        for word in unit.read_as:
            grams.update(dict.fromkeys(char_grams(word)))
    return Features(tuple(concepts), tuple(_pairs([unit.concept for unit in units])), tuple(grams))


def _pairs(names: Sequence[str]) -> dict[str, None]:
    if not names:
        return {}
    ends = ["^", *names, "$"]
    pairs = dict.fromkeys([f"{a}>{b}" for a, b in pairwise(ends)])
    for index, first in enumerate(names):
        for second in names[index + 1 : index + 1 + REACH]:
            if first < second:
                pairs[f"{first} {second}"] = None
            elif second < first:
                pairs[f"{second} {first}"] = None
    return pairs
