"""The driver for pipes, dumb terminals and screen readers: reads a line, prints lines."""

from __future__ import annotations

from chatbot.terminal.console import Console
from chatbot.terminal.effects import perform
from chatbot.terminal.session import opening, step
from chatbot.terminal.state import Session

__all__ = ["chat"]

_PROMPT = "> "
LEAVE_HINT = "Ctrl-D or /quit leaves."


def chat(session: Session, console: Console) -> None:
    """Talk until the input or the conversation ends."""
    if not console.reads_terminal:
        _talk(session, console, prompt="")
        return
    console.announce(*opening(session))
    hinted = False
    while not session.ended:
        try:
            session = _talk(session, console, prompt=_PROMPT)
            return
        except _Interrupted as interrupt:
            session = interrupt.session
            console.notify("" if hinted else LEAVE_HINT)
            hinted = True
