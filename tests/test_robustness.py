"""Whatever is typed: no exception, and a reply that makes sense."""

from __future__ import annotations

import json
import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot import START, Bot, Conversation, Reply
from chatbot.language import is_unsafe

PIECES = (
    "",
    " ",
    "\n",
    "\t",
    "\r\n",
    "\0",
    "\x07",
    "\b",
    "\x1b[2J",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\x7f",
    "\ud800",
    "\udfff",
    "\ud83d",
    "\ufeff",
    "\ufffe",
    "\ufffd",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\u2028",
    "\u00ad",
    "e\u0301",
    "\u0301",
    "\u0130",
    "\u0131",
    "\u1e9e",
    "\ufb03",
    "\ufdfa",
    "\U0001f9b4",
    "\U0001f468\u200d\U0001f469",
    "膝が痛い",
    "无法站立",
    "ألم في الفخذ",
    "боль в паху",
    "पीठ दर्द",
    "๕",
    "Ⅻ",
    "½",
    "²",
    "groin",
    "hip\0pain",
    "back\u202epain",
    "**bold**",
    "# heading",
    "[a](javascript:x)",
    "<script>alert(1)</script>",
    "`x`",
    "| a | b |",
    "{means}",
    "{0}",
    "{",
    "%s",
    "%(x)s",
    "${HOME}",
    "$(reboot)",
    "; rm -rf /",
    "' OR 1=1 --",
    "..",
    "../../etc/passwd",
    "/quit",
    ":q!",
    "--json",
    "-1",
    "0",
    "1e999",
    "NaN",
    "None",
    "null",
    "true",
    "9" * 60,
    "a" * 300,
    "?" * 300,
    "." * 300,
    "'" * 300,
    "a'b'c'd'e",
    "n't",
    "'s",
    "'",
    "it's's's",
    "_",
    "a_b",
    "a-b-c-",
    "&&&",
    "+ + +",
    "ha" * 200,
    "no " * 300,
    "and " * 300,
    "groin " * 300,
    "why? " * 300,
    "\n" * 300,
    "a\nb\nc",
    "x" * 64,
    "groin_pain",
    "symptoms.md#groin-pain",
    "\\",
    "\\n",
    '"',
    "\u201c",
    "1 2 3",
    "1, 2, 3",
    "3.",
    "one two three",
    "yes no",
    "yes yes yes",
    "no no no",
    "ok",
    "k",
    "u",
    "y",
    "the",
    "of the and",
    "i i i i i",
    "not",
    "not not not",
)
FRAMES = ("{}", "why does my groin hurt {}", "{} tyre", "{}{}")
LONG = (
    "a" * 100_000,
    "a " * 50_000,
    "groin pain " * 9_000,
    "\n" * 100_000,
    "\x1b[31m" * 20_000,
    "?!." * 33_000,
    "\u0301" * 100_000,
    "\ufdfa" * 20_000,
    "é" * 100_000,
    "膝" * 100_000,
    "\ud800" * 100_000,
    "'" * 100_000,
    "a'" * 50_000,
    "can't " * 16_000,
    "why and " * 12_000,
    "xyzzy" * 20_000,
    "no, I meant " * 8_000,
    "1 " * 50_000,
    " ".join(f"w{number}" for number in range(20_000)),
    "abcdefgh" * 12_000,
)


def assert_sane(reply: Reply) -> None:
    assert reply.kind in ("answer", "urgent", "clarify", "decline")
    assert bool(reply.intents) == (reply.kind in ("answer", "urgent"))
    assert reply.text.strip()
    assert len(reply.text) < 10_000
    assert not any(map(is_unsafe, reply.text))
    assert 0.0 <= reply.confidence <= 1.0
    assert [choice.number for choice in reply.choices] == list(range(1, len(reply.choices) + 1))
    assert len({choice.intent for choice in reply.choices}) == len(reply.choices) <= 9
    assert json.loads(json.dumps(reply.to_dict())) == reply.to_dict()
    assert Conversation.from_dict(json.loads(json.dumps(reply.conversation.to_dict()))) == reply.conversation


def assert_explained(reply: Reply) -> None:
    explanation = reply.explanation
    assert explanation.reason
    assert all(math.isfinite(score) for _, score in explanation.candidates)


def framed() -> list[str]:
    return list(dict.fromkeys(frame.replace("{}", piece) for frame, piece in product(FRAMES, PIECES)))


def test_the_list_is_long() -> None:
    assert len(framed()) > 400


@pytest.mark.parametrize("frame", FRAMES)
def test_nasty_strings_get_a_sane_reply(bot: Bot, shop: Bot, frame: str) -> None:
    for any_bot, piece in product((bot, shop), PIECES):
        reply = any_bot.ask(frame.replace("{}", piece))
        assert_sane(reply)
        assert_explained(reply)


def test_one_after_the_other_in_one_conversation(bot: Bot) -> None:
    conversation = START
    for text in framed():
        reply = bot.ask(text, conversation)
        assert_sane(reply)
        conversation = reply.conversation


@pytest.mark.parametrize("number", range(len(LONG)))
def test_very_long_messages_get_a_sane_reply(bot: Bot, number: int) -> None:
    assert_sane(bot.ask(LONG[number]))


@pytest.mark.parametrize(
    "piece", ["<script>alert(1)</script>", "[a](javascript:x)", "**bold**", "# heading", "![x](http://x)"]
)
def test_what_is_typed_never_becomes_markup(bot: Bot, piece: str) -> None:
    """A decline names words that were typed: as plain words, whatever stood around them."""
    text = bot.ask(f"frobnicate {piece} zzyzx").text
    for mark in ("<script", "](javascript", "](http", "**bold**", "\n# heading"):
        assert mark not in text


def test_placeholders_in_a_message_are_not_filled_in(shop: Bot) -> None:
    assert "{" not in shop.ask("what is {subjects} {means} {words}").text


@given(st.text(st.characters(exclude_categories=()), max_size=400))
@settings(max_examples=200)
def test_so_does_any_text_at_any_point(shop: Bot, text: str) -> None:
    conversation = shop.ask("my tyre is flat").conversation
    first = shop.ask(text, conversation)
    assert_sane(first)
    assert_sane(shop.ask(text, first.conversation))


def test_the_message_itself_is_no_part_of_what_is_kept(bot: Bot) -> None:
    reply = bot.ask("my name is Rumpelstiltskin and my groin hurts")
    assert "umpel" not in json.dumps(reply.conversation.to_dict())


@pytest.mark.parametrize("conversation", [None, {}, "{}"])
def test_what_is_no_conversation_is_said_so(bot: Bot, conversation: Any) -> None:
    with pytest.raises(TypeError, match="START"):
        bot.ask("hi", conversation)
