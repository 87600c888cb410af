"""The shape of what a bot knows: types only, no rules, no files.

Whoever holds a ``Content`` may trust it: the loader has checked that every name
it mentions exists, that every string is free of control characters, and that
every intent can say something.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, Literal

__all__ = [
    "MAX_OPTIONS",
    "Alarms",
    "Content",
    "Intent",
    "Label",
    "Level",
    "NotCovered",
    "Profile",
    "Section",
    "Sign",
    "Vague",
    "content_from_json",
    "content_to_json",
]

MAX_OPTIONS = 3  # choices offered at once when asking back: more are not read

Label = Literal["reference", "supplement", "recommendation", "conversation"]
Level = Literal["emergency", "same_day", "crisis"]


@dataclass(frozen=True, slots=True)
class Section:
    """One headed piece of ``knowledge/``: an answer, or a part of one."""

    file: str  # "symptoms.md", relative to knowledge/
    anchor: str  # "groin-pain", as GitHub makes it
    heading: str
    body: str  # Markdown without the heading and without the source line
    label: Label
    sources: tuple[str, ...]  # keys of Content.sources

    @property
    def ref(self) -> str:
        """The name that intents use: ``file#anchor``."""
        return f"{self.file}#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Intent:
    """What people may want: how they say it, what answers it, what they want next."""

    name: str
    title: str
    examples: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()  # Section.ref, in the order shown
    reply: str = ""  # Markdown; used when there are no answers
    follow_ups: tuple[str, ...] = ()  # names of intents
    caution: str = ""  # key of Content.cautions, or empty
    small_talk: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class NotCovered:
    """A subject that people ask about and that the content does not answer."""

    name: str
    title: str  # completes "says nothing about ..."
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vague:
    """A way to open that names no subject ("it hurts"): it gets one question with options."""

    name: str
    ask: str
    examples: tuple[str, ...]
    options: tuple[str, ...]  # names of intents, at most three


@dataclass(frozen=True, slots=True)
class Sign:
    """One red flag. ``when`` holds patterns; a pattern is a tuple of parts that must all
    stand in one clause; a part is the name of a word group, or literal words."""

    name: str
    level: Level
    means: str  # completes "What you wrote sounds as if ..."
    when: tuple[tuple[str, ...], ...]
    not_when: tuple[tuple[str, ...], ...] = ()
    answers: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()  # what people say who have it: learned, for what no pattern foresees


@dataclass(frozen=True, slots=True)
class Alarms:
    """The red flags of a content: word groups and the signs that are made of them."""

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: tuple[Sign, ...] = ()
    intent: str = ""  # the intent that an urgent reply counts as, or empty
    lookalikes: tuple[str, ...] = ()  # what only sounds like a red flag: learned against the signs


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the bot says it is."""

    name: str = "Chatbot"
    about: str = ""
    disclaimer: str = ""
    small_talk: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that one bot knows, checked."""

    intents: Mapping[str, Intent]
    sections: Mapping[str, Section]  # by Section.ref
    profile: Profile = Profile()
    sources: Mapping[str, str] = field(default_factory=dict)  # key -> full reference
    messages: Mapping[str, str] = field(default_factory=dict)  # overrides, by name
    cautions: Mapping[str, str] = field(default_factory=dict)
    not_covered: Mapping[str, NotCovered] = field(default_factory=dict)
    vague: Mapping[str, Vague] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alarms: Alarms = Alarms()


def content_to_json(content: Content) -> str:
    """``content`` as JSON, for a cache that the same version of the package reads back."""
    return json.dumps(content, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {name.name: getattr(value, name.name) for name in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def content_from_json(text: str) -> Content:
    """The content that ``content_to_json`` wrote. Checks nothing: damaged text raises
    ValueError, TypeError, KeyError or AttributeError, or gives a content of wrong shape."""
    data = json.loads(text)
    alarms = data["alarms"]
    return Content(
        intents=_each(Intent, data["intents"]),
        sections=_each(Section, data["sections"]),
        profile=Profile(**data["profile"]),
        sources=MappingProxyType(data["sources"]),
        messages=MappingProxyType(data["messages"]),
        cautions=MappingProxyType(data["cautions"]),
        not_covered=_each(NotCovered, data["not_covered"]),
        vague=_each(Vague, data["vague"]),
        synonyms=_frozen(data["synonyms"]),
        alarms=Alarms(
            _frozen(alarms["words"]),
            tuple(_value(Sign, s) for s in alarms["signs"]),
            alarms["intent"],
            tuple(alarms["lookalikes"]),
        ),
    )


def _each(kind: type[Any], data: dict[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({key: _value(kind, value) for key, value in data.items()})


def _value(kind: type[Any], data: dict[str, Any]) -> Any:
    return kind(**{key: _frozen(value) for key, value in data.items()})


def _frozen(value: Any) -> Any:
    """Lists as tuples and dicts as read-only mappings, all the way down."""
    if isinstance(value, list):
        return tuple(item if type(item) is str else _frozen(item) for item in value)
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return value
