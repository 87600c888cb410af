"""Half a question -> known questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot


def texts(bot: Bot, prefix: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in bot.suggest(prefix, limit)]


def test_what_goes_on_from_the_prefix_comes_first(shop: Bot) -> None:
    found = texts(shop, "how do I p")
    assert found[0] == "how do I patch an inner tube"


@pytest.mark.parametrize(("typed", "intent"), [("my chai", "slipping_chain"), ("  RENT a", "rent_a_bike")])
def test_a_half_typed_word_is_made_whole(shop: Bot, typed: str, intent: str) -> None:
    assert shop.suggest(typed)[0].intent == intent


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_typed_suggests_nothing(shop: Bot, typed: str) -> None:
    assert shop.suggest(typed) == ()


@given(st.text(max_size=30) | st.sampled_from(["hello", "thank", "my t", "tyre", "wh"]), st.integers(-1, 60))
def test_suggestions_are_known_questions_each_once(shop: Bot, prefix: str, limit: int) -> None:
    found = shop.suggest(prefix, limit)
    assert len(found) <= max(0, limit)
    assert len({suggestion.text.casefold() for suggestion in found}) == len(found)
    for suggestion in found:
        intent = shop.content.intents[suggestion.intent]
        assert not intent.small_talk
        assert suggestion.text in (intent.title, *intent.examples)


def test_lone_surrogates_are_read_past(bot: Bot) -> None:
    assert bot.suggest("why \ud800 groin", 3)
    assert bot.suggest("\ud800", 3) == ()
