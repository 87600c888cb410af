"""What a line after a red flag says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot
from chatbot.content import Sign
from chatbot.language import tokenise
from chatbot.retraction import insists, is_fright, is_over, is_retracted


def sign_of(bot: Bot, name: str) -> Sign:
    return next(sign for sign in bot.content.alarms.signs if sign.name == name)


def taken_back(bot: Bot, line: str, sign: str) -> bool:
    typed = tokenise(line)
    return is_over(typed) or is_retracted(typed, sign_of(bot, sign), bot.content.alarms.words)


@pytest.mark.parametrize(
    ("line", "fright"),
    [
        ("oh no!", True),
        ("omg please help me", True),
        ("no", False),
        ("help me with my desk", False),
        ("", False),
    ],
)
def test_fright(line: str, fright: bool) -> None:
    assert is_fright(tokenise(line)) is fright


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("sorry, no fever, I measured again", "fever_with_pain"),
        ("no fever, false alarm", "fever_with_pain"),
        ("no, it isn't swollen", "calf"),
        ("it's not swollen, sorry", "calf"),
        ("oops wrong window", "cannot_pass_urine"),
        ("no I mean I can pee, just not very often", "cannot_pass_urine"),
        ("it went away after five minutes", "chest_pain"),
        ("I'm fine now", "fainting"),
        ("I'm not numb, I only sat on it", "numb_between_legs"),
        ("I didn't fall", "after_a_fall"),
        ("you misunderstood me, they are tired from running", "weak_legs"),
        ("not me, in the film I was watching", "other_emergency"),
        ("that was ten years ago", "calf"),
        ("no, it was when I was a child", "after_a_fall"),
    ],
)
def test_what_may_take_a_red_flag_back(bot: Bot, line: str, sign: str) -> None:
    assert taken_back(bot, line, sign)


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("no", "calf"),  # a plain no is understood elsewhere
        ("no, I really can't", "cannot_pass_urine"),
        ("no pee at all", "cannot_pass_urine"),
        ("no it is still swollen", "calf"),
        ("no, it is not getting better", "calf"),
        ("no, both calves", "calf"),
        ("never been so swollen", "calf"),
        ("no, it's hot too", "calf"),
        ("no, the fever is 40", "fever_with_pain"),
        ("sorry, it is worse", "calf"),
        ("sorry for my typing, it hurts so much", "chest_pain"),
        ("actually now also down my arm", "chest_pain"),
        ("actually I don't think I can get to hospital", "cannot_pass_urine"),
        ("it started again now", "chest_pain"),
        ("it is gone now but my arm hurts", "chest_pain"),
        ("my vision has gone", "chest_pain"),
        ("my husband says it is normal", "pregnancy"),
        ("is it gone by tomorrow?", "calf"),
        ("calling the doctor tomorrow is fine", "cannot_pass_urine"),
        ("that was not years ago", "calf"),
        ("it started years ago but it is worse now", "calf"),
        ("I had a thrombosis ten years ago", "calf"),
        ("he died of it years ago", "chest_pain"),
        ("that was ten years ago", "earlier_cancer"),  # which counts for ever
        ("how is it treated", "calf"),
        ("", "calf"),
    ],
)
def test_what_does_not(bot: Bot, line: str, sign: str) -> None:
    assert not taken_back(bot, line, sign)


@pytest.mark.parametrize(
    "line", ["no, it is worse", "no I am not okay", "no, it came back", "no still there"]
)
def test_a_no_that_insists_is_no_answer_to_the_safety_question(bot: Bot, line: str) -> None:
    assert insists(tokenise(line))
    asked = bot.ask("it went away", bot.ask("my chest hurts and I can't breathe").conversation)
    assert asked.conversation.pending == "alarm"
    assert bot.ask(line, asked.conversation).kind == "urgent"


def test_the_safety_question_is_asked_twice_at_most(bot: Bot) -> None:
    asked = bot.ask("it went away", bot.ask("my calf is swollen and hot").conversation)
    again = bot.ask("not sure", asked.conversation)
    assert (again.kind, again.conversation.pending) == ("clarify", "alarm")
    assert bot.ask("not sure", again.conversation).kind == "urgent"


def test_a_second_typo_answers_the_question_that_the_first_one_led_to(bot: Bot) -> None:
    asked = bot.ask("sorry that was a typo", bot.ask("my calf is swollen and hot").conversation)
    assert asked.conversation.pending == "alarm"
    assert not bot.ask("sorry that was a typo", asked.conversation).conversation.sign


@pytest.mark.parametrize("line", ["sorry I am slow at typing", "no pulse", "why", "no, the movement is gone"])
def test_an_emergency_stands_whatever_else_is_said(bot: Bot, line: str) -> None:
    before = bot.ask("my husband is not breathing")
    reply = bot.ask(line, before.conversation)
    assert "still urgent" in reply.text or reply.kind == "urgent"
    assert reply.conversation.sign == "other_emergency"


@given(st.text(), st.sampled_from(["sorry ", "no, ", "it went away ", "that was years ago ", ""]))
def test_no_text_takes_a_crisis_back(bot: Bot, text: str, lead: str) -> None:
    crisis = bot.ask("I want to kill myself").conversation
    assert bot.ask(lead + text, crisis).conversation.pending != "alarm"
