"""The whole memory of a dialogue as one small value; it knows no content and no words.

A ``Conversation`` never holds text, only names and numbers. So nothing that it says, not
even a forged one, can make the bot say anything that is not in the content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from chatbot.errors import ConversationError

__all__ = ["MAX_NAMES", "START", "VERSION", "Conversation"]

VERSION = 1
MAX_NAMES = 8  # names a list may hold: keeps the JSON form far below 4 KB
_MAX_MISSED = 2
_MAX_COUNT = 1_000_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{0,16}")


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is remembered from turn to turn. ``START`` is the beginning of every dialogue."""

    topic: str = ""  # the intent spoken of, or empty
    age: int = 0  # turns since the topic was last touched
    recent: tuple[str, ...] = ()  # earlier topics, latest first: for "back"
    shown: tuple[str, ...] = ()  # intents already answered, latest first: for "tell me more"
    offered: tuple[str, ...] = ()  # intents on offer, in the order of their numbers
    refused: tuple[str, ...] = ()  # options that the user waved away
    rivals: tuple[str, ...] = ()  # what the last question may have meant instead: for "not that"
    missed: tuple[str, ...] = ()  # subjects of the last decline: for "say that again"
    near: bool = False  # what was offered with it was near the question
    opening: str = ""  # name of the phrase that the last reply began with
    pending: str = ""  # what was asked: "", "clarify", or "alarm"
    sign: str = ""  # the red flag that was raised or asked about
    alarmed: int = 0  # turns since then
    asked: int = 0  # times that the safety question was put
    half: str = ""  # a red flag of which only a part was told: "I am pregnant", and no pain yet
    halved: int = 0  # turns since then
    last: tuple[str, ...] = ()  # intents of the last reply: for "say that again"
    misses: int = 0  # replies in a row that answered nothing
    turns: int = 0
    said: str = ""  # digest of the last reply's text
    heard: str = ""  # digest of the last message

    def to_dict(self) -> dict[str, Any]:
        """A JSON object of at most 4 KB, fields at their default left out."""
        data: dict[str, Any] = {"version": VERSION}
        for item in fields(self):
            value = getattr(self, item.name)
            if value != item.default:
                data[item.name] = list(value) if isinstance(value, tuple) else value
        return data

    @classmethod
    def from_dict(cls, data: object) -> Conversation:
        """The inverse of ``to_dict``. ``ConversationError`` for anything it never gave out.

        Names need not exist in any content: those that do not are ignored when asked with.
        """
        if not isinstance(data, Mapping):
            raise ConversationError("a conversation must be a JSON object")
        if type(data.get("version")) is not int or data["version"] != VERSION:
            raise ConversationError(f"this conversation is not of version {VERSION}")
        unknown = set(map(str, data)) - {"version", *_CHECKS}
        if unknown:
            raise ConversationError(f"a conversation has no field {min(unknown)!r:.80}")
        values: dict[str, Any] = {name: _CHECKS[name](name, data[name]) for name in _CHECKS if name in data}
        return cls(**values)


def _name(field: str, value: object) -> str:
    if not isinstance(value, str) or (value and not _NAME.fullmatch(value)):
        raise ConversationError(f"field {field!r} must be the name of an intent")
    return value


def _names(field: str, value: object, most: int = MAX_NAMES) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise ConversationError(f"field {field!r} must be a list of at most {most} names")
    names = tuple(_name(field, item) for item in value)
    if "" in names or len(set(names)) < len(names):
        raise ConversationError(f"field {field!r} must not hold a name twice, or an empty one")
    return names


def _missed(field: str, value: object) -> tuple[str, ...]:
    return _names(field, value, _MAX_MISSED)


def _count(field: str, value: object) -> int:
    if type(value) is not int or not 0 <= value <= _MAX_COUNT:
        raise ConversationError(f"field {field!r} must be a whole number from 0 to {_MAX_COUNT}")
    return value


def _flag(field: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConversationError(f"field {field!r} must be true or false")
    return value


def _digest(field: str, value: object) -> str:
    if not isinstance(value, str) or not _DIGEST.fullmatch(value):
        raise ConversationError(f"field {field!r} must be a digest")
    return value


def _pending(field: str, value: object) -> str:
    if value not in ("", "clarify", "alarm"):
        raise ConversationError(f"field {field!r} must be 'clarify' or 'alarm'")
    return str(value)


_CHECKS = {
    "topic": _name,
    "age": _count,
    "recent": _names,
    "shown": _names,
    "offered": _names,
    "refused": _names,
    "rivals": _names,
    "missed": _missed,
    "near": _flag,
    "opening": _name,
    "pending": _pending,
    "sign": _name,
    "alarmed": _count,
    "asked": _count,
    "half": _name,
    "halved": _count,
    "last": _names,
    "misses": _count,
    "turns": _count,
    "said": _digest,
    "heard": _digest,
}

START = Conversation()
