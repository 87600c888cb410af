"""What a chat in the terminal remembers, and what one step of it puts out: values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatbot import START
from chatbot.terminal.layout import Block, Table
from chatbot.terminal.rendering import reply_blocks

if TYPE_CHECKING:
    from chatbot import Bot, Conversation, Reply

__all__ = ["Output", "Save", "Session", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its reply, and the conversation before it."""

    question: str
    reply: Reply
    before: Conversation


@dataclass(frozen=True, slots=True)
class Session:
    """A chat. ``turns`` are those since the start or the last /reset, /back taken off."""

    bot: Bot
    conversation: Conversation = START
    turns: tuple[Turn, ...] = ()
    ended: bool = False

    @property
    def last(self) -> Turn | None:
        """The turn that the user sees above."""
        return self.turns[-1] if self.turns else None

    def ask(self, question: str) -> tuple[Session, Output]:
        """One question to the bot."""
        reply = self.bot.ask(question, self.conversation)
        turn = Turn(question, reply, self.conversation)
        after = replace(self, conversation=reply.conversation, turns=(*self.turns, turn), ended=reply.final)
        return after, Output(reply_blocks(reply, short=True))


@dataclass(frozen=True, slots=True)
class Save:
    """A file that the driver is to write; it must not exist yet."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """What a step shows (standard output), notices (standard error), and wants written."""

    blocks: tuple[Block | Table, ...] = ()
    notice: str = ""
    save: Save | None = None
