"""An unknown word -> what it may be a slip of, by its letters and by the words around it.

One slip is looked for from four letters on, two from eight, or from six if the words around it
speak for it. Words of plain English are no slips. Alone imports rapidfuzz; it knows nothing of
intents or scores.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Container, Sequence
from itertools import accumulate
from typing import NamedTuple

from chatbot.features import REACH, neighbour, pair
from chatbot.language import Token, stem
from chatbot.vocabulary import ONE_EDIT_FROM, TWO_EDITS_FROM, TWO_EDITS_IN_COMPANY_FROM, Vocabulary, to_units

__all__ = ["Slip", "in_company", "missing_space", "nearest", "slips_of"]

# What a slip costs, as the logarithm of how unlikely it is, in units of one slip (fitted on 3,550 slips
# in words of the questions to tune on). It seldom hits the first letter; two letters change places, or
# one is left out, in few ways; a letter that is wrong or too many could be any of 26. A word that the
# content often uses was likelier meant, and one that it uses in this company all the more.
_FIRST_LETTER = 0.3
_ANY_LETTER = 1.1
_OFTEN = 0.22  # for each power of e
_BEFORE, _AFTER, _NEAR = 0.9, 0.55, 0.45  # next to that word before, after; with all the words around it
_PREFERRED = 3.0  # for a word that is to be preferred: more than three slips less
_TOLD = 0.5  # two slips in a short word are believed if they cost less than this in their company
_MOST_CANDIDATES = 6  # the likeliest that are looked at in their company
_SPLIT_FROM = 3  # a missing space is looked for only between words of three letters or more


class Slip(NamedTuple):
    """What a word may be a slip of, and what that costs; the likeliest is the least."""

    order: float  # cost, less for a word that is preferred
    cost: float
    meant: str
    slips: int
    alone: bool  # whether it is believed without company


def slips_of(word: str, vocabulary: Vocabulary, prefer: Container[str] = ()) -> list[Slip]:
    """The known words that ``word`` may be a slip of, the likeliest first, those of ``prefer`` as if
    they were far likelier; none for plain English, and for what has too few letters or others besides."""
    if len(word) < ONE_EDIT_FROM or not word.isalpha() or vocabulary.is_english(word):
        return []
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - 14 ms that a message without slips saves

    allowed = 2 if len(word) >= TWO_EDITS_IN_COMPANY_FROM else 1
    found = []
    for known in vocabulary.nearby(word):
        slips = OSA.distance(word, known, score_cutoff=allowed)
        if 0 < slips <= allowed:
            cost = slips + _unlikely(word, known) - _OFTEN * math.log(vocabulary.counts[known] + 1)
            order = cost - _PREFERRED * (known in prefer)
            found.append(Slip(order, cost, known, slips, slips == 1 or len(word) >= TWO_EDITS_FROM))
    return sorted(found)


def nearest(word: str, vocabulary: Vocabulary) -> str:
    """The known word that ``word`` by itself is likeliest to be a slip of; "" if there is none."""
    return next((slip.meant for slip in slips_of(word, vocabulary) if slip.alone), "")


def in_company(found: Sequence[Slip], tokens: Sequence[Token], place: int, vocabulary: Vocabulary) -> str:
    """Which of ``found`` goes best with the words around ``place``; "" if none does, or nothing is known
    of company yet."""
    if vocabulary.company is None:
        return ""
    start = max(0, place - REACH)
    around = list(tokens[start : place + 1 + REACH])
    told = []
    for order, cost, known, _, alone in found[:_MOST_CANDIDATES]:
        around[place - start] = tokens[place]._replace(word=known, stem=stem(known))
        fits = _fits(around, place - start, vocabulary, vocabulary.company)
        if alone or cost - fits < _TOLD:
            told.append((order - fits, known))
    return min(told, default=(0.0, ""))[1]


def missing_space(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Two known words that were typed as one; the most frequent such pair, none for plain English."""
    if not word.isalpha() or vocabulary.is_english(word):
        return ()
    counts = vocabulary.counts
    cuts = [
        (word[:place], word[place:])
        for place in range(_SPLIT_FROM, len(word) - _SPLIT_FROM + 1)
        if word[:place] in counts and word[place:] in counts
    ]
    return max(cuts, key=lambda cut: (min(counts[cut[0]], counts[cut[1]]), cut), default=())


def _fits(tokens: Sequence[Token], place: int, vocabulary: Vocabulary, company: Container[str]) -> float:
    """How well the word at ``place`` goes with those around it, by what the examples hold."""
    units = to_units(tokens, vocabulary)
    ends = list(accumulate(len(unit.read_as) for unit in units))
    own = bisect(ends, place)
    names = [unit.concept for unit in units]
    before = names[own - 1] if own else "^"
    after = names[own + 1] if own + 1 < len(names) else "$"
    name, others = names[own], [*names[:own], *names[own + 1 :]]
    fits = _BEFORE * (neighbour(before, name) in company) + _AFTER * (neighbour(name, after) in company)
    near = sum(pair(name, other) in company for other in others)
    return fits + _NEAR * near / max(1, len(others))


def _unlikely(word: str, known: str) -> float:
    """What ``word`` as a slip of ``known`` costs beyond the number of slips."""
    if sorted(word) == sorted(known):
        return 0.0 if word[0] == known[0] or word[:2] == known[1::-1] else _FIRST_LETTER
    cost = 0.0 if word[0] == known[0] else _FIRST_LETTER
    return cost if len(word) < len(known) else cost + _ANY_LETTER
