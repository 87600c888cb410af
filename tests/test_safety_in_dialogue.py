"""A red flag inside a conversation: seen through slips, kept in mind for a while, and then let go."""

from __future__ import annotations

import pytest

from chatbot import START, Bot, Conversation, Reply


def play(bot: Bot, *lines: str) -> Reply:
    reply = bot.ask(lines[0], START)
    for line in lines[1:]:
        reply = bot.ask(line, reply.conversation)
    return reply


@pytest.mark.parametrize("typed", ["i cnat pee", "I ca\u00adn't pee", "I can\u200b't pee", "fell of a lader"])
def test_slips_and_pasted_marks_do_not_hide_it(bot: Bot, typed: str) -> None:
    reply = bot.ask(typed)
    assert reply.kind == "urgent" or reply.explanation.stage == "alarm"


def test_a_misspelt_second_sign_does_not_hide_the_first(bot: Bot) -> None:
    reply = bot.ask("i want to kill myself and i have cheest pain")
    assert reply.kind == "urgent"
    assert "ending your life" in reply.text


def test_a_short_line_after_it_is_still_urgent(bot: Bot) -> None:
    assert play(bot, "I can't pee since this morning", "it's just muscular, right?").kind == "urgent"


def test_self_treatment_is_not_explained_while_it_stands(bot: Bot) -> None:
    assert (
        play(bot, "I can't pee since this morning", "how do I treat trigger points in the psoas?").kind
        == "urgent"
    )


def test_it_is_let_go_after_some_harmless_questions(bot: Bot) -> None:
    lines = ["what is the iliacus", "where is the psoas major", "what is the psoas minor"]
    reply = play(bot, "I can't pee since this morning", *lines, "is a lumbar support pillow any good?")
    assert reply.kind == "answer"
    assert "urgent" not in reply.text.casefold()


def test_no_to_the_safety_question_ends_it(bot: Bot) -> None:
    doubtful = play(bot, "chst pian")
    assert doubtful.explanation.stage == "alarm"
    if doubtful.kind == "clarify":
        assert play(bot, "chst pian", "no", "what is the iliacus").intents == ("iliacus",)


@pytest.mark.parametrize("typed", ["0", "99"])
def test_a_number_that_is_not_on_offer_is_said_so(bot: Bot, typed: str) -> None:
    reply = play(bot, "why does my groin hurt", typed)
    assert reply.kind == "clarify"
    assert reply.choices


@pytest.mark.parametrize(
    "answer", ["yes", "maybe", "a bit", "sometimes", "since yesterday", "I do", "kind of"]
)
def test_what_is_no_clear_no_answers_the_safety_question_with_yes(bot: Bot, answer: str) -> None:
    asked = Conversation(pending="alarm", sign="numb_between_legs", opening="alarm_question", turns=1)
    assert bot.ask(answer, asked).kind == "urgent"


@pytest.mark.parametrize("answer", ["not sure", "y", "n", "I don't know"])
def test_what_is_neither_yes_nor_no_is_asked_again(bot: Bot, answer: str) -> None:
    asked = Conversation(pending="alarm", sign="numb_between_legs", opening="alarm_question", turns=1)
    assert bot.ask(answer, asked).conversation.pending == "alarm"


@pytest.mark.parametrize("answer", ["no", "nope", "no I can feel it"])
def test_a_no_ends_it(bot: Bot, answer: str) -> None:
    asked = Conversation(pending="alarm", sign="numb_between_legs", opening="alarm_question", turns=1)
    reply = bot.ask(answer, asked)
    assert (reply.kind, reply.conversation.pending, reply.conversation.sign) == ("clarify", "", "")


@pytest.mark.parametrize("aside", ["thanks", "bye"])
def test_thanks_and_goodbye_do_not_make_one_forget(bot: Bot, aside: str) -> None:
    assert "still urgent" in bot.ask(aside, bot.ask("I can't pee").conversation).text


@pytest.mark.parametrize("said", ["I'm at the hospital", "the ambulance is coming", "yes", "since yesterday"])
def test_help_that_is_on_its_way_answers_the_safety_question_with_yes(bot: Bot, said: str) -> None:
    sign = next(sign for sign in bot.content.alarms.signs if sign.level == "emergency")
    asked = Conversation(pending="alarm", sign=sign.name, alarmed=1, turns=1)
    assert bot.ask(said, asked).kind == "urgent"
    assert bot.ask("no", asked).kind == "clarify"
