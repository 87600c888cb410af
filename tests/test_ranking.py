"""Words -> ranked candidates: evidence that adds up, and slips that are seen through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatbot import Bot, Explanation, Reply

QUESTIONS = Path(__file__).parent / "data" / "questions_a.jsonl"
WORDS = st.sampled_from(
    """how do I mend a flat tyre my chain slips when it rains. why? the brakes squeal, and is it open
    on sunday tier brakse openinghours bicycle cycle push bike rubber hoop xqzw bread 12 can't the the
    hello thanks !""".split()
)
MESSAGES = st.one_of(
    st.lists(WORDS, max_size=30).map(" ".join),
    st.text(st.characters(exclude_categories=()), max_size=60),
)


def assert_adds_up(reply: Reply) -> None:
    """The words make the score, and what is beyond them has a line of its own."""
    explanation = reply.explanation
    if not explanation.candidates:
        assert (explanation.score, explanation.words) == (0.0, ())
        return
    shares = [share.weight for share in explanation.words]
    assert explanation.start + sum(shares) == pytest.approx(explanation.score, abs=0.01)
    assert explanation.candidates[0] == (explanation.intent, explanation.score)
    scores = [score for _, score in explanation.candidates]
    assert scores == sorted(scores, reverse=True)


@given(MESSAGES)
@example("how do I mend a tyre. my chain slips. my chain slips")
@example("tyre " * 300)
@settings(max_examples=300)
def test_the_shares_of_the_words_are_the_score(shop: Bot, text: str) -> None:
    assert_adds_up(shop.ask(text))


def test_so_they_are_for_real_questions(bot: Bot) -> None:
    questions = [json.loads(line)["q"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    for question in questions[::2]:
        assert_adds_up(bot.ask(question))


def test_they_add_up_in_a_conversation_too(shop: Bot) -> None:
    first = shop.ask("how much is a rental bicycle")
    explanation = shop.ask("which one is best?", first.conversation).explanation
    assert explanation.stage == "context"
    assert "context" in {share.how for share in explanation.words}
    total = explanation.start + sum(share.weight for share in explanation.words)
    assert total == pytest.approx(explanation.score, abs=0.01)


def explain(bot: Bot, text: str) -> Explanation:
    return bot.ask(text).explanation


def readings(bot: Bot, text: str) -> dict[str, tuple[str, str]]:
    return {share.words: (share.read_as, share.how) for share in explain(bot, text).words}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("puncure", "puncture"),
        ("puncutre", "puncture"),
        ("punncture", "puncture"),
        ("pumcture", "puncture"),
        ("puncturre", "puncture"),
        ("brkaes", "brakes"),
        ("chian", "chain"),
        ("sundya", "sunday"),
        ("bicylce", "bicycle"),
        ("cassete", "cassette"),
        ("sproket", "sprocket"),
    ],
)
def test_a_slip_is_read_as_the_word_that_was_meant(shop: Bot, typed: str, read: str) -> None:
    found, how = readings(shop, f"the {typed}")[typed]
    assert how == "spelling"
    assert found.split(" = ")[0] == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("flattyre", ["flat", "tyre"]),
        ("openinghours", ["opening", "hours"]),
        ("innertube", ["inner", "tube"]),
    ],
)
def test_a_missing_space_is_seen(shop: Bot, typed: str, read: list[str]) -> None:
    shares = [share for share in explain(shop, f"about the {typed}").words if share.how == "spelling"]
    assert [word for share in shares for word in share.read_as.split(" = ")[0].split()] == read
    assert {word for share in shares for word in share.words.split()} == {typed}


@pytest.mark.parametrize(
    "typed", ["psaos", "illiopsoas", "iliopsaos", "soas", "hipflexor", "lowback", "stomache", "mattres"]
)
def test_known_slips_of_the_bundled_content(bot: Bot, typed: str) -> None:
    """None of them counts as a word that the reference does not know."""
    known = {"", "synonym", "spelling", "context"}
    assert {share.how for share in explain(bot, f"my {typed} hurts").words} <= known


def test_a_slip_gets_the_answer_of_the_right_word(shop: Bot) -> None:
    assert shop.ask("why do my braeks squeel").intents == shop.ask("why do my brakes squeal").intents


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=3))
def test_short_words_are_never_corrected(shop: Bot, word: str) -> None:
    shares = explain(shop, f"my {word} thing").words
    assert "spelling" not in {share.how for share in shares if word in share.words.split()}


@pytest.mark.parametrize("word", ["train", "chair", "tired", "open", "brave", "hired", "bread"])
def test_plain_english_is_no_slip(shop: Bot, word: str) -> None:
    """ "train" is one letter from "chain"; it is a word, so it stays what it is."""
    assert readings(shop, f"my {word}")[word][1] != "spelling"


def test_synonyms_are_shown(shop: Bot) -> None:
    read_as, how = readings(shop, "a hole in the rubber hoop")["rubber hoop"]
    assert how == "synonym"
    assert read_as == "rubber hoop = tyre"


def test_synonyms_do_the_work_of_the_word(shop: Bot) -> None:
    assert shop.ask("my rubber hoop is flat").intents == ("flat_tyre",)


def test_unknown_words_count_against(shop: Bot) -> None:
    plain = shop.ask("the chain slips")
    strange = shop.ask("the chain of the guitar necklace slips")
    assert strange.explanation.score < plain.explanation.score
    assert {share.words for share in strange.explanation.words if share.how in ("foreign", "unknown")} >= {
        "guitar",
        "necklace",
    }


def test_the_point_of_a_story_is_found(shop: Bot) -> None:
    story = (
        "Good evening. I bought this old thing from my neighbour last week. She rode it to work for years. "
        "Yesterday I took it to the river with the children. I pedalled hard up the hill. The chain slips. "
        "My wife laughed at me."
    )
    assert shop.ask(story).explanation.intent == "slipping_chain"


def test_the_words_that_matter_weigh_most(shop: Bot) -> None:
    words = explain(shop, "tell me about the puncture please").words
    assert max(words, key=lambda share: share.weight).words == "puncture"
