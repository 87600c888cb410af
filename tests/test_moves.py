"""Is this line a move in the conversation? Judged by the whole line, never by a part of it."""

from __future__ import annotations

import pytest

from chatbot import START, Conversation
from chatbot.language import tokenise
from chatbot.moves import find_move, strip_correction

OFFER = Conversation(offered=("first", "second", "third"))


def move(text: str, conversation: Conversation = OFFER) -> tuple[str, str] | None:
    found = find_move(tokenise(text), conversation)
    return (found.name, ", ".join(found.intents)) if found else None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("1", "first"),
        ("2", "second"),
        ("2.", "second"),
        ("#2", "second"),
        ("(2)", "second"),
        ("number 3", "third"),
        ("No. 3", "third"),
        ("option three please", "third"),
        ("the second one", "second"),
        ("The Second", "second"),
        ("2nd", "second"),
        ("the third one, please", "third"),
        ("the last one", "third"),
        ("the first", "first"),
        ("I'll take number two", "second"),
        ("tell me about the second one", "second"),
        ("ok, 2", "second"),
        ("one", "first"),
        ("2 and 3", "second, third"),
        ("1,2", "first, second"),
        ("1 & 3", "first, third"),
    ],
)
def test_a_choice_is_picked(text: str, intent: str) -> None:
    assert move(text) == ("pick", intent)


@pytest.mark.parametrize("text", ["4", "0", "12", "9" * 60, "number 9", "the fifth one"])
def test_a_number_that_is_not_on_offer(text: str) -> None:
    assert move(text) == ("out_of_range", "")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("none of these", "none"),
        ("None of them!", "none"),
        ("neither", "none"),
        ("something else", "none"),
        ("yes", "yes"),
        ("Yes, please.", "yes"),
        ("sure", "yes"),
        ("yep", "yes"),
        ("no", "no"),
        ("No, thanks", "no"),
        ("nope", "no"),
        ("more", "more"),
        ("tell me more", "more"),
        ("Tell me more about it, please", "more"),
        ("go on", "more"),
        ("what else?", "more"),
        ("again", "again"),
        ("say that again", "again"),
        ("Could you repeat that?", "again"),
        ("pardon?", "again"),
        ("back", "back"),
        ("go back please", "back"),
        ("start over", "restart"),
        ("Let's start again", "restart"),
        ("new topic", "restart"),
        ("stop", "stop"),
        ("stop it!", "stop"),
        ("never mind", "stop"),
        ("that's not what I meant", "reject"),
        ("wrong", "reject"),
        ("I don't understand, simpler please", "simpler"),
        ("stop, stop, please", "stop"),
        ("I was only joking", "joking"),
        ("just kidding", "joking"),
        ("false alarm", "joking"),
        ("I'm at the hospital now", "cared_for"),
        ("I've called an ambulance", "cared_for"),
        ("the ambulance is on its way", "cared_for"),
        ("I'm calling the hospital now", "cared_for"),
        ("I have already seen a doctor about it", "cared_for"),
        ("the doctor says it's fine", "cleared"),
        ("I don't understand", "simpler"),
        ("say it in plain English, please", "simpler"),
        ("can you explain that again", "again"),
        ("true?", "again"),
        ("really?", "again"),
        ("is that right?", "again"),
        ("that is right", "yes"),
        ("I am in the ER", "cared_for"),
    ],
)
def test_moves(text: str, name: str) -> None:
    assert move(text) == (name, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one leg is shorter than the other",
        "what is the second cause",
        "my 2 legs hurt",
        "L2",
        "back pain",
        "my back",
        "how do I stop slumping",
        "it hurts again when I sit",
        "is it more on the left",
        "no pain in the groin but in the thigh",
        "yes it hurts when I walk",
        "should I start again with running",
        "none of these exercises help",
        "12 days",
        "1 or 2",
        "for 3 weeks",
        "the doctor says it is not fine",
        "they said nothing",
        "calling the doctor tomorrow is fine",
        "I do not understand why it hurts when I sit",
        "too long",
    ],
)
def test_questions_are_no_moves(text: str) -> None:
    assert move(text) is None


@pytest.mark.parametrize("text", ["2", "the first one", "last"])
def test_numbers_count_only_while_something_is_on_offer(text: str) -> None:
    assert move(text, START) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no, I meant the thigh", "the thigh"),
        ("I meant the thigh", "the thigh"),
        ("Sorry, I mean the left side", "the left side"),
        ("actually, the thigh", "the thigh"),
        ("no, the thigh", "the thigh"),
        ("not that, I meant the thigh", "the thigh"),
    ],
)
def test_a_correction_leaves_the_new_wording(text: str, rest: str) -> None:
    assert [token.word for token in strip_correction(tokenise(text))] == rest.split()


@pytest.mark.parametrize(
    "text", ["the thigh", "no", "I meant", "no pain at night but stiffness in the morning"]
)
def test_other_lines_are_no_corrections(text: str) -> None:
    assert strip_correction(tokenise(text)) == ()
