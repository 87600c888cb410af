"""The driver for terminals that can draw; the only file that imports prompt_toolkit.

It must not know what a line means: it collects one, hands it to the session's step and
shows what comes out.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, has_completions, is_searching
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from chatbot.terminal.commands import COMMANDS
from chatbot.terminal.console import Console
from chatbot.terminal.layout import scrub
from chatbot.terminal.plain import LEAVE_HINT, present_apart
from chatbot.terminal.session import opening, step
from chatbot.terminal.state import Session

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer


if sys.platform == "win32":
    from prompt_toolkit.output.win32 import NoConsoleScreenBufferError as NoConsoleError
else:

    class NoConsoleError(Exception):
        """Windows says so when its console is missing."""


__all__ = ["LineCompleter", "LineSuggester", "NoConsoleError", "PrivateHistory", "Scrubber", "chat"]


_MENU_WIDTH = 46  # cells of a question in the menu, so that its topic has room beside it
_SUGGESTIONS = 8  # as many as the menu shows without scrolling
_MIN_PREFIX = 3  # characters typed before an example is suggested: fewer say nothing
_PRIVATE = 0o600

# The terminal's own colours; the chosen item is told by its reversal, not by its colour.
_STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "auto-suggestion": "ansibrightblack",
        "completion-menu": "bg:default fg:default",
        "completion-menu.completion": "bg:default fg:default",
        "completion-menu.completion.current": "bg:default fg:default reverse",
        "completion-menu.meta.completion": "bg:default fg:ansibrightblack",
        "completion-menu.meta.completion.current": "bg:default fg:default",
        "scrollbar.background": "bg:default",
        "scrollbar.button": "bg:default",
    }
)


def chat(session: Session, console: Console, history: str = "") -> None:
    """Talk until the conversation ends; ``history`` is the file to keep lines in, or empty.

    Raises ``NoConsoleError`` before anything is shown.
    """
    prompt = _make_prompt(session, console, history)
    console.announce(*opening(session))
    hint = LEAVE_HINT
    while not session.ended:
        try:
            line = prompt.prompt()
        except KeyboardInterrupt:
            if hint:
                console.notify(hint)
            hint = ""
            continue
        except EOFError:
            return
        session, output = step(session, line)
        present_apart(output, console)


def _make_prompt(session: Session, console: Console, history: str) -> PromptSession[str]:
    colour = console.has_colour(console.stdout)
    return PromptSession(
        "> ",
        history=_open_history(history, console),
        completer=LineCompleter(session),
        complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
        # without colour, what is suggested looks like what was typed
        auto_suggest=LineSuggester(session) if colour else None,
        key_bindings=_key_bindings(),
        input_processors=[Scrubber()],
        style=_STYLE,
        include_default_pygments_style=False,
        color_depth=ColorDepth.DEPTH_4_BIT if colour else ColorDepth.DEPTH_1_BIT,
        reserve_space_for_menu=_SUGGESTIONS + 1,
        enable_suspend=True,
    )


# -- keys ----------------------------------------------------------------------------------


def _key_bindings() -> KeyBindings:
    keys = KeyBindings()

    @keys.add(Keys.ControlC, filter=~is_searching)
    def _clear(event: KeyPressEvent) -> None:
        """Drop the line; on an empty one tell how to leave."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt)

    @keys.add(Keys.ControlD, filter=Condition(lambda: bool(get_app().current_buffer.text)))
    def _delete(event: KeyPressEvent) -> None:
        """On a line with text it deletes, at its start, too, and never leaves."""
        event.current_buffer.delete()

    @keys.add(Keys.Enter, filter=has_completions & Condition(_item_is_chosen))
    def _take(event: KeyPressEvent) -> None:
        """Take the chosen item; the next Enter submits."""
        event.current_buffer.complete_state = None

    @keys.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        """Several lines pasted are one question."""
        event.current_buffer.insert_text(" ".join(event.data.split()))

    return keys


def _item_is_chosen() -> bool:
    state = get_app().current_buffer.complete_state
    return state is not None and state.current_completion is not None


class Scrubber(Processor):
    """Shows what is typed or pasted without characters that a terminal would obey."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Replace what is unsafe, character by character."""
        fragments: Sequence[Any] = transformation_input.fragments
        return Transformation([(style, _same_length(text), *rest) for style, text, *rest in fragments])


def _same_length(text: str) -> str:
    return text if text.isprintable() else "".join(char if char == "\t" else scrub(char) for char in text)


# -- completion ----------------------------------------------------------------------------


class LineCompleter(Completer):
    """After a slash the commands; on Tab the known questions, as the engine ranks them."""

    def __init__(self, session: Session) -> None:
        self._bot = session.bot

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Offer commands after a slash, and questions if somebody asks for them."""
        text = document.text_before_cursor
        if text.startswith("/"):
            return _commands(text)
        return self._questions(text) if complete_event.completion_requested else ()

    def _questions(self, text: str) -> Iterator[Completion]:
        intents = self._bot.content.intents
        for found in self._bot.suggest(text, _SUGGESTIONS):
            title = intents[found.intent].title
            meta = title if title != found.text else ""
            yield Completion(found.text, -len(text), display=_cut(found.text), display_meta=meta)


def _cut(text: str) -> str:
    return text if len(text) <= _MENU_WIDTH else f"{text[: _MENU_WIDTH - 3]}..."


def _commands(text: str) -> Iterator[Completion]:
    for command in COMMANDS:
        if command.name.startswith(text.lower()):
            display = f"{command.name} {command.argument}".rstrip()
            yield Completion(command.name, -len(text), display=display, display_meta=command.summary)


class LineSuggester(AutoSuggest):
    """In grey behind the cursor: a question of this session, or else one of the examples."""

    def __init__(self, session: Session) -> None:
        self._bot = session.bot

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Say how the line may go on."""
        text = document.text
        if len(text) < _MIN_PREFIX or "\n" in text:
            return None
        asked = (line for line in reversed(buffer.history.get_strings()) if line.startswith(text))
        known = next(asked, "") or self._example(text)
        return Suggestion(scrub(known[len(text) :])) if known else None

    def _example(self, text: str) -> str:
        """A known question that goes on from ``text``, in any case; "" for none."""
        nearest = self._bot.suggest(text, 1)
        goes_on = bool(nearest) and nearest[0].text.casefold().startswith(text.casefold())
        return nearest[0].text if goes_on else ""


# -- history -------------------------------------------------------------------------------


class PrivateHistory(FileHistory):
    """A file for the user's eyes only; a disk that fills up must not end the chat."""

    def store_string(self, string: str) -> None:
        """Write a line, or leave it."""
        try:
            super().store_string(string)
        except OSError:
            return


def _make_private(descriptor: int) -> None:
    """Close a file of ours to others, which may have been there before; leave devices and files of others."""
    status = os.fstat(descriptor)
    if hasattr(os, "fchmod") and stat.S_ISREG(status.st_mode) and status.st_uid == os.getuid():
        os.fchmod(descriptor, _PRIVATE)


def _open_history(path: str, console: Console) -> History:
    """Memory, unless a file is asked for and can be written."""
    if not path:
        return InMemoryHistory()
    try:
        path = str(Path(path).expanduser())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE)
        _make_private(descriptor)
        os.close(descriptor)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        console.notify(f"The history is not kept: {path}: {reason}.")
        return InMemoryHistory()
    return PrivateHistory(path)
