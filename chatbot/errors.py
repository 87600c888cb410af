"""Every error that the package raises on purpose; it knows nothing of files, content or terminals.

``ChatbotError`` is the one class an embedder has to catch. Its leaves carry the
evidence as data, so that a caller never has to parse a message.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ChatbotError", "ContentError", "ConversationError", "Problem"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One complaint about a content folder: where it is, and what to do about it.

    ``line`` counts from 1; 0 stands for the file as a whole.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ChatbotError(Exception):
    """The root of the tree."""


class ContentError(ChatbotError):
    """A content folder cannot be used. ``problems`` lists every reason, sorted by place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class ConversationError(ChatbotError, ValueError):
    """A stored conversation is damaged, forged, or of a version that this engine cannot read."""
