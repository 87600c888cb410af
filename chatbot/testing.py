"""Conversation tests for authors: YAML files of turns -> what went as written, and what did not.

Our own tests and those of anybody's content have the same form. It knows the public bot
and the form of the files; how results are shown is the caller's business.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chatbot.bot import Bot
from chatbot.conversation import START
from chatbot.errors import ContentError, Problem
from chatbot.folder import INTENTS
from chatbot.markup import Listing, Node, Scalar, Table, clean, parse_yaml
from chatbot.reply import Reply
from chatbot.schema import CONVERSATIONS_FILE, fit

__all__ = ["CaseResult", "find_files", "run_files"]

MAX_BYTES = 4_000_000
_PSEUDO = {"decline": "out_of_scope", "clarify": "clarify", "urgent": "urgent_care"}


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One conversation: ``failures`` is empty if it went as written; each is ``path:line: message``."""

    path: str
    line: int
    name: str
    turns: int
    failures: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """True if nothing failed."""
        return not self.failures


def find_files(paths: Iterable[str | os.PathLike[str]]) -> tuple[Path, ...]:
    """The YAML files named, and those below the folders named, sorted. ``ContentError`` if one is missing."""
    files: list[Path] = []
    problems = []
    for name in map(Path, paths):
        if name.is_dir():
            found = sorted([*name.rglob("*.yaml"), *name.rglob("*.yml")])
            found = [file for file in found if file.name != INTENTS]
            files += found
            if not found:
                problems.append(
                    Problem(str(name), 0, "holds no .yaml file; name a folder with conversation tests")
                )
        elif name.is_file():
            files.append(name)
        else:
            problems.append(Problem(str(name), 0, "does not exist; name a YAML file or a folder of them"))
    if problems:
        raise ContentError(tuple(problems))
    return tuple(dict.fromkeys(files))


def run_files(bot: Bot, paths: Iterable[str | os.PathLike[str]]) -> tuple[CaseResult, ...]:
    """Run every conversation of the files and folders ``paths``.

    ``ContentError`` with all problems if a file is missing or not in the form.
    """
    texts = {str(path): _read(path) for path in find_files(paths)}
    problems: list[Problem] = []
    tables = {path: _parse(path, data, problems) for path, data in texts.items()}
    if problems:
        raise ContentError(tuple(sorted(problems)))
    return tuple(result for path, table in tables.items() for result in _run(bot, path, table))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError((Problem(str(path), 0, f"cannot be read: {error.strerror}"),)) from error
    if len(data) > MAX_BYTES:
        raise ContentError((Problem(str(path), 0, f"is larger than {MAX_BYTES // 1_000_000} MB; split it"),))
    return data


def _parse(path: str, data: bytes, problems: list[Problem]) -> Table:
    def complain(line: int, message: str) -> None:
        problems.append(Problem(path, line, message))

    before = len(problems)
    text = clean(data, complain)
    node = parse_yaml(text, complain) if text is not None else None
    if node is None:
        if len(problems) == before:
            complain(1, "is empty; write 'conversations:' and the conversations below it")
        return Table({}, 1)
    table = fit(node, CONVERSATIONS_FILE, "", complain)
    return table if isinstance(table, Table) else Table({}, 1)


def _run(bot: Bot, path: str, table: Table) -> Iterator[CaseResult]:
    for case in _tables(table.value("conversations")):
        name = case.value("name")
        line = name.line if isinstance(name, Scalar) else case.line
        turns = list(_tables(case.value("turns")))
        yield CaseResult(path, line, case.text("name"), len(turns), tuple(_failures(bot, path, turns)))


def _tables(node: Node | None) -> Iterator[Table]:
    if isinstance(node, Listing):
        yield from (item for item in node.items if isinstance(item, Table))


def _failures(bot: Bot, path: str, turns: list[Table]) -> Iterator[Problem]:
    """What went otherwise than written; the first failing turn ends a conversation."""
    reply: Reply | None = None
    for turn in turns:
        said = turn.value("say") or turn.value("choose")
        line = said.line if said else turn.line
        text = turn.text("say")
        if turn.text("choose"):
            offered = {choice.intent: choice.number for choice in reply.choices} if reply else {}
            if turn.text("choose") not in offered:
                have = ", ".join(offered) or "nothing"
                yield Problem(path, line, f"{turn.text('choose')} was not offered; on offer: {have}")
                return
            text = str(offered[turn.text("choose")])
        reply = bot.ask(text, reply.conversation if reply else START)
        complaints = list(_complaints(turn, reply))
        if complaints:
            yield Problem(path, line, f"'{text:.80}': {'; '.join(complaints)} ({_why(reply)})")
            return


def _complaints(turn: Table, reply: Reply) -> Iterator[str]:
    yield from _complaints_about_intents(turn, reply)
    if turn.text("kind") not in ("", reply.kind):
        yield f"expected kind {turn.text('kind')}, got {reply.kind}"
    text = " ".join(reply.text.casefold().split())
    yield from (
        f"the text lacks '{it.text}'" for it in turn.texts("contains") if it.text.casefold() not in text
    )
    yield from (f"the text holds '{it.text}'" for it in turn.texts("lacks") if it.text.casefold() in text)
    offered = [choice.intent for choice in reply.choices]
    have = ", ".join(offered) or "nothing"
    missing = (item.text for item in turn.texts("offers") if item.text not in offered)
    yield from (f"{name} is not offered; on offer: {have}" for name in missing)


def _complaints_about_intents(turn: Table, reply: Reply) -> Iterator[str]:
    """What stands for a reply's kind counts as an intent of it, too, where not all are asked for."""
    intents = list(reply.intents)
    stand_in = [_PSEUDO[reply.kind]] if reply.kind in _PSEUDO else []
    got = " + ".join(intents or stand_in) or "no intent"
    exact = [item.text for item in turn.texts("intents")]
    if exact and exact != (intents or stand_in):
        yield f"expected {' + '.join(exact)}, got {got}"
    any_of = [item.text for item in turn.texts("any_of")]
    if any_of and {*intents[:1], *stand_in}.isdisjoint(any_of):
        yield f"expected {' or '.join(any_of)}, got {got}"
    names = {*intents, *stand_in}
    yield from (f"expected {it.text} too, got {got}" for it in turn.texts("also") if it.text not in names)


def _why(reply: Reply) -> str:
    explanation = reply.explanation
    near = ", ".join(f"{name} {score:+.2f}" for name, score in explanation.candidates[:3])
    return f"{explanation.stage}: {explanation.reason}" + (f"; nearest: {near}" if near else "")
