"""A string -> normalised tokens."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatbot import Bot
from chatbot.language import MAX_CHARS, is_unsafe, normalise, stem, tokenise

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


def words(text: str) -> list[str]:
    return [token.word for token in tokenise(text)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("WHY Does It HURT", "why does it hurt"),
        ("don\u2019t", "don't"),
        ("don\u02bct", "don't"),
        ("don`t", "don't"),
        ("\u201chip\u201d", '"hip"'),
        ("cafe\u0301", "cafe"),
        ("caf\u00e9", "cafe"),
        ("\uff28\uff29\uff30", "hip"),
        ("\ufb01bre", "fibre"),
        ("Stra\u00dfe", "strasse"),
        ("sit\u2013ups", "sit-ups"),
        ("\u0130liopsoas", "iliopsoas"),
    ],
)
def test_all_ways_to_write_a_letter_are_one(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I can't sit", "i can not sit"),
        ("I cant sit", "i can not sit"),
        ("I can\u2019t sit", "i can not sit"),
        ("I cannot sit", "i can not sit"),
        ("it won't bend", "it will not bend"),
        ("it doesn't", "it does not"),
        ("what's that", "what is that"),
        ("my doctor's advice", "my doctor advice"),
        ("I've got it", "i have got it"),
        ("they'll", "they will"),
        ("she'd", "she would"),
        ("let's go", "let us go"),
        ("y u hurt", "why you hurt"),
        ("plz help", "please help"),
        ("idk", "i do not know"),
        ("salt & pepper", "salt and pepper"),
        ("sit-ups", "sit ups"),
        ("snake_case", "snake case"),
        ("L1, T12", "l1 t12"),
    ],
)
def test_contractions_and_short_forms_are_read_in_full(typed: str, read: str) -> None:
    assert words(typed) == read.split()


@pytest.mark.parametrize(
    ("form", "other"),
    [
        ("hurting", "hurts"),
        ("muscles", "muscle"),
        ("stood", "stands"),
        ("sat", "sitting"),
        ("slept", "sleep"),
        ("feet", "foot"),
        ("running", "ran"),
        ("lying", "lie"),
        ("breathing", "breath"),
        ("tension", "tense"),
        ("felt", "feels"),
        ("worn", "wearing"),
    ],
)
def test_forms_of_a_word_share_a_stem(form: str, other: str) -> None:
    assert stem(form) == stem(other)


@pytest.mark.parametrize(
    ("word", "other"), [("tens", "ten"), ("tens", "tense"), ("thigh", "high"), ("scar", "scare")]
)
def test_other_words_do_not(word: str, other: str) -> None:
    assert stem(word) != stem(other)


def test_sentences_and_lines_are_clauses_and_commas_are_not() -> None:
    clauses = [token.clause for token in tokenise("It hurts, badly. Why? Tell me\nnow")]
    assert clauses == [0, 0, 0, 1, 2, 2, 3]
    assert [token.mark for token in tokenise("It hurts, badly. Why?")] == ["", ",", ".", "?"]


def test_a_point_inside_a_number_ends_nothing() -> None:
    assert {token.clause for token in tokenise("it costs 12.50 at 12:30 today")} == {0}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "?!", "...", "\u200b", "\x00", "\ud800", "🦴", "''", "_", "-- --"]
)
def test_no_words_are_no_tokens(text: str) -> None:
    assert tokenise(text) == ()


@pytest.mark.parametrize("char", "\x00 \x07 \x1b \x7f \x9b \u202e \u2066 \u200e \ud800 \udfff".split(" "))
def test_what_may_not_reach_a_terminal(char: str) -> None:
    assert is_unsafe(char)


@pytest.mark.parametrize("char", ["\r", "\x85", "\u2028", "\u2029"])
def test_other_ends_of_lines_may_not_either(char: str) -> None:
    assert is_unsafe(char)


@pytest.mark.parametrize(
    "char", ["\n", "\t", " ", "~", "\u00a0", "é", "膝", "🦴", "\u200d", "\u2027", "\ue000"]
)
def test_what_may(char: str) -> None:
    assert not is_unsafe(char)


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    text = "first " + "middle " * 20_000 + "last"
    assert len(text) > MAX_CHARS
    read = words(text)
    assert (read[0], read[-1]) == ("first", "last")
    assert len(read) < MAX_CHARS / len("middle")


@pytest.mark.parametrize(
    "filling", ["x ", "caf\u00e9 ", "\u2026 ", "\U0001f600 ", "\ufdfa ", "\u200b", "\uff58 "]
)
def test_the_end_of_a_long_message_is_kept_whatever_comes_before_it(bot: Bot, filling: str) -> None:
    text = filling * (2 * MAX_CHARS) + ". i cannot pee"
    assert words(text)[-4:] == ["i", "can", "not", "pee"]
    assert bot.ask(text).kind == "urgent"


@pytest.mark.parametrize(
    "tag", ["right", "true", "am  i right", "is that so", "correct", "eh", "isn't it", "agreed"]
)
def test_a_tag_that_asks_for_assent_is_no_question_of_its_own(bot: Bot, tag: str) -> None:
    reply = bot.ask(f"sitting too long is bad for the psoas, {tag}?")
    assert reply.intents == ("cause_sitting",)


def test_er_hesitates_and_the_er_is_a_place() -> None:
    assert words("er, what is it") == words("so er what is it")[1:] == words("er what is it")
    assert words("er what is it") == ["what", "is", "it"]
    assert words("I am at the ER.") == ["i", "am", "at", "the", "er"]
    assert words("ER or GP?") == ["er", "or", "gp"]


def test_no_word_is_kept_that_is_longer_than_words_are() -> None:
    assert {len(word) for word in words("\u8a9e" * 500 + " " + "ha" * 500)} == {40}


@given(ANY_TEXT)
@example("\u0130\u0307")
@example("\ufdfa" * 50)
@example("n't hurt's's 'tis y'all'd've o'")
def test_tokens_of_any_text_are_plain_words_in_order(text: str) -> None:
    tokens = tokenise(text)
    for token in tokens:
        assert token.word, text
        assert token.stem, text
        assert not any(is_unsafe(char) or char.isspace() for char in token.word + token.stem)
    clauses = [token.clause for token in tokens]
    assert clauses == sorted(clauses)


@given(ANY_TEXT)
def test_composed_and_decomposed_text_is_the_same(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from("why does my hip hurt can't sit it's the don't u plz".split())))
def test_capitals_and_spaces_change_nothing(typed: list[str]) -> None:
    assert words("  ".join(typed).upper()) == words(" ".join(typed))


@given(ANY_TEXT)
@settings(max_examples=150)
def test_a_reply_to_any_text_holds_nothing_unsafe(bot: Bot, shop: Bot, text: str) -> None:
    for any_bot in (bot, shop):
        reply = any_bot.ask(text)
        assert reply.text
        assert not any(map(is_unsafe, reply.text))
        assert not any(
            is_unsafe(char) for share in reply.explanation.words for char in share.words + share.read_as
        )
