"""What a line asks after what was spoken of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatbot import START, Bot


@pytest.mark.parametrize("line", ["does it work?", "which one is best?", "for a weekend?", "can I do that?"])
def test_a_line_that_cannot_stand_alone_is_about_the_subject(talk: Any, line: str) -> None:
    assert talk.say("how much is a rental bicycle", line).intents == ("rent_a_bike",)


def test_alone_the_same_line_is_about_nothing(shop: Bot) -> None:
    assert shop.ask("which one is best?", START).intents == ()


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("what about the chain?", "slipping_chain"),
        ("and my brakes, why do they squeal", "squealing_brakes"),
        ("are you open on sunday", "opening_hours"),
    ],
)
def test_a_line_with_a_subject_of_its_own_keeps_it(talk: Any, line: str, intent: str) -> None:
    assert talk.say("how much is a rental bicycle", line).intents == (intent,)


@pytest.mark.parametrize("line", ["purple elephants", "and elephants?", "the capital of Peru"])
def test_words_that_the_content_never_uses_are_not_about_the_subject(talk: Any, line: str) -> None:
    assert talk.say("my tyre is flat", line).kind == "decline"


def test_what_is_only_denied_is_acknowledged(bot: Bot, talk_to: Callable[[Bot], Any]) -> None:
    talk = talk_to(bot)
    first = talk.say("why does my groin hurt")
    reply = talk.say("no fever, no swelling, nothing sudden")
    assert reply.kind == "clarify"
    assert {choice.intent for choice in reply.choices} <= set(
        bot.content.intents[first.intents[0]].follow_ups
    )
    assert talk.say("and how long does it last?").intents == ("recovery_time",)


@pytest.mark.parametrize(
    "line", ["I have no insurance", "no one can help me", "not really sure", "skip the theory", "it does not"]
)
def test_what_denies_no_sign_of_danger_is_no_reassurance(
    bot: Bot, talk_to: Callable[[Bot], Any], line: str
) -> None:
    talk = talk_to(bot)
    talk.say("why does my groin hurt")
    assert talk.say(line).explanation.reason != "the line only says what is not so"


@pytest.mark.parametrize("line", ["is it far?", "did they win the game", "what is that on the moon"])
def test_a_content_that_names_nothing_uncovered_is_modest(line: str) -> None:
    bot = Bot.from_text(
        "intents:\n  hours:\n    title: Opening hours\n    reply: From nine to six.\n"
        "    examples: [when are you open, opening hours, are you open on sunday]\n"
        "  parking:\n    title: Parking\n    reply: In the yard.\n"
        "    examples: [where can I park, is there a car park, parking space]\n"
    )
    first = bot.ask("when are you open")
    assert bot.ask(line, first.conversation).confidence <= 0.9


@pytest.mark.parametrize(
    ("first", "line", "intents"),
    [
        ("my desk chair gives me no support", "which pillow?", {"lumbar_pillow"}),
        ("can shallow breathing tighten the psoas", "how do I change that?", {"prevent_breathing"}),
        ("my shoulder blade hurts", "how do I get rid of it?", {"treatment_overview"}),
        ("what is a tens unit for", "is it safe?", {"tens_unit", "self_treatment_safety"}),
        ("should I buy a body pillow", "does it really help?", {"body_pillow"}),
    ],
)
def test_health_questions_lean_on_each_other(
    bot: Bot, talk_to: Callable[[Bot], Any], first: str, line: str, intents: set[str]
) -> None:
    talk = talk_to(bot)
    talk.say(first)
    assert set(talk.say(line).intents) & intents
