"""Messages that hold two questions, and those that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import Bot

WORDS = st.sampled_from(
    """how do I mend a flat tyre , and when are you open ? my chain slips . also plus or but then the
    brakes squeal can rent a bike \n hello thanks guitar""".split(" ")
)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("How do I mend a flat tyre? And when are you open?", ("flat_tyre", "opening_hours")),
        ("when are you open and can I rent a bike", ("opening_hours", "rent_a_bike")),
        (
            "why do my brakes squeal, and what size of inner tube do I buy?",
            ("squealing_brakes", "spare_tubes"),
        ),
        ("my tyre is flat\nwhat time does the shop close", ("flat_tyre", "opening_hours")),
        ("1) how do I mend a flat tyre 2) can I rent a bike", ("flat_tyre", "rent_a_bike")),
        (
            "what does it cost to hire a bike, and when are you open, by the way?",
            ("rent_a_bike", "opening_hours"),
        ),
        ("Can I rent a bike? Also, are you open on sunday?", ("rent_a_bike", "opening_hours")),
    ],
)
def test_both_questions_are_answered_in_order(shop: Bot, text: str, intents: tuple[str, ...]) -> None:
    reply = shop.ask(text)
    assert reply.kind == "answer"
    assert reply.intents == intents


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("is a wider tube all right and does it fit my wheel", "spare_tubes"),
        ("my chain and cassette are worn", "slipping_chain"),
        ("the tyre is flat and loses air", "flat_tyre"),
        ("are you open on saturday and sunday", "opening_hours"),
        ("the brakes squeal and scream and make a noise", "squealing_brakes"),
        ("can I rent a bike for me and my wife", "rent_a_bike"),
        ("my chain slips and jumps over the teeth", "slipping_chain"),
        ("the brakes squeal and make a terrible noise", "squealing_brakes"),
        ("when I pedal hard, my chain slips", "slipping_chain"),
        ("are you open on sunday or on public holidays", "opening_hours"),
    ],
)
def test_one_question_that_holds_a_joint_stays_whole(shop: Bot, text: str, intent: str) -> None:
    assert shop.ask(text).intents == (intent,)


def test_the_part_that_is_not_covered_is_said_to_be_missing(shop: Bot) -> None:
    reply = shop.ask("How do I mend a flat tyre? And how do I tune a guitar?")
    assert reply.intents == ("flat_tyre",)
    assert "About the other part of your message" in reply.text
    assert "guitar" in reply.text


@given(st.lists(WORDS, max_size=25).map(" ".join))
@settings(max_examples=200)
def test_no_message_gets_an_answer_twice_or_more_than_four(shop: Bot, text: str) -> None:
    intents = shop.ask(text).intents
    assert len(set(intents)) == len(intents) <= 4


def test_what_two_answers_share_is_said_once(bot: Bot) -> None:
    reply = bot.ask("why does my hip hurt when I stand up")
    assert reply.intents == ("hip_buttock_pain", "trouble_standing_up")
    assert reply.text.count("Urgent?") == 1


# -- on the bundled content --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("whats a trigger point how long does it take to treat one", {"trigger_points", "recovery_time"}),
        ("are you a real person?? and who wrote what you say", {"about_bot", "sources"}),
        ("how are you? why does my groin hurt", {"groin_pain"}),
        ("symptoms, treatment", {"symptoms_overview", "treatment_overview"}),
        ("first what is it, second who treats it", {"what_is_iliopsoas", "who_can_help"}),
        ("brace or tens", {"back_brace", "tens_unit"}),
        (
            "does a brace help? a TENS unit? does a standing desk help? a body pillow? a lumbar pillow?",
            {"back_brace", "tens_unit", "standing_desk", "body_pillow", "lumbar_pillow"},
        ),
        ("who are you and what can I ask you?", {"about_bot", "help"}),
        ("can breathing cause that, and who treats it?", {"cause_breathing", "who_can_help"}),
    ],
)
def test_all_that_is_asked_is_answered(bot: Bot, text: str, intents: set[str]) -> None:
    assert set(bot.ask(text).intents) == intents


@pytest.mark.parametrize(
    "text",
    [
        "Which exercises strengthen the rotator cuff? And who can treat trigger points?",
        "Who can treat trigger points? And which exercises strengthen the rotator cuff?",
    ],
)
def test_what_is_not_covered_is_named_wherever_it_stands(bot: Bot, text: str) -> None:
    reply = bot.ask(text)
    assert reply.intents == ("who_can_help",)
    assert "other part of your message" in reply.text


@pytest.mark.parametrize("lead", ["ok, and ", "so ", "well, ", "and "])
def test_a_hesitation_says_nothing(bot: Bot, lead: str) -> None:
    before = bot.ask("my lower back hurts").conversation
    assert bot.ask(f"{lead}what about running?", before).intents == ("cause_overuse",)


def test_without_a_subject_left_nothing_is_denied(bot: Bot) -> None:
    assert bot.ask("my laptop says no bootable device, what now?").kind == "decline"
