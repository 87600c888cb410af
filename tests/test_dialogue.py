"""Several messages in a row, as people type them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import START, Bot

LINES = [
    "my tyre is flat",
    "why do my brakes squeal",
    "when are you open",
    "can I rent a bike",
    "hello",
    "thanks",
    "it is broken",
    "do you repair motorbikes",
    "what is the weather",
    "xyzzy",
    "purple elephants",
    "1",
    "2",
    "9",
    "yes",
    "no",
    "more",
    "tell me more",
    "again",
    "back",
    "start over",
    "stop",
    "not that",
    "none of these",
    "the last one",
    "and why?",
    "no, I meant the chain",
    "my brakes failed",
    "",
    "?",
    "how much is it",
    "noise",
    "chain brakes rental",
    "good morning",
    "the second one",
]


# -- picking -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("1", "spare_tubes"),
        ("2", "opening_hours"),
        (" 2. ", "opening_hours"),
        ("two please", "opening_hours"),
        ("the second one", "opening_hours"),
        ("the last one", "opening_hours"),
        ("first", "spare_tubes"),
        ("Opening hours", "opening_hours"),
        ("which spare tube fits?", "spare_tubes"),
    ],
)
def test_a_follow_up_is_picked_by_number_ordinal_or_title(talk: Any, line: str, intent: str) -> None:
    reply = talk.say("my tyre is flat", line)
    assert (reply.kind, reply.intents) == ("answer", (intent,))
    assert reply.confidence == 1.0


@pytest.mark.parametrize(
    ("line", "intent"),
    [
        ("3", "slipping_chain"),
        ("the second one", "squealing_brakes"),
        ("brakes that squeal", "squealing_brakes"),
    ],
)
def test_so_is_an_option_of_a_question_back(talk: Any, line: str, intent: str) -> None:
    reply = talk.say("it is broken")
    assert reply.kind == "clarify"
    assert talk.say(line).intents == (intent,)


def test_a_number_beyond_the_choices_offers_them_again(talk: Any) -> None:
    offered = talk.say("my tyre is flat").choices
    reply = talk.say("7")
    assert (reply.kind, reply.choices) == ("clarify", offered)
    assert talk.say("1").intents == (offered[0].intent,)


def test_a_number_without_choices_is_no_pick(shop: Bot) -> None:
    assert shop.ask("1").kind != "answer"


def test_choices_outlive_small_talk(talk: Any) -> None:
    assert talk.say("my tyre is flat", "thanks", "2").intents == ("opening_hours",)


def test_a_new_question_needs_no_pick(talk: Any) -> None:
    assert talk.say("it is broken", "when are you open").intents == ("opening_hours",)


def test_yes_to_the_only_choice(talk: Any) -> None:
    assert talk.say("which spare tube fits", "yes please").intents == ("flat_tyre",)


def test_yes_to_several_choices_asks_which(talk: Any) -> None:
    offered = talk.say("my tyre is flat").choices
    reply = talk.say("yes")
    assert (reply.kind, reply.choices) == ("clarify", offered)


def test_none_of_these_are_not_offered_again(talk: Any) -> None:
    refused = {choice.intent for choice in talk.say("it is broken").choices}
    reply = talk.say("none of these")
    assert reply.kind == "clarify"
    assert refused.isdisjoint(choice.intent for choice in reply.choices)


# -- moving about --------------------------------------------------------------------------------


def test_back_returns_to_the_subject_before(talk: Any) -> None:
    first = talk.say("my tyre is flat")
    reply = talk.say("can I rent a bike", "back")
    assert reply.intents == ("flat_tyre",)
    assert first.text in reply.text


def test_back_twice_goes_back_twice(talk: Any) -> None:
    reply = talk.say("my tyre is flat", "can I rent a bike", "my chain slips", "back", "back")
    assert reply.intents == ("flat_tyre",)


def test_back_at_the_beginning_says_so(talk: Any) -> None:
    assert talk.say("back").kind == "clarify"
    assert talk.say("my tyre is flat", "back").kind == "clarify"


def test_start_over_forgets(talk: Any) -> None:
    reply = talk.say("my tyre is flat", "can I rent a bike", "start over")
    assert reply.kind == "clarify"
    assert talk.say("back").kind == "clarify"
    assert (talk.conversation.topic, talk.conversation.recent) == ("", ())


def test_more_goes_on_and_never_repeats(talk: Any) -> None:
    seen = [talk.say("my tyre is flat").intents[0]]
    for _ in range(10):
        reply = talk.say("tell me more")
        if reply.kind != "answer":
            break
        assert reply.intents[0] not in seen
        seen.append(reply.intents[0])
    assert reply.kind == "clarify"
    assert set(seen) >= {"flat_tyre", "spare_tubes", "opening_hours"}


def test_more_of_nothing_asks_of_what(talk: Any) -> None:
    reply = talk.say("more")
    assert reply.kind == "clarify"
    assert reply.choices


@pytest.mark.parametrize(
    "line",
    [
        "my tyre is flat",
        "how do I mend a flat tyre and when are you open",
        "it is broken",
        "hello",
        "my brakes failed",
        "do you repair motorbikes",
    ],
)
@pytest.mark.parametrize("again", ["again", "say that again please", "pardon?"])
def test_again_says_the_same(talk: Any, line: str, again: str) -> None:
    first = talk.say(line)
    reply = talk.say(again)
    assert first.text in reply.text
    assert (reply.kind, reply.intents, reply.choices) == (first.kind, first.intents, first.choices)


def test_again_after_a_decline_offers_the_same(talk: Any) -> None:
    """But no longer names the words that are unknown: what users type is not kept."""
    first = talk.say("xyzzy")
    reply = talk.say("again")
    assert (reply.kind, reply.choices) == ("decline", first.choices)
    assert "xyzzy" not in reply.text


def test_again_repeats_a_safety_question_that_can_still_be_answered(talk: Any) -> None:
    first = talk.say("my fork is craked")
    assert first.text in talk.say("again").text
    assert talk.say("pardon?").kind == "clarify"
    assert talk.say("yes").kind == "urgent"


def test_again_and_again(talk: Any) -> None:
    first = talk.say("my tyre is flat", "2")
    assert [talk.say("again").intents for _ in range(3)] == [first.intents] * 3
    assert talk.say("1").intents == ("rent_a_bike",), "the choices are still those of the answer"


def test_again_with_nothing_said_is_no_answer(talk: Any) -> None:
    assert talk.say("again").kind == "clarify"


@pytest.mark.parametrize("line", ["stop", "never mind", "that's enough"])
def test_stop_stops_offering(talk: Any, line: str) -> None:
    reply = talk.say("my tyre is flat", line)
    assert (reply.kind, reply.choices) == ("clarify", ())


# -- corrections and context --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["no, I meant the chain", "I meant the chain", "sorry, I meant my chain slips"]
)
def test_a_correction_replaces_the_reading(talk: Any, line: str) -> None:
    reply = talk.say("why do my brakes squeal", line)
    assert reply.intents == ("slipping_chain",)


def test_not_that_does_not_insist(talk: Any) -> None:
    reply = talk.say("my tyre is flat", "not that")
    assert reply.kind == "clarify"
    assert "flat_tyre" not in {choice.intent for choice in reply.choices}


def test_a_short_line_takes_its_subject_from_the_conversation(
    bot: Bot, talk_to: Callable[[Bot], Any]
) -> None:
    talk = talk_to(bot)
    talk.say("why does my groin hurt")
    assert talk.say("and in the thigh?").intents == ("thigh_pain",)
    assert talk.say("why?").intents == ("causes_overview",)
    assert talk.say("how long?").intents == ("recovery_time",)


def test_without_a_conversation_it_has_none(bot: Bot) -> None:
    for line in ("and in the thigh?", "why?", "how long?"):
        assert bot.ask(line).explanation.stage != "context"


def test_context_fades(bot: Bot, talk_to: Callable[[Bot], Any]) -> None:
    talk = talk_to(bot)
    talk.say("why does my groin hurt", "hello")
    assert talk.bot.ask("why?", talk.conversation).explanation.stage == "context"
    talk.say(*["hello"] * 11)
    assert talk.say("why?").explanation.stage != "context"


# -- alarms ----------------------------------------------------------------------------------------


def test_an_alarm_is_not_forgotten(talk: Any) -> None:
    talk.say("my brakes failed")
    reply = talk.say("when are you open")
    assert reply.intents == ("opening_hours",)
    assert "still urgent" in reply.text
    assert "still urgent" not in talk.say("start over", "when are you open").text


@pytest.mark.parametrize("turns", range(9))
def test_a_safety_question_can_be_answered_however_old_the_subject_is(talk: Any, turns: int) -> None:
    talk.say("my tyre is flat", *["hello"] * turns)
    reply = talk.say("my fork is craked")
    assert (reply.kind, reply.intents) == ("clarify", ())
    assert "a part that carries you is cracked" in reply.text
    calm = talk.bot.ask("no", talk.conversation)
    assert calm.kind == "clarify"
    assert talk.say("yes").kind == "urgent"


def test_an_alarm_interrupts_a_question_back(talk: Any) -> None:
    assert talk.say("it is broken", "my fork is cracked").kind == "urgent"


# -- never stuck ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "course"),
    [
        (["xyzzy", "qwertz uiop", "what is the weather", "purple elephants"], "not getting any further"),
        (["do you repair motorbikes", "my motorcycle does not start", "scooter oil"], "may know more"),
    ],
)
def test_the_third_miss_changes_course(talk: Any, lines: list[str], course: str) -> None:
    replies = [talk.say(line) for line in lines[:3]]
    assert {reply.kind for reply in replies} == {"decline"}
    assert course not in replies[0].text + replies[1].text
    assert course in replies[2].text
    assert replies[2].choices


def test_an_answer_ends_a_row_of_misses(talk: Any) -> None:
    reply = talk.say("xyzzy", "qwertz uiop", "my tyre is flat", "purple elephants")
    assert reply.kind == "decline"
    assert "not getting any further" not in reply.text


@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=8))
@settings(max_examples=400)
def test_no_two_replies_in_a_row_are_the_same(shop: Bot, lines: list[str]) -> None:
    """Unless the message is the same too."""
    conversation, before, said = START, "", ""
    for line in lines:
        reply = shop.ask(line, conversation)
        assert line == before or reply.text != said, lines
        conversation, before, said = reply.conversation, line, reply.text


@given(st.lists(st.sampled_from(LINES), max_size=8))
@settings(max_examples=200)
def test_a_plain_question_is_answered_at_any_point(shop: Bot, lines: list[str]) -> None:
    """Unless an alarm was raised, nothing said before changes what a full question gets."""
    conversation = START
    for line in lines:
        conversation = shop.ask(line, conversation).conversation
    reply = shop.ask("how do I patch an inner tube", conversation)
    assert reply.intents == ("flat_tyre",)
    assert "stick a patch" in reply.text


@given(st.lists(st.sampled_from(LINES), max_size=8))
@settings(max_examples=200)
def test_choices_can_always_be_picked(shop: Bot, lines: list[str]) -> None:
    """What a reply offers is what the next number gets."""
    conversation = START
    for line in lines:
        reply = shop.ask(line, conversation)
        conversation = reply.conversation
        for choice in reply.choices:
            assert shop.ask(str(choice.number), conversation).intents == (choice.intent,), (lines, line)
