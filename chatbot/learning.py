"""Examples -> one linear scorer per class, trained together; it knows no words and no files.

For each class a linear function is fitted that is at least +1 on the class's own
examples and at most -1 on all others, by dual coordinate descent on the squared hinge
loss (Hsieh et al., ICML 2008, "A Dual Coordinate Descent Method for Large-scale Linear
SVM"). All classes are trained in one walk over the examples, a class per lane (see
``lanes``).

Two departures make it fast enough to run at start-up, and slightly better:

- Every score starts at ``BIAS`` = -1 instead of 0. "Not mine" is then what a class says of
  an example that shares nothing with it, and needs no weights at all. On CLINC150 with 10
  examples a class (validation part) 0.5 points better, in two thirds of the time.
- Features that stand in one example only always get equal weights, so those of one
  example and group share a row. Nothing changes in the result; three features in four are so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from chatbot.features import MEANING, Features, norm
from chatbot.lanes import (
    LANE_BITS,
    NORM_BITS,
    SCORE_UNIT,
    WEIGHT_BITS,
    offset,
    pack,
    rounded,
    rounding,
    unpack,
)
from chatbot.word_vectors import DIMENSIONS, WordVectors

__all__ = ["BIAS", "Weights", "train"]

BIAS = -1.0
# C of the hinge loss: on the bundled content 1 and 2 lose 0.2 to 1 points (tests/data, what is there to
# tune on), 0.25 nothing; on CLINC150 (validation part) all of these are within 0.3.
_COST = 0.4
# Walks over the examples: 6 lose half a point on the bundled content, 20 gain nothing.
_PASSES = 12
_REST = 3  # examples that moved nothing are looked at again in each third walk
_STEP = 0.02  # steps below this are not worth a row update; no loss, a tenth of the time
_GRAIN = 2.0**-7  # what steps are multiples of
# The rows of the vector are held finer by so many bits while they are learned: then a step is one
# multiplication a row, in units of _GRAIN times those of the vector. It leaves scores up to 16.
_FINE_BITS = 5
# The walk takes every (golden section * n)-th example: mixed, and always the same. Another section
# moves one first place in fifty, mostly between wrong ones; of three, this has fewest wrong (to tune on).
_STRIDE = 0.3819660112501051


@dataclass(frozen=True, slots=True)
class Weights:
    """A trained model: ``names`` maps a feature to its row; a row packs one weight per class.

    The first DIMENSIONS rows belong to the numbers of the vector.
    """

    classes: int
    names: dict[str, int]
    rows: Sequence[int] | Mapping[int, int]
    size: int  # number of rows


@dataclass(frozen=True, slots=True)
class _Row:
    """One example, ready to be scored.

    Per group: norm factor, the same as an integer, shared rows, the lone row, how many share it.
    """

    groups: tuple[tuple[float, int, tuple[int, ...], int, int], ...]
    meaning: tuple[int, ...]
    label: int
    square: float


Progress = Callable[[int, int], None]


def train(
    examples: Sequence[tuple[Features, int]],
    classes: int,
    vectors: WordVectors,
    progress: Progress | None = None,
    *,
    apart: range = range(0),
) -> Weights:
    """Fit ``classes`` scorers to ``examples`` (features, class number from 0).

    The examples of the last class are nothing to the classes of ``apart``: they may be theirs too.
    ``progress`` is called with (done, total) after each hundredth part or so.
    """
    names, prepared, size = _prepare(examples, vectors)
    rows = [0] * size
    duals: list[dict[int, float]] = [{} for _ in prepared]
    half = offset(classes)
    order = _walk(len(prepared))
    quiet = bytearray(len(prepared))
    total = _PASSES * len(order)
    every = max(1, total // 100)
    for turn in range(total):
        index = order[turn % len(order)]
        if not quiet[index] or turn // len(order) % _REST == 0:
            example = prepared[index]
            spared = apart if example.label == classes - 1 else range(0)
            quiet[index] = not _visit(example, duals[index], rows, classes, half, spared)
        if progress and (turn + 1) % every == 0:
            progress(turn + 1, total)
    return Weights(classes, names, _settled(rows, classes), size)


def _prepare(
    examples: Sequence[tuple[Features, int]], vectors: WordVectors
) -> tuple[dict[str, int], list[_Row], int]:
    seen: Counter[str] = Counter()
    for features, _ in examples:
        for group in features.groups:
            seen.update(group)
    names: dict[str, int] = {}
    size = DIMENSIONS
    prepared = []
    for features, label in examples:
        groups = []
        told = features.groups
        for group in told:
            if not group:
                continue
            lone = [name for name in group if seen[name] == 1]
            shared = []
            for name in group:
                if seen[name] > 1:
                    if name not in names:
                        names[name] = size
                        size += 1
                    shared.append(names[name])
            row = size if lone else 0
            if lone:
                names.update(dict.fromkeys(lone, row))
                size += 1
            factor = norm(len(group))
            groups.append((factor, round(factor * (1 << NORM_BITS)), tuple(shared), row, len(lone)))
        square = sum(map(_square, told)) + (MEANING**2 if features.factor else 0.0)
        meaning = tuple([number * features.factor for number in vectors.total(features.words)])
        prepared.append(_Row(tuple(groups), meaning if features.factor else (), label, square))
    return names, prepared, size


def _square(group: Sequence[str]) -> float:
    """The squared length of a group: 1, and more where a feature stands in it several times."""
    return sum(times * times for times in Counter(group).values()) / len(group) if group else 0.0


def _walk(size: int) -> list[int]:
    """Numbers below ``size`` in a fixed mixed order."""
    return sorted(range(size), key=lambda index: (index * _STRIDE) % 1.0)


def _visit(
    example: _Row, dual: dict[int, float], rows: list[int], classes: int, half: int, spared: range
) -> bool:
    """One step of coordinate descent for all classes on one example; False if nothing moved."""
    total = 0
    for _, factor, shared, lone, count in example.groups:
        part = sum(map(rows.__getitem__, shared))
        total += (part + rows[lone] * count if count else part) * factor
    total = (total << _FINE_BITS) + sum(map(mul, rows, example.meaning))  # its rows come first
    steps = _steps(unpack(total, classes, half), example, dual, spared)
    if not steps:
        return False
    for norm_factor, _, shared, lone, count in example.groups:
        change = 0
        for label, step in steps:
            change += round(step * norm_factor * (1 << WEIGHT_BITS)) << (LANE_BITS * label)
        for row in shared:
            rows[row] += change
        if count:
            rows[lone] += change
    whole = sum(round(step / _GRAIN) << (LANE_BITS * label) for label, step in steps)
    for row, number in enumerate(example.meaning):
        rows[row] += whole * number
    return True


def _steps(
    scores: list[int], example: _Row, dual: dict[int, float], spared: range
) -> list[tuple[int, float]]:
    """How far the scorer of each class has to move along this example, in multiples of _GRAIN."""
    diagonal = 1.0 / (2.0 * _COST)
    curvature = example.square + diagonal
    unit = SCORE_UNIT / (1 << _FINE_BITS)
    wrong = int((-1.0 - BIAS + _STEP) / unit)
    touched = {label for label, score in enumerate(scores) if score > wrong}
    steps = []
    for label in touched.union(dual, (example.label,)).difference(spared):
        sign = 1.0 if label == example.label else -1.0
        old = dual.get(label, 0.0)
        slope = sign * (scores[label] * unit + BIAS) - 1.0 + diagonal * old
        step = round((max(0.0, old - slope / curvature) - old) / _GRAIN) * _GRAIN
        if abs(step) < _STEP:
            continue
        dual[label] = old + step
        if not dual[label]:
            del dual[label]
        steps.append((label, sign * step))
    return steps


def _settled(rows: list[int], classes: int) -> list[int]:
    """The rows as they are used: those of the vector in the same units as the others, all rounded."""
    half, masks = offset(classes), rounding(classes)
    for place in range(DIMENSIONS):
        fine = unpack(rows[place], classes, half)
        rows[place] = pack([weight >> _FINE_BITS for weight in fine], half)
    return [rounded(row, half, masks) for row in rows]
