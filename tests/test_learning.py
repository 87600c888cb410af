"""Examples -> weights."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.features import Features, Unit, extract, norm
from chatbot.lanes import NORM_BITS, SCORE_UNIT, offset, unpack
from chatbot.learning import BIAS, Progress, Weights
from chatbot.learning import train as train_with
from chatbot.word_vectors import DIMENSIONS, WordVectors


def features(*words: str, vectors: WordVectors | None = None) -> Features:
    units = [Unit((word,), (word,), (word,), word, 0) for word in words]
    return extract(units, vectors or WordVectors())


NO_VECTORS = WordVectors()


def train(
    examples: Sequence[tuple[Features, int]], classes: int, progress: Progress | None = None
) -> Weights:
    return train_with(examples, classes, NO_VECTORS, progress)


def scores(weights: Weights, asked: Features, vectors: WordVectors = NO_VECTORS) -> list[float]:
    """By the book: the sum of the rows, each group scaled to unit length."""
    direction = [number * asked.factor for number in vectors.total(asked.words)]
    total = sum(weights.rows[row] * number for row, number in enumerate(direction))
    for group in asked.groups:
        rows = [weights.rows[weights.names[name]] for name in group if name in weights.names]
        total += sum(rows) * round(norm(len(group)) * (1 << NORM_BITS)) if rows else 0
    return [score * SCORE_UNIT + BIAS for score in unpack(total, weights.classes, offset(weights.classes))]


EXAMPLES = [
    (features("mend", "tyre"), 0),
    (features("flat", "tyre"), 0),
    (features("brake", "squeal"), 1),
    (features("loud", "brake"), 1),
    (features("chain", "slips"), 2),
    (features("chain", "tyre"), 2),
]


@pytest.mark.parametrize(("asked", "label"), EXAMPLES)
def test_every_example_wins_its_class(asked: Features, label: int) -> None:
    found = scores(train(EXAMPLES, 3), asked)
    assert max(range(3), key=found.__getitem__) == label
    assert found[label] > 0.5
    assert all(score < 0 for number, score in enumerate(found) if number != label)


def test_words_that_tell_classes_apart_decide() -> None:
    weights = train(EXAMPLES, 3)
    assert scores(weights, features("squeal"))[1] > scores(weights, features("squeal"))[0]
    found = scores(weights, features("tyre"))
    assert found[0] == max(found)


def test_what_shares_nothing_is_nobodys() -> None:
    assert scores(train(EXAMPLES, 3), features("zzz")) == [BIAS] * 3


def test_the_same_examples_give_the_same_weights() -> None:
    assert train(EXAMPLES, 3) == train(list(EXAMPLES), 3)


def test_progress_ends_with_all() -> None:
    seen: list[tuple[int, int]] = []
    train(EXAMPLES, 3, lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    assert seen[-1][0] == seen[-1][1]


def test_an_example_without_features_does_no_harm() -> None:
    weights = train([*EXAMPLES, (features(), 1)], 3)
    assert max(range(3), key=scores(weights, EXAMPLES[0][0]).__getitem__) == 0


def test_nothing_to_learn() -> None:
    assert train([], 2) == Weights(2, {}, [0] * DIMENSIONS, DIMENSIONS)


def test_a_word_that_no_example_holds_counts_as_what_is_like_it(word_vectors: WordVectors) -> None:
    def seen(*words: str) -> Features:
        return features(*words, vectors=word_vectors)

    known = [(seen("sofa"), 0), (seen("couch"), 0), (seen("tyre"), 1), (seen("wheel"), 1)]
    weights = train_with(known, 2, word_vectors)
    there, elsewhere = scores(weights, seen("armchair"), word_vectors)
    assert there > elsewhere
    there, elsewhere = scores(weights, seen("brake"), word_vectors)
    assert there < elsewhere


@given(st.lists(st.integers(0, 3), min_size=1, max_size=24))
@settings(max_examples=40)
def test_classes_with_words_of_their_own_are_always_told_apart(labels: list[int]) -> None:
    examples = [(features(f"own{label}", f"word{number}"), label) for number, label in enumerate(labels)]
    weights = train(examples, 4)
    for asked, label in examples:
        found = scores(weights, asked)
        assert found[label] == max(found)
        assert found[label] > max([-1.1, *(s for n, s in enumerate(found) if n != label)])
