"""The slash commands, in one table; what they do is a step of the session, without effects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatbot import START
from chatbot.terminal.layout import DIM, Table, plain
from chatbot.terminal.rendering import (
    choice_blocks,
    explanation_blocks,
    reference_blocks,
    source_blocks,
    topic_blocks,
)
from chatbot.terminal.state import Output, Save, Session, Turn

if TYPE_CHECKING:
    from chatbot import Content, Intent

__all__ = ["COMMANDS", "HINT", "Command", "is_command", "run_command"]

HINT = "Ask in your own words. /help shows more, /quit or Ctrl-D leaves."

Step = tuple[Session, Output]


@dataclass(frozen=True, slots=True)
class Command:
    """``/name argument``, what /help says of it, and its step."""

    name: str
    argument: str
    summary: str
    run: Callable[[Session, str], Step]


# -- the steps -----------------------------------------------------------------------------


def _help(session: Session, _argument: str) -> Step:
    rows = [("Command", "What it does")]
    rows += [(f"{command.name} {command.argument}".rstrip(), command.summary) for command in COMMANDS]
    blocks = (
        plain("Ask in your own words, or type the number or the words of something offered."),
        Table(tuple(rows)),
        plain("Ctrl-C clears the line. Tab offers known questions.", DIM),
    )
    return session, Output(blocks)


def _topics(session: Session, word: str) -> Step:
    groups = _groups(session.bot.content, word.casefold())
    if not groups:
        return session, Output(notice=f'No topic has "{word}". /topics lists them all.')
    return session, Output(topic_blocks(groups))


def _groups(content: Content, word: str) -> dict[str, list[str]]:
    """The titles of what can be asked, by the file that answers it."""
    groups: dict[str, list[str]] = {}
    for intent in content.intents.values():
        if not intent.small_talk and _mentions(intent, word):
            groups.setdefault(_group(intent), []).append(intent.title)
    return groups


def _mentions(intent: Intent, word: str) -> bool:
    """True if ``word`` begins a word of the title, of a keyword, or of more than a few examples."""
    begins = re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)
    if any(map(begins.search, (intent.title, *intent.keywords))):
        return True
    return sum(map(bool, map(begins.search, intent.examples))) > _BY_CHANCE * len(intent.examples)


_BY_CHANCE = 0.05  # of an intent's examples: so many hold a word that is not its subject


def _group(intent: Intent) -> str:
    file = intent.answers[0].partition("#")[0] if intent.answers else "other"
    return file.removesuffix(".md").replace("-", " ").replace("/", ": ").capitalize()


def _sources(session: Session, _argument: str) -> Step:
    used = next((turn.reply.sources for turn in reversed(session.turns) if turn.reply.sources), ())
    if used:
        return session, Output(source_blocks(used))
    known = tuple(session.bot.content.sources.values())
    return session, Output(reference_blocks(known)) if known else Output(notice="No sources are named.")


def _why(session: Session, _argument: str) -> Step:
    if session.last is None:
        return session, Output(notice="Nothing was asked yet.")
    return session, Output(explanation_blocks(session.last.reply, session.bot.content))


def _back(session: Session, _argument: str) -> Step:
    turn = session.last
    if turn is None:
        return session, Output(notice="There is nothing to go back to.")
    before = replace(session, conversation=turn.before, turns=session.turns[:-1])
    notice = f"Back to before: {turn.question}"
    choices = before.last.reply.choices if before.last else ()
    return before, Output(choice_blocks(choices, "You can ask:"), notice)


def _reset(session: Session, _argument: str) -> Step:
    return replace(session, conversation=START, turns=()), Output(notice="Started afresh.")


def _save(session: Session, path: str) -> Step:
    if not path:
        return session, Output(notice="Save where? /save FILE")
    if not session.turns:
        return session, Output(notice="Nothing was asked yet.")
    return session, Output(save=Save(path, "\n".join(_transcript(session))))


def _transcript(session: Session) -> Iterator[str]:
    profile = session.bot.content.profile
    yield f"# {profile.name}\n"
    if profile.disclaimer:
        yield f"{profile.disclaimer}\n"
    for turn in session.turns:
        yield from _turn_lines(turn)


def _turn_lines(turn: Turn) -> Iterator[str]:
    yield f"## {' '.join(turn.question.split())}\n"
    yield f"{turn.reply.text.strip()}\n"
    names = dict.fromkeys(
        name
        for source in turn.reply.sources
        for name in source.references or (f"{source.file}, {source.heading}",)
    )
    if names:
        yield f"*Sources: {'; '.join(name.rstrip('. ') for name in names)}*\n"


def _quit(session: Session, _argument: str) -> Step:
    return replace(session, ended=True), Output()


COMMANDS: tuple[Command, ...] = (
    Command("/help", "", "show this", _help),
    Command("/topics", "[WORD]", "list or search what can be asked", _topics),
    Command("/sources", "", "full references of the last answer", _sources),
    Command("/why", "", "explain the last answer", _why),
    Command("/back", "", "return to before the last question", _back),
    Command("/reset", "", "forget the conversation", _reset),
    Command("/save", "FILE", "write the conversation to a new file", _save),
    Command("/quit", "", "leave (so do exit, quit and Ctrl-D)", _quit),
)


# -- finding one ---------------------------------------------------------------------------


def is_command(line: str) -> bool:
    """Whether ``line`` is meant for the shell: /word, not /usr/bin or 1/2."""
    word = line.split(maxsplit=1)[0]
    return word.startswith("/") and "/" not in word[1:]


def run_command(session: Session, line: str) -> Step:
    """The step that ``line`` asks for; an unknown name is answered with the nearest one."""
    name, _, argument = line.partition(" ")
    for command in COMMANDS:
        if command.name == name.lower():
            return command.run(session, argument.strip())
    return session, Output(notice=_did_you_mean(name))


def _did_you_mean(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), [command.name for command in COMMANDS], 1, 0.5)
    rest = f"Did you mean {near[0]}?" if near else "/help lists them."
    return f"There is no command {name}. {rest}"
