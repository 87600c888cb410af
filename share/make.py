"""Writes what packagers ship beside the command: shell completion and the manual page.

    python share/make.py

All of it is made from the parser of the command, by shtab and argparse-manpage. The files
are kept in the repository; a test tells when they miss an option.
"""

# ruff: noqa: INP001, SLF001 - a script; argparse has no public way to its actions
from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage  # type: ignore[import-untyped]

from chatbot.terminal.arguments import make_parser

SHARE = Path(__file__).resolve().parent
COMPLETIONS = {
    "bash": "bash-completion/completions/chatbot",
    "zsh": "zsh/site-functions/_chatbot",
    "fish": "fish/vendor_completions.d/chatbot.fish",
}
MANUAL = "man/man1/chatbot.1"
DATE = "2026-11-22"  # of the manual page; a date of its own would change it every day

_SECTIONS = [
    {
        "heading": "exit status",
        "content": "0 answered, 1 not answered or problems found, 2 wrong use or unreadable content, "
        "130 interrupted.",
    },
    {
        "heading": "environment",
        "content": "NO_COLOR, TERM=dumb, CLICOLOR_FORCE or FORCE_COLOR, CLICOLOR=0: whether colours are "
        "used; the first that is set decides. ACCESSIBLE: chat without menus and line editing. "
        "CHATBOT_HISTORY: a file to keep what is typed in.",
    },
]
_PLACES = {"content": shtab.DIRECTORY, "path": shtab.DIRECTORY}  # what an argument names
_PLACES |= dict.fromkeys(("history", "junit", "paths"), shtab.FILE)


def files() -> dict[str, str]:
    """The text of each file by its place below this folder."""
    made = {place: shtab.complete(_parser(), shell) for shell, place in COMPLETIONS.items()}
    return {place: f"{text.rstrip()}\n" for place, text in {**made, MANUAL: _manual()}.items()}


def _parser() -> ArgumentParser:
    parser = make_parser()
    for each in (parser, *_commands(parser).values()):
        for action in each._actions:
            if action.dest in _PLACES:
                action.complete = _PLACES[action.dest]  # type: ignore[attr-defined]
    return parser


def _commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    return next(dict(action.choices) for action in parser._actions if isinstance(action.choices, dict))


def _manual() -> str:
    parser = _parser()
    parser._manpage = _SECTIONS  # type: ignore[attr-defined]
    data = {
        "prog": "chatbot",
        "description": "answer questions from reference content, offline",
        "project_name": "iliopsoas-chatbot",
        "manual_section": "1",
        "manual_title": "User Commands",
        "date": DATE,
    }
    return str(Manpage(parser, data))


def main() -> None:
    """Write the files."""
    for place, text in files().items():
        path = SHARE / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
