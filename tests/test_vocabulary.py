"""What words the content knows."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from chatbot.language import stem, tokenise
from chatbot.vocabulary import Vocabulary, build_vocabulary, concept_of, to_units

SYNONYMS = {
    "groin": ["inguinal", "crease of my leg"],
    "hip flexor": ["psoas"],
    "leg": ["limb"],
}
OTHER = "a knee replacement"  # what the content knows, but does not answer
# Three of a letter in a row are no word: they are read as two.
PLAIN = st.text("abcdefgh", min_size=4, max_size=14).filter(lambda word: not re.search(r"(.)\1\1", word))
LONG = PLAIN.filter(lambda word: len(word) >= 9)
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


def vocabulary(*texts: str) -> Vocabulary:
    return build_vocabulary([tokenise(text) for text in texts], [tokenise(OTHER)], SYNONYMS, "\nbread\n")


def concepts(text: str) -> list[str]:
    return [unit.concept for unit in to_units(tokenise(text), vocabulary("why does my groin hurt"))]


def test_words_are_counted_and_synonyms_known() -> None:
    known = vocabulary("my groin hurts", "the groin")
    assert known.counts["groin"] >= 2
    assert stem("hurting") in known.stems
    assert stem("inguinal") in known.stems
    assert stem("bread") not in known.stems


def test_what_the_content_answers_has_words_of_its_own() -> None:
    known = vocabulary("my groin hurts")
    assert stem("knee") in known.stems
    assert stem("knee") not in known.own
    assert {stem("groin"), stem("inguinal"), stem("limb")} <= known.own


def test_synonyms_share_a_concept() -> None:
    assert concepts("groin") == concepts("inguinal") == concepts("crease of my leg") == [concept_of("groin")]
    assert concepts("psoas") == concepts("hip flexors") == [concept_of("hip flexor")]


def test_determiners_in_a_phrase_stand_for_one_another() -> None:
    assert concepts("crease of the leg") == concepts("crease of her leg") == [concept_of("groin")]


def test_the_longest_phrase_wins_and_a_broken_one_does_not_count() -> None:
    assert concept_of("leg") not in concepts("crease of my leg")
    assert concept_of("groin") not in concepts("crease of leg")
    assert concepts("limb") == [concept_of("leg")]


def test_units_keep_the_words_as_typed() -> None:
    units = to_units(tokenise("Why the CREASE of my leg"), vocabulary())
    assert [unit.words for unit in units] == [("why",), ("the",), ("crease", "of", "my", "leg")]
    assert [unit.how for unit in units] == ["", "", "synonym"]


@given(PLAIN, st.integers(0, 13), LETTERS, st.sampled_from("xids"))
def test_every_single_slip_is_found(word: str, place: int, letter: str, slip: str) -> None:
    place %= len(word)
    typed = {
        "d": word[:place] + word[place + 1 :],
        "i": word[:place] + letter + word[place:],
        "s": word[:place] + letter + word[place + 1 :],
        "x": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[slip]
    assume(len(typed) >= 4)
    assert word in vocabulary(word).nearby(typed)


@given(LONG, st.integers(0, 12), st.integers(0, 12), LETTERS)
def test_two_slips_in_a_long_word_are_found(word: str, first: int, second: int, letter: str) -> None:
    first, second = first % len(word), second % len(word)
    typed = word[:first] + letter + word[first + 1 :]
    typed = typed[:second] + typed[second + 1 :]
    assert word in vocabulary(word).nearby(typed)


def test_far_words_are_not_near() -> None:
    assert "groin" not in vocabulary("groin").nearby("bread")
