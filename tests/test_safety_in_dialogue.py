"""A red flag inside a conversation: seen through slips, kept in mind for a while, and then let go."""

from __future__ import annotations

import pytest

from chatbot import START, Bot, Reply


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
