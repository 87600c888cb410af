"""One step of a chat: (session, line) -> (session, output). It reads, writes and waits for nothing."""

from __future__ import annotations

from dataclasses import replace

from chatbot.terminal.commands import HINT, is_command, run_command
from chatbot.terminal.layout import BOLD, DIM, Block, plain
from chatbot.terminal.state import Output, Session

__all__ = ["opening", "step"]

_LEAVE = frozenset({"exit", "quit"})  # leave without a word
_FAREWELL = frozenset({"bye"})  # leave once it is answered, whatever the content makes of it


def step(session: Session, line: str) -> tuple[Session, Output]:
    """What ``line`` does. An empty one does nothing."""
    line = line.strip()
    word = line.rstrip(".!").lower()
    if not line:
        return session, Output()
    if word in _LEAVE:
        return replace(session, ended=True), Output()
    if is_command(line):
        return run_command(session, line)
    after, output = session.ask(line)
    return (replace(after, ended=True) if word in _FAREWELL else after), output


def opening(session: Session) -> tuple[Block, ...]:
    """The lines at the start: title, disclaimer, how to get help and to leave."""
    profile = session.bot.content.profile
    title = f"{profile.name}: {profile.about}" if profile.about else profile.name
    lines = (plain(title, BOLD), plain(profile.disclaimer), plain(HINT, DIM))
    return tuple(replace(block, gap=False) for block in lines if block.spans[0].text)
