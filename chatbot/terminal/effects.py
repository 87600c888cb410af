"""What a step put out -> the world: shows the answer, gives the notice, writes the file."""

from __future__ import annotations

import os
from pathlib import Path

from chatbot.terminal.console import Console
from chatbot.terminal.layout import scrub
from chatbot.terminal.state import Output, Save

__all__ = ["present"]

_PRIVATE = 0o600  # it may be about somebody's body


def present(output: Output, console: Console) -> None:
    """Carry out ``output``."""
    if output.notice:
        console.notify(output.notice)
    if output.save:
        console.notify(_save(output.save))
    if output.blocks:
        console.show(*output.blocks)


def _save(save: Save) -> str:
    """Write a file that must not exist yet; returns what to tell the user."""
    try:
        path = Path(save.path).expanduser()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(scrub(save.text))
    except FileExistsError:
        return f"{save.path} exists already; name another file."
    except (OSError, ValueError, RuntimeError) as error:
        return f"{save.path} was not written: {getattr(error, 'strerror', None) or error}."
    return f"Saved to {save.path}"
