"""The driver for pipes, dumb terminals and screen readers: reads a line, prints lines."""

from __future__ import annotations

from chatbot.terminal.console import Console
from chatbot.terminal.effects import present
from chatbot.terminal.session import opening, step
from chatbot.terminal.state import Output, Session

__all__ = ["LEAVE_HINT", "chat", "present_apart"]

LEAVE_HINT = "Ctrl-D or /quit leaves."
_PROMPT = "> "


def chat(session: Session, console: Console) -> None:
    """Talk until the input or the conversation ends."""
    if console.reads_terminal:
        _talk(session, console)
    else:
        _answer_all(session, console)


def _answer_all(session: Session, console: Console) -> None:
    """Piped input: an empty line between the answers, and nothing else."""
    written = False
    for line in console.lines():
        session, output = step(session, line)
        if written and output.blocks:
            console.skip_line()
        present(output, console)
        written = written or bool(output.blocks)
        if session.ended:
            return


def _talk(session: Session, console: Console) -> None:
    """Somebody types. Ctrl-C drops the line; only Ctrl-D and words leave."""
    console.announce(*opening(session))
    hint = LEAVE_HINT
    while not session.ended:
        try:
            line = console.read_line(_PROMPT)
        except KeyboardInterrupt:
            console.notify(f"\n{hint}" if hint else "")
            hint = ""
            continue
        if line is None:
            console.notify("")  # what comes next begins on a line of its own
            return
        session, output = step(session, line)
        present_apart(output, console)


def present_apart(output: Output, console: Console) -> None:
    """With empty lines around an answer, to set it off from what is typed."""
    if output.blocks:
        console.skip_line()
    present(output, console)
    if output.blocks:
        console.skip_line()
