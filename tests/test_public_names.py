"""The names that other programs may use. A change here is a change of the contract."""

from __future__ import annotations

import inspect
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import chatbot
from chatbot import Bot, Conversation, Reply

NAMES = [
    "START",
    "Bot",
    "ChatbotError",
    "Choice",
    "Content",
    "ContentError",
    "Conversation",
    "ConversationError",
    "Explanation",
    "Problem",
    "Reply",
    "Source",
    "WordShare",
]
VALUES = [
    "Choice",
    "Conversation",
    "Explanation",
    "Problem",
    "Reply",
    "Source",
    "WordShare",
    "Content",
    "Bot",
]


def test_the_names() -> None:
    assert set(NAMES) <= set(chatbot.__all__)
    assert len(set(chatbot.__all__)) == len(chatbot.__all__)
    for name in chatbot.__all__:
        assert getattr(chatbot, name) is not None


@pytest.mark.parametrize("name", [name for name in NAMES if name != "START"])
def test_every_public_class_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(chatbot, name))


@pytest.mark.parametrize("name", ["ask", "load", "from_text"])
def test_every_way_into_the_bot_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(Bot, name))


@pytest.mark.parametrize("name", VALUES)
def test_values_are_frozen_and_slotted(name: str) -> None:
    kind = getattr(chatbot, name)
    assert is_dataclass(kind)
    assert vars(kind)["__dataclass_params__"].frozen
    assert "__slots__" in kind.__dict__


def test_the_ways_into_the_bot() -> None:
    assert list(inspect.signature(Bot.ask).parameters) == ["self", "text", "conversation"]
    assert inspect.signature(Bot.ask).parameters["conversation"].default == chatbot.START
    assert next(iter(inspect.signature(Bot.load).parameters)) == "path"
    assert inspect.signature(Bot.load).parameters["path"].default is None
    assert list(inspect.signature(Bot.from_text).parameters)[:2] == ["intents", "knowledge"]


def test_what_a_reply_holds() -> None:
    public = {item.name for item in fields(Reply) if not item.name.startswith("_")}
    assert public == {"kind", "intents", "text", "confidence", "choices", "sources", "final", "conversation"}
    assert isinstance(inspect.getattr_static(Reply, "explanation"), property)
    assert callable(Reply.to_dict)


def test_the_errors_are_one_tree() -> None:
    assert issubclass(chatbot.ContentError, chatbot.ChatbotError)
    assert issubclass(chatbot.ConversationError, chatbot.ChatbotError)
    with pytest.raises(chatbot.ContentError) as caught:
        Bot.from_text("intents: []")
    assert caught.value.problems
    assert str(caught.value.problems[0]).startswith("intents.yaml:1: ")


def test_types_are_shipped() -> None:
    assert (Path(chatbot.__file__).parent / "py.typed").is_file()


def test_the_example_of_the_package(bot: Bot) -> None:
    reply = bot.ask("why does my groin hurt when I stand up")
    assert set(reply.intents) == {"groin_pain", "trouble_standing_up"}
    assert reply.sources
    assert reply.choices
    reply = bot.ask("2", reply.conversation)
    assert (reply.kind, len(reply.intents)) == ("answer", 1)


def test_a_reply_hands_on_a_conversation(bot: Bot) -> None:
    assert isinstance(bot.ask("hello").conversation, Conversation)
