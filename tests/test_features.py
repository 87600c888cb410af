"""Units of an utterance -> features."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.features import MEANING, REACH, Features, Unit, char_grams, norm
from chatbot.features import extract as extract_with
from chatbot.lanes import NORM_BITS
from chatbot.language import stem
from chatbot.word_vectors import WordVectors

NO_VECTORS = WordVectors()


def unit(word: str, concept: str = "") -> Unit:
    return Unit((word,), (word,), (stem(word),), concept or stem(word), 0)


def extract(units: Sequence[Unit]) -> Features:
    return extract_with(units, NO_VECTORS)


def units(text: str) -> list[Unit]:
    return [unit(word) for word in text.split()]


def test_grams_mark_the_ends_of_the_word() -> None:
    assert set(char_grams("hip")) == {"#<hi", "#hip", "#ip>"}
    assert char_grams("a") == ("#<a>",)


def test_the_four_groups_of_a_message() -> None:
    features = extract(units("groin hurts"))
    assert set(features.concepts) == {"groin", "hurt"}
    assert features.neighbours == ("^>groin", "groin>hurt", "hurt>$")
    assert features.pairs == ("groin hurt",)
    assert {"#<gr", "#roi", "#in>", "#<hu"} <= set(features.grams)
    assert features.groups == (features.concepts, features.neighbours, features.pairs, features.grams)


def test_a_synonym_counts_as_its_concept_and_as_itself() -> None:
    features = extract([unit("inguinal", "groin")])
    assert {"groin", stem("inguinal")} <= set(features.concepts)
    assert "^>groin" in features.neighbours
    assert "#<in" in features.grams
    assert "#<gr" not in features.grams


def test_what_was_corrected_gives_the_grams_of_the_right_word() -> None:
    slip = Unit(("grion",), ("groin",), ("groin",), "groin", 0, "spelling")
    assert extract([slip]) == extract(units("groin"))


def test_no_units_have_no_features() -> None:
    assert extract([]).groups == ((), (), (), ())


@given(st.lists(st.sampled_from("groin hip hurts sit why my stand".split())))
def test_each_feature_stands_once(words: list[str]) -> None:
    for group in extract(list(map(unit, words))).groups:
        assert len(set(group)) == len(group)


@given(st.permutations("groin hip hurts sit why".split()))
def test_order_changes_neighbours_only(words: list[str]) -> None:
    there, here = extract(list(map(unit, words))), extract(units("groin hip hurts sit why"))
    assert set(there.concepts) == set(here.concepts)
    assert set(there.grams) == set(here.grams)
    assert set(there.pairs) == set(here.pairs)


def test_pairs_reach_so_far_and_no_farther() -> None:
    pairs = extract([unit(f"w{number}") for number in range(REACH + 2)]).pairs
    assert f"w0 w{REACH}" in pairs
    assert f"w0 w{REACH + 1}" not in pairs


def test_pairs_of_a_story_grow_with_its_length_and_not_with_the_square() -> None:
    sizes = [len(extract([unit(f"w{number}") for number in range(count)]).pairs) for count in (100, 200)]
    assert sizes[1] < 2.2 * sizes[0]


@pytest.mark.parametrize("size", [1, 2, 7, 500])
def test_a_group_has_unit_length(size: int) -> None:
    assert size * norm(size) ** 2 == pytest.approx(1.0)


def test_the_vector_has_its_length_however_long_the_message(word_vectors: WordVectors) -> None:
    for text in ("hip", "why does my hip hurt", "hip " * 12):
        features = extract_with(units(text), word_vectors)
        length = math.hypot(*word_vectors.total(features.words)) * features.factor / (1 << NORM_BITS)
        assert length == pytest.approx(MEANING, rel=0.05)


def test_what_was_corrected_gives_the_vector_of_the_right_word(word_vectors: WordVectors) -> None:
    slip = Unit(("grion",), ("groin",), ("groin",), "groin", 0, "spelling")
    assert extract_with([slip], word_vectors).words == extract_with(units("groin"), word_vectors).words
