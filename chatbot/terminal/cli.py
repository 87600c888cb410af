"""The command: arguments in, exit status out. It knows the shell's rules and no content."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING

from chatbot import Bot, ContentError
from chatbot.terminal.arguments import UsageError, help_text, parse
from chatbot.terminal.console import Console
from chatbot.terminal.layout import plain

if TYPE_CHECKING:
    from chatbot import Problem, Reply

__all__ = ["Status", "main"]


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
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except BrokenPipeError:  # whoever read the answers has seen enough
        _silence_exit()
        return Status.ANSWERED


class _UnusableContentError(ContentError):
    """A content cannot be loaded; knows the folder that the user named."""

    def __init__(self, error: ContentError, folder: str | None) -> None:
        super().__init__(error.problems)
        self.folder = folder


def _load(folder: str | None) -> Bot:
    try:
        return Bot.load(folder)
    except ContentError as error:
        raise _UnusableContentError(error, folder) from error


def _give_up(console: Console, complaints: Iterable[str]) -> Status:
    for complaint in complaints:
        console.complain(complaint)
    return Status.UNUSABLE


def _silence_exit() -> None:
    """Python writes out its buffers when it leaves; that must not fail a second time."""
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())


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
    bot = _load(arguments.content)
    typed = " ".join(arguments.question)
    if not typed and console.reads_terminal:
        console.notify("One question a line; Ctrl-D ends.")
    questions = [typed] if typed else console.lines()
    show = _show_json if arguments.json else _show_text
    kinds: list[str] = []
    for question in questions:
        reply = bot.ask(question)
        show(reply, console, first=not kinds, explain=arguments.explain, bot=bot)
        kinds.append(reply.kind)
    answered = bool(kinds) and all(kind in ("answer", "urgent") for kind in kinds)
    return Status.ANSWERED if answered else Status.NOT_ANSWERED


def _show_text(reply: Reply, console: Console, *, first: bool, explain: bool, bot: Bot) -> None:
    from chatbot.terminal.rendering import explanation_blocks, reply_blocks

    if not first:
        console.skip_line()
    console.show(*reply_blocks(reply))
    if explain:
        titles = {name: intent.title for name, intent in bot.content.intents.items()}
        console.skip_line()
        console.show(*explanation_blocks(reply.explanation, titles))


def _show_json(reply: Reply, console: Console, *, first: bool, explain: bool, bot: Bot) -> None:
    import json
    from dataclasses import asdict

    data = reply.to_dict()
    if explain:
        data["explanation"] = asdict(reply.explanation)
    console.write(json.dumps(data) + "\n")  # ASCII: safe in every terminal and encoding


# -- check and test ------------------------------------------------------------------------


def _check(arguments: Namespace, console: Console) -> Status:
    folder = arguments.path or arguments.content
    problems = _problems(folder)
    for problem in problems:
        console.write(f"{_located(problem, folder)}\n")
    if problems:
        return Status.NOT_ANSWERED if folder is None or os.path.isdir(folder) else Status.UNUSABLE
    console.show(plain(_summary(Bot.load(folder))))
    return Status.ANSWERED


def _problems(folder: str | None) -> tuple[Problem, ...]:
    """All that is wrong with a content, blemishes with which a bot works included."""
    from chatbot.loading import bundled_folder, find_problems, read_folder

    try:
        return find_problems(read_folder(folder or bundled_folder()))
    except ContentError as error:
        return error.problems


def _located(problem: Problem, folder: str | None) -> str:
    """``problem`` with a path that can be opened from here."""
    if folder is None or problem.path == folder:
        return str(problem)
    return str(replace(problem, path=os.path.join(folder, problem.path)))


def _summary(bot: Bot) -> str:
    content = bot.content
    counts = {
        "intent": len(content.intents),
        "example": sum(len(intent.examples) for intent in content.intents.values()),
        "section": len(content.sections),
        "source": len(content.sources),
    }
    listed = ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for noun, count in counts.items())
    return f"{content.profile.name}: {listed}. No problems."


def _test(arguments: Namespace, console: Console) -> Status:
    _load(arguments.content)
    raise UsageError("conversation tests are not there yet")


# -- chat ----------------------------------------------------------------------------------


def _chat(arguments: Namespace, console: Console) -> Status:
    from chatbot.terminal.state import Session

    session = Session(_load(arguments.content))
    if arguments.plain or console.is_plain:
        from chatbot.terminal import plain as driver

        driver.chat(session, console)
    else:
        from chatbot.terminal import prompt

        prompt.chat(session, console, arguments.history or console.environ.get("CHATBOT_HISTORY", ""))
    return Status.ANSWERED


_COMMANDS: Mapping[str | None, Callable[[Namespace, Console], Status]] = {
    None: _chat,
    "ask": _ask,
    "check": _check,
    "test": _test,
}
