"""What a message denies is left out; a complaint that holds "not" is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot
from chatbot.language import tokenise
from chatbot.negation import affirmed


def left(text: str) -> str:
    tokens = tokenise(text)
    return " ".join(tokens[place].word for place in affirmed(tokens))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("I don't have groin pain, only my thigh hurts", "only my thigh hurts"),
        ("it is not the groin but the thigh", "but the thigh"),
        ("no fever. my hip hurts", "my hip hurts"),
        ("forget the brace, what about a pillow", "what about a pillow"),
        ("my stomach aches but my pelvis doesn't", "my stomach aches"),
        ("what helps apart from massage", "what helps"),
        ("I can climb stairs fine, sitting hurts", "sitting hurts"),
        ("it is the thigh not the groin", "it is the thigh"),
        ("I know what the psoas is, where does it lie", "where does it lie"),
        ("it isn't the groin and what helps the thigh", "and what helps the thigh"),
        ("I can do sit-ups, I can't get up from a chair", "i can not get up from a chair"),
    ],
)
def test_what_is_denied_is_dropped(text: str, rest: str) -> None:
    assert left(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "why can't I do sit-ups",
        "I can not stand up straight",
        "it does not go away",
        "why does it not get better, what can I do",
        "no groin pain",
        "could it be something other than the muscle",
        "the table that goes up and down or nothing",
        "it is gone, and I never want it back",
        "it pulls in the groin and stops never",
        "why is it not the groin that hurts",
        "",
    ],
)
def test_what_is_none_stays_whole(text: str) -> None:
    assert left(text) == " ".join(token.word for token in tokenise(text))


@given(st.lists(st.sampled_from("no not my hip hurts , . but can I never without groin".split())))
def test_something_is_always_left(words: list[str]) -> None:
    tokens = tokenise(" ".join(words))
    places = affirmed(tokens)
    assert bool(places) == bool(tokens)
    assert list(places) == sorted(set(places))


@pytest.mark.parametrize(
    "text", ["it's not my back it is my thigh", "its not my back its the thigh that hurts"]
)
def test_what_it_is_follows_what_it_is_not_without_a_comma(bot: Bot, text: str) -> None:
    assert bot.ask(text).intents == ("thigh_pain",)
