"""The command: arguments in, exit status out. It knows the shell's rules and no content."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot import Bot, ContentError
from chatbot.terminal.arguments import UsageError, help_text, parse
from chatbot.terminal.console import Console
from chatbot.terminal.layout import plain

if TYPE_CHECKING:
    from chatbot import Content, Problem, Reply
    from chatbot.terminal.layout import Block, Table
    from chatbot.terminal.state import Session

__all__ = ["Status", "main"]


_TESTS = ("tests", "conversations")  # where they are beside a content, unless paths are given


class Status(IntEnum):
    """How the command ended, for the shell."""

    ANSWERED = 0
    NOT_ANSWERED = 1  # or: problems found
    UNUSABLE = 2  # wrong arguments, or a content that cannot be read
    INTERRUPTED = 130


def main(argv: list[str] | None = None, console: Console | None = None) -> int:
    """Run the command; returns its exit status."""
    console = console or Console.real()
    try:
        return int(_run(argv, console))
    except UsageError as error:
        return _give_up(console, [f"chatbot: {error}", "chatbot --help shows what there is."])
    except _UnusableContentError as error:
        return _give_up(console, [_located(problem, error.folder) for problem in error.problems])
    except ContentError as error:
        return _give_up(console, map(str, error.problems))
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except BrokenPipeError:  # whoever read the answers has seen enough
        _silence_exit(console)
        return Status.ANSWERED
    except OSError as error:  # a full disk
        _silence_exit(console)
        return _give_up(console, [f"chatbot: {error.strerror or error}"])


class _UnusableContentError(ContentError):
    """A content cannot be loaded; knows the folder that the user named."""

    def __init__(self, error: ContentError, folder: str | None) -> None:
        super().__init__(error.problems)
        self.folder = folder


def _load(folder: str | None, console: Console) -> Bot:
    try:
        return Bot.load(folder, progress=_Patience(console))
    except ContentError as error:
        raise _UnusableContentError(error, folder) from error


class _Patience:
    """Says once that a new content is being learned, if somebody is waiting for it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said = False

    def __call__(self, _done: int, _total: int) -> None:
        if not self._said and self._console.reports_to_terminal:
            self._console.notify("Learning this content. It takes a moment, once.")
        self._said = True


def _give_up(console: Console, complaints: Iterable[str]) -> Status:
    for complaint in complaints:
        console.complain(complaint)
    return Status.UNUSABLE


def _silence_exit(console: Console) -> None:
    """Python writes out its buffers when it leaves; that must not fail a second time."""
    if console.stdout is not None and console.stdout is sys.stdout:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, console.stdout.fileno())


def _run(argv: list[str] | None, console: Console) -> Status:
    arguments = parse(argv)
    if arguments.no_color:
        console = console.without_colour()
    if arguments.help:
        console.write(help_text(arguments.command))
        return Status.ANSWERED
    if arguments.version:
        console.write(f"chatbot {_version()}\n")
        return Status.ANSWERED
    return _COMMANDS[arguments.command](arguments, console)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("iliopsoas-chatbot")
    except PackageNotFoundError:  # not installed, run from the source
        return "unknown"


# -- ask -----------------------------------------------------------------------------------


def _ask(arguments: Namespace, console: Console) -> Status:
    bot = _load(arguments.content, console)
    typed = [" ".join(arguments.question)] if arguments.question else []
    if not typed and console.reads_terminal:
        console.notify("One question a line; Ctrl-D ends.")
    answered: list[bool] = []
    for question in typed or console.lines():
        reply = bot.ask(question)
        if arguments.json:
            console.write(_json_line(reply, explain=arguments.explain))
        else:
            if answered:
                console.skip_line()
            console.show(*_blocks(reply, bot, explain=arguments.explain))
        answered.append(reply.kind in ("answer", "urgent"))
    return Status.ANSWERED if answered and all(answered) else Status.NOT_ANSWERED


def _blocks(reply: Reply, bot: Bot, *, explain: bool) -> tuple[Block | Table, ...]:
    from chatbot.terminal.rendering import explanation_blocks, reply_blocks

    blocks = reply_blocks(reply)
    return (*blocks, *explanation_blocks(reply, bot.content)) if explain else blocks


def _json_line(reply: Reply, *, explain: bool) -> str:
    import json
    from dataclasses import asdict

    data = reply.to_dict()
    if explain:
        data["explanation"] = asdict(reply.explanation)
    return json.dumps(data) + "\n"  # ASCII: safe in every terminal and every encoding


# -- check and test ------------------------------------------------------------------------


def _check(arguments: Namespace, console: Console) -> Status:
    from chatbot.folder import bundled_folder, read_folder
    from chatbot.loading import parse_content

    folder = arguments.path or arguments.content
    problems = _problems(folder)
    for problem in problems:
        console.write(f"{_located(problem, folder)}\n")
    if problems:
        return Status.NOT_ANSWERED if folder is None or Path(folder).is_dir() else Status.UNUSABLE
    console.show(plain(_summary(parse_content(read_folder(folder or bundled_folder())))))
    return Status.ANSWERED


def _problems(folder: str | None) -> tuple[Problem, ...]:
    """All that is wrong with a content, blemishes with which a bot works included."""
    from chatbot.folder import bundled_folder, read_folder
    from chatbot.loading import find_problems

    try:
        return find_problems(read_folder(folder or bundled_folder()))
    except ContentError as error:
        return error.problems


def _located(problem: Problem, folder: str | None) -> str:
    """``problem`` with a path that can be opened from here."""
    if folder is None or problem.path == folder:
        return str(problem)
    return str(replace(problem, path=str(Path(folder, problem.path))))


def _summary(content: Content) -> str:
    counts = {
        "intent": len(content.intents),
        "example": sum(len(intent.examples) for intent in content.intents.values()),
        "section": len(content.sections),
        "source": len(content.sources),
    }
    listed = ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for noun, count in counts.items())
    return f"{content.profile.name}: {listed}. No problems."


def _test(arguments: Namespace, console: Console) -> Status:
    from chatbot.terminal.reports import junit_xml, report_lines
    from chatbot.testing import run_files

    bot = _load(arguments.content, console)
    results = run_files(bot, arguments.paths or [Path(arguments.content or "", *_TESTS)])
    for line in report_lines(results):
        console.write(f"{line}\n")
    if arguments.junit:
        _write_report(arguments.junit, junit_xml(results))
    return Status.ANSWERED if all(result.passed for result in results) else Status.NOT_ANSWERED


def _write_report(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except (OSError, ValueError) as error:
        raise UsageError(f"--junit {path}: {getattr(error, 'strerror', None) or error}") from error


# -- chat ----------------------------------------------------------------------------------


def _chat(arguments: Namespace, console: Console) -> Status:
    from chatbot.terminal import plain as plain_driver
    from chatbot.terminal.state import Session

    session = Session(_load(arguments.content, console))
    history = arguments.history or console.environ.get("CHATBOT_HISTORY", "")
    if arguments.plain or console.is_plain or not _prompt(session, console, history):
        plain_driver.chat(session, console)
    return Status.ANSWERED


def _prompt(session: Session, console: Console, history: str) -> bool:
    """Talk through the prompt that can draw; False if there is no console for it."""
    from chatbot.terminal import prompt

    try:
        prompt.chat(session, console, history)
    except prompt.NoConsoleError:
        return False
    return True


_COMMANDS: Mapping[str | None, Callable[[Namespace, Console], Status]] = {
    None: _chat,
    "ask": _ask,
    "check": _check,
    "test": _test,
}
