"""What words are taken for: slips corrected, and authors' slips no words of their own."""

from __future__ import annotations

import pytest

from chatbot import Bot
from chatbot.language import tokenise
from chatbot.reading import read, without_slips
from chatbot.vocabulary import Vocabulary, build_vocabulary

ENGLISH = "the\nmuscle\nhurts\nmuch\nback\nknow\nnow\nhere\nhear\nmoney\nmore\n"


def vocabulary(texts: list[str], synonyms: dict[str, list[str]] | None = None) -> Vocabulary:
    return build_vocabulary([tokenise(text) for text in texts], [], synonyms or {}, ENGLISH)


OFTEN = ["my muscle hurts so much"] * 20


def test_an_authors_slip_is_read_as_the_word_that_was_meant() -> None:
    words = without_slips(vocabulary([*OFTEN, "my musle hurts mcuh"]), ())
    assert "musle" not in words.counts
    reading = read(tokenise("the musle hurts mcuh"), words)
    assert [token.word for token in reading.tokens] == ["the", "muscle", "hurts", "much"]


@pytest.mark.parametrize(
    ("texts", "synonyms", "names", "word"),
    [
        ([*OFTEN, "the muscel bar"], {"muscel": ["bar of that name"]}, (), "muscel"),  # a synonym's head
        ([*OFTEN, "the muscel bar"], {"bar": ["muscel"]}, (), "muscel"),  # one of its words
        ([*OFTEN, "muscel is a river"], {}, ("muscel",), "muscel"),  # a name
        ([*OFTEN, *["muscel is a river"] * 5], {}, (), "muscel"),  # too frequent for a slip
        ([*OFTEN, "so is the iliacus"], {}, (), "iliacus"),  # near nothing
    ],
)
def test_what_is_no_slip_stays_a_word(
    texts: list[str], synonyms: dict[str, list[str]], names: tuple[str, ...], word: str
) -> None:
    words = without_slips(vocabulary(texts, synonyms), names)
    assert [token.word for token in read(tokenise(f"the {word}"), words).tokens] == ["the", word]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nkow", "know"), ("heer", "here"), ("mone", "money")],  # letters swapped, or one left out
)
def test_of_two_near_words_the_likelier_slip_is_taken(typed: str, meant: str) -> None:
    words = vocabulary(["I know", "now now now", "here", "hear hear hear", "money", "more more more"])
    assert [token.word for token in read(tokenise(typed), words).tokens] == [meant]


def meant(bot: Bot, text: str) -> str:
    """The words of ``text`` as the bundled bot reads them."""
    vocabulary = bot._index.vocabulary  # noqa: SLF001 - no reply tells the reading alone
    return " ".join(token.word for token in read(tokenise(text), vocabulary).tokens)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("the front of my thihg hurts", "the front of my thigh hurts"),  # not "think"
        ("pain going up the tairs", "pain going up the stairs"),  # not "tails"
        ("is shallow reathing bad for the psoas", "is shallow breathing bad for the psoas"),  # not "reaching"
        ("where are the trigger ponitse", "where are the trigger points"),  # two slips in a short word
    ],
)
def test_the_words_around_a_slip_tell_what_was_meant(bot: Bot, typed: str, read_as: str) -> None:
    assert meant(bot, typed) == read_as


def test_two_slips_in_a_short_word_are_no_correction_by_themselves(bot: Bot) -> None:
    assert meant(bot, "my ponitse went up") == "my ponitse went up"


def test_a_slip_that_only_ends_like_a_word_is_corrected(bot: Bot) -> None:
    # "ist" is a word of the content: a question in German
    assert meant(bot, "does istting hurt") == "does sitting hurt"
    assert meant(bot, "psoases") == "psoases"


@pytest.mark.parametrize(
    "text", ["1. what is it 2. how is it treated", "(1) what is it, (2) how is it treated"]
)
def test_numbers_of_points_say_nothing_and_part_them(text: str) -> None:
    tokens = tokenise(text)
    assert [token.word for token in tokens] == "what is it how is it treated".split()
    assert len({token.clause for token in tokens}) == 2


def test_other_numbers_are_words() -> None:
    assert [token.word for token in tokenise("the pain was a 9. It is now a 3. Good")][4] == "9"


def test_numbered_questions_are_both_answered(bot: Bot) -> None:
    reply = bot.ask("1. what is the iliacus 2. how long until the pain goes")
    assert reply.intents == ("iliacus", "recovery_time")


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("I don't need to know where the iliopsoas is, what does it do", ("muscle_function",)),
        (
            "Where does the psoas major attach? And is it true some people have no psoas minor?",
            ("psoas_major", "psoas_minor"),
        ),
        ("hip pain, thigh pain", ("hip_buttock_pain", "thigh_pain")),
        ("tens unit + back brace", ("tens_unit", "back_brace")),
    ],
)
def test_which_parts_of_a_message_are_answered(bot: Bot, text: str, intents: tuple[str, ...]) -> None:
    assert bot.ask(text).intents == intents


def test_suggestions_show_no_slips_of_the_examples(bot: Bot) -> None:
    for prefix in ("i cant", "how do", "why does", "what", "my b", "wich"):
        for suggestion in bot.suggest(prefix):
            words = [token.word for token in tokenise(suggestion.text)]
            assert not {"wher", "teh", "musle", "whcih", "mcuh", "bak"}.intersection(words), suggestion
            assert len(suggestion.text) < 120
