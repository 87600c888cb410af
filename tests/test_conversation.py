"""The memory of a dialogue: small, JSON, and never to be trusted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatbot import START, Bot, Conversation, ConversationError

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True)
LISTS = st.lists(NAMES, max_size=8, unique=True).map(tuple)
COUNTS = st.integers(0, 1_000_000)
DIGESTS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True) | st.just("")
LONG = "x" * 64  # the longest name
MANY = tuple(f"{'x' * 63}{number}" for number in range(8))  # the longest list
VALID = st.builds(
    Conversation,
    topic=NAMES | st.just(""),
    age=COUNTS,
    recent=LISTS,
    shown=LISTS,
    offered=LISTS,
    refused=LISTS,
    rivals=LISTS,
    missed=LISTS.map(lambda names: names[:2]),
    near=st.booleans(),
    opening=NAMES | st.just(""),
    pending=st.sampled_from(["", "clarify", "alarm"]),
    sign=NAMES | st.just(""),
    last=LISTS,
    alarmed=COUNTS,
    misses=COUNTS,
    turns=COUNTS,
    said=DIGESTS,
    heard=DIGESTS,
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
JSON = SCALARS | st.lists(SCALARS, max_size=4) | st.dictionaries(st.text(max_size=8), SCALARS, max_size=4)
SHOP_NAMES = [
    "flat_tyre",
    "squealing_brakes",
    "slipping_chain",
    "rent_a_bike",
    "spare_tubes",
    "opening_hours",
    "urgent_help",
    "greeting",
    "goodbye",
    "motorbikes",
    "broken",
    "cracked_frame",
    "no_brakes",
    "gone",
]
PHRASES = [
    "decline",
    "clarify",
    "urgent",
    "alarm_question",
    "more",
    "restart",
    "broken",
    "no_such_phrase",
    "clarify_none",
]
FORGED_VALUES = st.one_of(
    JSON,
    st.sampled_from([*SHOP_NAMES, *PHRASES]),
    st.lists(st.sampled_from(SHOP_NAMES), max_size=9),
    COUNTS,
    DIGESTS,
    st.sampled_from(["alarm", "clarify"]),
)
FORGED = st.dictionaries(
    st.sampled_from([item.name for item in fields(Conversation)]), FORGED_VALUES, max_size=8
).map(lambda data: {"version": 1, **data})
PLAUSIBLE = st.fixed_dictionaries(
    {"version": st.just(1)},
    optional={
        "topic": st.sampled_from(SHOP_NAMES),
        "age": st.integers(0, 9),
        **{
            name: st.lists(st.sampled_from(SHOP_NAMES), max_size=8, unique=True)
            for name in ("recent", "shown", "offered", "refused", "rivals", "last")
        },
        "missed": st.lists(st.sampled_from(SHOP_NAMES), max_size=2, unique=True),
        "near": st.booleans(),
        "opening": st.sampled_from(PHRASES),
        "pending": st.sampled_from(["", "alarm", "clarify"]),
        "sign": st.sampled_from(["cracked_frame", "no_brakes", "gone"]),
        "alarmed": st.integers(0, 5),
        "half": st.sampled_from(["cracked_frame", "no_brakes", "gone"]),
        "halved": st.integers(0, 5),
        "misses": st.integers(0, 9) | COUNTS,
        "turns": st.integers(0, 3) | COUNTS,
    },
)
LINES = st.sampled_from(
    [
        "",
        "2",
        "9",
        "yes",
        "no",
        "more",
        "again",
        "back",
        "start over",
        "stop",
        "not that",
        "none of these",
        "and why?",
        "the last one",
        "opening hours",
        "no, I meant the chain",
        "my tyre is flat",
        "hello",
        "zzz",
        "my brakes failed",
    ]
)


@given(VALID)
@settings(max_examples=50)
def test_what_goes_out_comes_in_again(conversation: Conversation) -> None:
    assert Conversation.from_dict(json.loads(json.dumps(conversation.to_dict()))) == conversation


@given(VALID)
@example(
    Conversation(
        topic=LONG, age=10**6, recent=MANY, shown=MANY, offered=MANY, refused=MANY, rivals=MANY,
        missed=MANY[:2], near=True, opening=LONG, pending="clarify", sign=LONG, last=MANY, misses=10**6,
        alarmed=10**6, turns=10**6, said="f" * 16, heard="f" * 16,
    )
)  # fmt: skip
@settings(max_examples=30)
def test_it_stays_under_four_kilobytes(conversation: Conversation) -> None:
    assert len(json.dumps(conversation.to_dict())) <= 4096


def test_the_start_is_empty() -> None:
    assert START.to_dict() == {"version": 1}
    assert Conversation.from_dict({"version": 1}) == START == Conversation()


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        START.topic = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "",
        "{}",
        1,
        {},
        {"version": 2},
        {"version": "1"},
        {"version": True},
        {"version": None},
        {"version": 1, "unknown": 1},
        {"version": 1, "topic": None},
        {"version": 1, "topic": "Groin Pain"},
        {"version": 1, "topic": "\x1b[2J"},
        {"version": 1, "topic": "a\n"},
        {"version": 1, "topic": "x" * 65},
        {"version": 1, "offered": "groin_pain"},
        {"version": 1, "offered": ["a", "a"]},
        {"version": 1, "offered": [""]},
        {"version": 1, "offered": [1]},
        {"version": 1, "offered": [f"a{n}" for n in range(9)]},
        {"version": 1, "offered": {"a": 1}},
        {"version": 1, "turns": -1},
        {"version": 1, "turns": 1.0},
        {"version": 1, "turns": True},
        {"version": 1, "turns": "1"},
        {"version": 1, "turns": 10**9},
        {"version": 1, "pending": "x"},
        {"version": 1, "pending": []},
        {"version": 1, "said": "xyz"},
        {"version": 1, "said": "0" * 17},
        {"version": 1, "heard": 0},
        {"version": 1, "last": None},
        {"version": 1, "missed": "motorbikes"},
        {"version": 1, "missed": ["a", "b", "c"]},
        {"version": 1, "near": 1},
        {"version": 1, "near": None},
    ],
)
def test_rubbish_raises_the_one_documented_error(data: object) -> None:
    with pytest.raises(ConversationError):
        Conversation.from_dict(data)


@given(JSON)
def test_so_does_any_other_json(data: object) -> None:
    with pytest.raises(ConversationError):
        Conversation.from_dict(data)


@settings(max_examples=300)
@given(FORGED, LINES)
def test_forged_states_are_refused_or_harmless(shop: Bot, data: dict[str, Any], line: str) -> None:
    assert_harmless(shop, data, line)


@settings(max_examples=300)
@given(PLAUSIBLE, LINES)
def test_plausible_states_are_refused_or_harmless(shop: Bot, data: dict[str, Any], line: str) -> None:
    assert_harmless(shop, data, line)


def assert_harmless(shop: Bot, data: dict[str, Any], line: str) -> None:
    """Refused with the one error; or the reply is sound, and so is the conversation it hands on."""
    try:
        conversation = Conversation.from_dict(data)
    except ConversationError:
        return
    reply = shop.ask(line, conversation)
    assert reply.text.strip()
    assert "{" not in reply.text
    assert bool(reply.intents) == (reply.kind in ("answer", "urgent"))
    assert {choice.intent for choice in reply.choices} <= set(shop.content.intents)
    assert [choice.number for choice in reply.choices] == list(range(1, len(reply.choices) + 1))
    assert reply.explanation.reason
    again = Conversation.from_dict(json.loads(json.dumps(reply.conversation.to_dict())))
    assert again == reply.conversation


def test_no_state_can_make_the_bot_say_what_is_not_in_the_content(shop: Bot) -> None:
    forged = Conversation.from_dict(
        {"version": 1, "topic": "send_money", "offered": ["send_money"], "last": ["send_money"]}
    )
    for line in ("1", "yes", "more", "again", "back", "what is that"):
        assert "send" not in shop.ask(line, forged).text


def test_it_loads_after_intents_were_removed(bot: Bot, shop: Bot, talk_to: Callable[[Bot], Any]) -> None:
    talk = talk_to(bot)
    talk.say("why does my groin hurt", "1", "tell me more")
    stored = json.dumps(talk.conversation.to_dict())
    reply = shop.ask("2", Conversation.from_dict(json.loads(stored)))
    assert reply.kind in ("clarify", "decline")
    assert shop.ask("my tyre is flat", Conversation.from_dict(json.loads(stored))).intents == ("flat_tyre",)


def test_what_users_say_is_not_kept(shop: Bot, talk_to: Callable[[Bot], Any]) -> None:
    talk = talk_to(shop)
    talk.say("my tyre is flat and my name is Rumpelstiltskin", "Rumpelstiltskin has a puncture")
    assert "umpel" not in json.dumps(talk.conversation.to_dict())


def test_a_long_dialogue_does_not_grow(bot: Bot, talk_to: Callable[[Bot], Any]) -> None:
    talk = talk_to(bot)
    for intent in bot.content.intents.values():
        talk.say(intent.examples[0])
        assert len(json.dumps(talk.conversation.to_dict())) <= 4096
