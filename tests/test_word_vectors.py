"""What company words keep."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.folder import read_word_vectors
from chatbot.word_vectors import MAGIC, WordVectors


def likeness(vectors: WordVectors, one: str, other: str) -> float:
    """The cosine of what two messages point at."""
    a, b = vectors.total(one.split()), vectors.total(other.split())
    return sum(x * y for x, y in zip(a, b, strict=True)) / math.hypot(*a) / math.hypot(*b)


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("sofa", "couch", "invoice"),
        ("couch", "armchair", "muscle"),
        ("lorry", "truck", "mattress"),
        ("physician", "doctor", "staircase"),
        ("toddler", "infant", "desk"),
        ("jogging", "walking", "pillow"),
    ],
)
def test_words_of_like_use_are_nearer(word_vectors: WordVectors, word: str, like: str, unlike: str) -> None:
    assert likeness(word_vectors, word, like) > 0.4 > likeness(word_vectors, word, unlike) + 0.1


def test_little_words_hardly_turn_a_message(word_vectors: WordVectors) -> None:
    assert likeness(word_vectors, "what is the pillow for", "pillow") > 0.85


def test_words_that_nobody_knows_point_nowhere(word_vectors: WordVectors) -> None:
    assert word_vectors.factor(["xqzzk", "", "groin's", "\ud800"], 1000) == 0
    assert word_vectors.factor([], 1000) == 0
    assert WordVectors().factor(["sofa"], 1000) == 0


@given(st.lists(st.text(max_size=12), max_size=30))
def test_unknown_words_change_nothing(words: list[str]) -> None:
    unknown = [word for word in words if not any(VECTORS.total([word]))]
    assert VECTORS.total([*unknown, "sofa"]) == VECTORS.total(["sofa"])
    assert VECTORS.factor([*unknown, "sofa"], 1000) == VECTORS.factor(["sofa"], 1000) > 0


def test_a_very_long_message_does_not_overflow(word_vectors: WordVectors) -> None:
    once, often = word_vectors.total(["mortgage"]), word_vectors.total(["mortgage"] * 4000)
    assert often == [4000 * number for number in once]


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"x" + data[1:], lambda _: MAGIC])
def test_a_damaged_table_is_refused(damage: object) -> None:
    assert callable(damage)
    with pytest.raises(ValueError, match="not a table"):
        WordVectors(damage(read_word_vectors()))


VECTORS = WordVectors(read_word_vectors())
