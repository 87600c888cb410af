"""What was read + index -> ranked candidates, with evidence that adds up.

The score of a class is the sum of the weights of the features, so that each word's share
in it can be told exactly. It knows nothing of dialogues, thresholds or answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from chatbot.features import REACH, Features, Unit, char_grams, extract, neighbour, norm, pair
from chatbot.index import LOOKALIKE, Index, exact_key
from chatbot.lanes import LANE_BYTES, NORM_BITS, SCORE_UNIT, unpack
from chatbot.learning import BIAS
from chatbot.reading import FUNCTION_WORDS, Reading

__all__ = [
    "Candidate",
    "Likeness",
    "Ranking",
    "adjusted",
    "contributions",
    "example_of",
    "rank",
]

_MAX_SENTENCES, _FIRST_SENTENCES = 16, 4  # sentences scored by themselves, and how many of the first
_EXACT = 0.5  # lead of a class over the others if the message is one of its examples, word for word
# What the whole message, its best sentence and its last one weigh in the score of several sentences. Of
# 225 stories that are there to tune on, 3, 1, 1 gets 93.3 % right, 2, 2, 1 92.4, 1, 1, 1 88.4.
_WHOLE, _BEST, _LAST = 3, 1, 1
_ALL = _WHOLE + _BEST + _LAST
_TOP = 8  # candidates that are told apart; the rest only counts as "not those"


class Candidate(NamedTuple):
    """One class and its score: 1 is sure, -1 is "shares nothing with it"."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a message resembles the examples of red flags.

    ``score`` is how near the whole message is to the nearest sign, and ``lead`` by how much that is
    nearer than to anything else, what only sounds like a red flag included. ``peak`` is the lead of
    its most alarming place, a sentence or the whole, and ``sign`` the one that this place is like.
    """

    sign: str
    score: float
    lead: float
    peak: float


class Ranking(NamedTuple):
    """``candidates`` are the best classes, best first; ``scores`` all of them, in fixed point above BIAS.

    ``familiar`` (0 to 1) is the share of pairs of neighbouring words that the examples hold
    too; ``strange`` (0 to 1) the share of content words that no covered subject uses.
    """

    reading: Reading
    scores: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    alarm: Likeness | None  # the red flag that it resembles most, if the content has examples of any
    familiar: float
    strange: float
    content_words: int


def rank(reading: Reading, index: Index) -> Ranking:
    """Score all classes for what was read.

    A message of several sentences is also scored sentence by sentence: a story has its point
    in one of them, mostly the last. Its score is three fifths the whole message, one fifth the
    sentence that speaks most for the class, one fifth the last sentence.
    """
    whole, features = _score(reading.units, index)
    parts = _sentences(reading.units)
    sentences: list[list[int]] = []
    if len(parts) > 1:
        sentences = [_score(part, index)[0] for part in parts]
        whole = [
            (
                _WHOLE * score
                + _BEST * max(scores[number] for scores in sentences)
                + _LAST * sentences[-1][number]
            )
            // _ALL
            for number, score in enumerate(whole)
        ]
    known = index.exact.get(exact_key(reading.tokens))
    if known is not None:
        whole = list(whole)
        whole[known] = max(whole[known], max(whole) + round(_EXACT / SCORE_UNIT))
        sentences = []  # what is known as a whole is not what one of its sentences resembles
    names = index.weights.names
    neighbours = features.neighbours
    told = [unit.stems for unit in reading.units if unit.words[0] not in FUNCTION_WORDS]
    strangers = sum(map(index.vocabulary.own.isdisjoint, told))
    return Ranking(
        reading,
        tuple(whole),
        _best(whole, index),
        _alarm(whole, sentences, index),
        sum(map(names.__contains__, neighbours)) / len(neighbours) if neighbours else 0.0,
        strangers / len(told) if told else 0.0,
        len(told),
    )


def example_of(reading: Reading, index: Index) -> str:
    """The class of which a message is an example, but for endings and slips; "" if it is none."""
    number = index.exact.get(exact_key(reading.tokens))
    return "" if number is None else index.classes[number]


def adjusted(ranking: Ranking, index: Index, bonus: Mapping[str, float]) -> Ranking:
    """The same ranking with ``bonus`` added to the scores of the classes it names."""
    scores = [
        score + round(bonus.get(name, 0.0) / SCORE_UNIT)
        for name, score in zip(index.classes, ranking.scores, strict=True)
    ]
    return ranking._replace(scores=tuple(scores), candidates=_best(scores, index))


def _best(scores: Sequence[int], index: Index) -> tuple[Candidate, ...]:
    subjects = scores[: index.subjects]
    # The least of the maxima of _TOP parts: so many scores at least reach it, and hardly more.
    least = min([max(subjects[start::_TOP]) for start in range(min(_TOP, len(subjects)))], default=0)
    near = [number for number, score in enumerate(subjects) if score >= least]
    near.sort(key=scores.__getitem__, reverse=True)
    names = index.classes
    return tuple([Candidate(names[number], scores[number] * SCORE_UNIT + BIAS) for number in near[:_TOP]])


def _candidate(number: int, scores: Sequence[int], index: Index) -> Candidate:
    return Candidate(index.classes[number], scores[number] * SCORE_UNIT + BIAS)


def _alarm(whole: Sequence[int], sentences: Iterable[Sequence[int]], index: Index) -> Likeness | None:
    """The red flag that the message, or one of its sentences, is nearest to."""
    if index.subjects == len(index.classes) - (index.classes[-1] == LOOKALIKE):
        return None
    message = _nearest_sign(whole, index)
    places = [message, *(_nearest_sign(scores, index) for scores in sentences)]
    best = max(places, key=attrgetter("peak"))
    return Likeness(best.sign, message.score, message.lead, best.peak)


def _nearest_sign(scores: Sequence[int], index: Index) -> Likeness:
    known = index.classes[-1] == LOOKALIKE
    signs = range(index.subjects, len(index.classes) - known)
    sign = _candidate(max(signs, key=scores.__getitem__), scores, index)
    others = max(scores[: index.subjects], default=0)
    rival = max(others, scores[-1]) if known else others
    lead = sign.score - (rival * SCORE_UNIT + BIAS)
    return Likeness(sign.name, sign.score, lead, lead)


def _score(units: Sequence[Unit], index: Index) -> tuple[list[int], Features]:
    """Scores of all classes in fixed point, above BIAS."""
    features = extract(units, index.vectors)
    names, rows, words = index.weights.names, index.weights.rows, index.word_rows
    total = 0
    if features.factor:
        total = features.factor * sum([words[word].meaning for word in features.words])
    for group in features.named:
        if group:
            known = filter(None, map(names.get, group))  # no row of a name is row 0: it is the vector's
            total += sum(map(rows.__getitem__, known)) * _fixed(norm(len(group)))
    spelt = [words[word] for word in features.spelt]
    if spelt:
        total += sum([row.pieces for row in spelt]) * _fixed(norm(sum([row.size for row in spelt])))
    return unpack(total, len(index.classes), index.half), features


def _fixed(factor: float) -> int:
    return round(factor * (1 << NORM_BITS))


def _sentences(units: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """The units of each sentence that says something of its own."""
    if not units or units[0].clause == units[-1].clause:
        return [tuple(units)]
    groups = [tuple(group) for _, group in groupby(units, key=lambda unit: unit.clause)]
    if len(groups) > _MAX_SENTENCES:  # a story has its point at the end, and its subject at the start
        groups = groups[:_FIRST_SENTENCES] + groups[_FIRST_SENTENCES - _MAX_SENTENCES :]
    return [group for group in groups if any(unit.words[0] not in FUNCTION_WORDS for unit in group)]


def contributions(reading: Reading, index: Index, name: str) -> tuple[float, ...]:
    """What each unit of ``reading`` adds to the score of class ``name``; with BIAS they sum to it, but
    for what a known example is given on top.

    A pair's weight is shared equally by its two words; a feature that several words have
    in common, by those words. Sentences weigh as in ``rank``.
    """
    lane = index.numbers[name]
    whole = _shares(reading.units, index, lane)
    sentences = _sentences(reading.units)
    if len(sentences) < 2:
        return tuple(whole)
    parts = [_shares(sentence, index, lane) for sentence in sentences]
    best = max(range(len(parts)), key=lambda number: sum(parts[number]))
    shares = [share * _WHOLE / _ALL for share in whole]
    for number, weight in ((best, _BEST / _ALL), (len(parts) - 1, _LAST / _ALL)):
        start = next(place for place, unit in enumerate(reading.units) if unit is sentences[number][0])
        for place, share in enumerate(parts[number], start):
            shares[place] += share * weight
    return tuple(shares)


def _shares(units: Sequence[Unit], index: Index, lane: int) -> list[float]:
    features = extract(units, index.vectors)
    owners = _owners(units)
    shares = _meaning_shares(units, features, index, lane)
    for group in features.groups:
        for feature in group:  # a piece stands there as often as its words do
            row = index.weights.names.get(feature)
            if row is None:
                continue
            value = _lane(index.weights.rows[row], lane, index.half) * norm(len(group))
            holders = owners[feature]
            total = sum(holders.values())
            for holder, times in holders.items():
                shares[holder] += value * times / total
    return shares


def _meaning_shares(units: Sequence[Unit], features: Features, index: Index, lane: int) -> list[float]:
    """What the vectors of each unit's words add to the score."""
    if not features.factor:
        return [0.0] * len(units)
    rows = []
    beyond = sum(len(unit.read_as) for unit in units) - len(features.words)  # of a very long message
    for unit in units:
        rows.append(sum(index.word_rows[word].meaning for word in unit.read_as[max(0, beyond) :]))
        beyond -= len(unit.read_as)
    return [_lane(row * features.factor, lane, index.half) / (1 << NORM_BITS) for row in rows]


def _lane(row: int, lane: int, half: int) -> float:
    word = (row + half) >> (8 * LANE_BYTES * lane) & 0xFFFFFFFF
    return (word - (1 << 31)) * SCORE_UNIT * (1 << NORM_BITS)


def _owners(units: Sequence[Unit]) -> dict[str, Counter[int]]:
    """Which units each feature comes from."""
    owners: dict[str, Counter[int]] = {}

    def give(feature: str, *holders: int) -> None:
        owners.setdefault(feature, Counter()).update(holders)

    for place, unit in enumerate(units):
        for name in {unit.concept, *unit.stems}:
            give(name, place)
        for word in unit.read_as:
            for gram in char_grams(word):
                give(gram, place)
        before = units[place - 1].concept if place else "^"
        give(neighbour(before, unit.concept), *((place - 1, place) if place else (place,)))
        for other in range(place + 1, min(place + 1 + REACH, len(units))):
            if unit.concept != units[other].concept:
                give(pair(unit.concept, units[other].concept), place, other)
    if units:
        give(neighbour(units[-1].concept, "$"), len(units) - 1)
    return owners
