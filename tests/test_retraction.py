"""What a line after a red flag says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot import Bot
from chatbot.content import Sign
from chatbot.language import tokenise
from chatbot.retraction import is_fright, is_long_past, may_take_back

CALF = Sign("calf", "same_day", "your calf is hot or swollen", (("calf + swollen",), ("calf > hot",)))


def sign_of(bot: Bot, name: str) -> Sign:
    return next(sign for sign in bot.content.alarms.signs if sign.name == name)


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
    ("line", "past"),
    [
        ("that was ten years ago", True),
        ("it was when I was a child", True),
        ("no, that was years ago", True),
        ("was that ten years ago?", False),
        ("it started years ago but it is worse now", False),
        ("that is since yesterday", False),
        ("my doctor said so ten years ago", False),
        ("", False),
    ],
)
def test_a_date_long_past(line: str, past: bool) -> None:
    assert is_long_past(tokenise(line), CALF) is past


def test_what_counts_for_ever_is_never_long_past(bot: Bot) -> None:
    assert not is_long_past(tokenise("that was ten years ago"), sign_of(bot, "earlier_cancer"))


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("sorry, I measured again, it's normal", "fever_with_pain"),
        ("no fever, I measured again, false alarm", "fever_with_pain"),
        ("no, it isn't swollen", "calf"),
        ("oops wrong window", "cannot_pass_urine"),
        ("no I mean I can pee", "cannot_pass_urine"),
        ("it went away after five minutes", "chest_pain"),
        ("I'm fine now", "fainting"),
    ],
)
def test_what_may_take_a_red_flag_back(bot: Bot, line: str, sign: str) -> None:
    assert may_take_back(tokenise(line), sign_of(bot, sign), bot.content)


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("no", "calf"),  # a plain no is understood elsewhere
        ("no, I really can't", "cannot_pass_urine"),
        ("no it is still swollen", "calf"),
        ("no, it is not getting better", "calf"),
        ("sorry, it is worse", "calf"),
        ("is it gone by tomorrow?", "calf"),
        ("no I am not ok", "cannot_pass_urine"),
        ("calling the doctor tomorrow is fine", "cannot_pass_urine"),
        ("how is it treated", "calf"),
        ("sorry, never mind", "crisis"),
    ],
)
def test_what_does_not(bot: Bot, line: str, sign: str) -> None:
    assert not may_take_back(tokenise(line), sign_of(bot, sign), bot.content)


@given(st.text())
def test_any_text_will_do(bot: Bot, text: str) -> None:
    typed = tokenise(text)
    for sign in bot.content.alarms.signs[:3]:
        assert is_fright(typed) in (True, False)
        assert is_long_past(typed, sign) in (True, False)
        assert may_take_back(typed, sign, bot.content) in (True, False)
