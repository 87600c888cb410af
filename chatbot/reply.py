"""The shape of a reply and of its explanation, and the JSON form; it composes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, Literal

from chatbot.content import Label
from chatbot.conversation import Conversation

__all__ = ["Choice", "Explanation", "Kind", "Reply", "Source", "WordShare"]

Kind = Literal["answer", "urgent", "clarify", "decline"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A follow-up or an option, as it is offered: type the number, or the title."""

    number: int  # from 1
    title: str
    intent: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part of the reply stands in the content, and what it rests on."""

    file: str  # "knowledge/symptoms.md"
    heading: str
    label: Label
    references: tuple[str, ...] = ()  # full references, as the content gives them


@dataclass(frozen=True, slots=True)
class WordShare:
    """What one word (or known phrase) of the message did for the intent that won."""

    words: str  # as typed
    read_as: str  # after correction, and the synonym it stands for
    how: str  # "", "synonym", "spelling", "foreign", "unknown" or "context"
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the bot replied as it did.

    ``start`` and the weights of ``words`` add up to ``score`` within 0.01. ``candidates`` are
    the best intents with their scores, the winner first, the runner-up second;
    ``thresholds`` are the limits of confidence between the tiers.
    """

    stage: str  # "alarm", "command", "pick", "context", "matching"
    reason: str  # one sentence for people
    intent: str = ""
    score: float = 0.0
    start: float = 0.0
    coverage: float = 0.0  # how much the content seems to cover the message; see confidence.coverage
    words: tuple[WordShare, ...] = ()
    candidates: tuple[tuple[str, float], ...] = ()
    thresholds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says to one message, and what it remembers for the next.

    ``kind``: "answer", "urgent", "clarify" or "decline". ``intents``: names in the order
    answered, empty for clarify and decline. ``text``: Markdown. ``confidence``: 0 to 1; of
    replies that say 0.9, nine in ten are right. ``choices``: follow-ups or options.
    ``final``: the user said goodbye. ``conversation``: hand it to the next ``ask``.

    A reply is for showing, not for keeping: keep ``to_dict()`` and ``conversation.to_dict()``.
    """

    kind: Kind
    intents: tuple[str, ...]
    text: str
    confidence: float
    choices: tuple[Choice, ...]
    sources: tuple[Source, ...]
    final: bool
    conversation: Conversation
    _explain: Callable[[], Explanation] = field(repr=False, compare=False)

    @property
    def explanation(self) -> Explanation:
        """Why this reply; worked out when asked for."""
        return self._explain()

    def __reduce__(self) -> tuple[object, ...]:
        """Copies and pickles hold the explanation, not the bot that would work it out."""
        values = [getattr(self, item.name) for item in fields(self)[:-1]]
        return Reply, (*values, partial(_given, self.explanation))

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, version 1."""
        return {
            "version": 1,
            "kind": self.kind,
            "intents": list(self.intents),
            "confidence": self.confidence,
            "text": self.text,
            "choices": [
                {"number": choice.number, "title": choice.title, "intent": choice.intent}
                for choice in self.choices
            ],
            "sources": [
                {
                    "file": source.file,
                    "heading": source.heading,
                    "label": source.label,
                    "references": list(source.references),
                }
                for source in self.sources
            ],
            "final": self.final,
        }


def _given(explanation: Explanation) -> Explanation:
    return explanation
