"""Replies and what the bot knows -> blocks; it decides nothing and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from chatbot.terminal.layout import ALARM, BOLD, DIM, Block, Span, Table, plain
from chatbot.terminal.markdown import read_markdown

if TYPE_CHECKING:
    from chatbot import Choice, Explanation, Reply, Source

__all__ = [
    "choice_blocks",
    "explanation_blocks",
    "reference_blocks",
    "reply_blocks",
    "source_blocks",
    "topic_blocks",
]

Blocks = tuple[Block | Table, ...]

_URGENT = "!!! URGENT !!!"  # says it without colour, and aloud
_ORIGINS = (  # labels in the order shown; small talk has no source worth naming
    ("reference", ""),
    ("supplement", "from elsewhere: "),
    ("recommendation", "recommended by: "),
)
_SHORT = re.compile(r"(.{8,60}?)(?:, | \()")
_STAGES = {
    "alarm": "a sign of danger was looked for first",
    "command": "the message was taken as an order to the bot",
    "pick": "the message was taken as a choice from the last reply",
    "context": "the message was read together with what was said before",
    "matching": "the words of the message were compared with the known questions",
}
_HOW = {
    "synonym": "means the same",
    "spelling": "taken as a slip of",
    "foreign": "not in the reference",
    "unknown": "not known",
}


# -- replies -------------------------------------------------------------------------------


def reply_blocks(reply: Reply, *, short: bool = False) -> Blocks:
    """The lead first, then the sources as one line, then what can be picked.

    ``short`` cuts references down to their names, where /sources can give the rest.
    """
    urgent = (plain(_URGENT, ALARM),) if reply.kind == "urgent" else ()
    sources = _source_line(reply.sources, short=short)
    return (*urgent, *read_markdown(reply.text), *sources, *_choices(reply))


def _source_line(sources: Sequence[Source], *, short: bool) -> Blocks:
    """One paragraph that names every reference once, and says what is not the reference itself."""
    named: dict[str, str] = {}
    for source in sources:
        for name in source.references or (f"{source.file}, {source.heading}",):
            named.setdefault(_short(name) if short else name.rstrip(". "), source.label)
    groups = [(prefix, [n for n, lab in named.items() if lab == label]) for label, prefix in _ORIGINS]
    parts = [prefix + "; ".join(names) for prefix, names in groups if names]
    if not parts:
        return ()
    word = "Source" if sum(len(names) for _, names in groups) == 1 else "Sources"
    return (Block((Span(f"{word}: {'; '.join(parts)}", DIM),)),)


def _short(name: str) -> str:
    """A reference up to its first comma or bracket: nearly always the author or the title."""
    match = _SHORT.match(name)
    return match[1] if match else name.rstrip(". ")


def _choices(reply: Reply) -> Blocks:
    if all(f"{choice.number}. {choice.title}" in reply.text for choice in reply.choices):
        return ()  # a question back lists its options itself
    return choice_blocks(reply.choices, "You can ask next:")


def choice_blocks(choices: Sequence[Choice], head: str) -> Blocks:
    """What can be picked, by its number, below ``head``."""
    if not choices:
        return ()
    wide = len(str(choices[-1].number))
    numbered = (
        plain(choice.title, lead=f"{choice.number:>{wide}}. ", indent=2, gap=False) for choice in choices
    )
    return (plain(head, DIM), *numbered)


def source_blocks(sources: Sequence[Source]) -> Blocks:
    """Each section of a reply with its full references."""
    blocks: list[Block] = []
    for source in sources:
        label = f" ({source.label})"
        blocks.append(Block((Span(source.heading, BOLD), Span(f"{label}, {source.file}"))))
        blocks += _bullets(source.references)
    return tuple(blocks)


def reference_blocks(references: Iterable[str]) -> Blocks:
    """All references of a content."""
    return (plain("All sources", BOLD), *_bullets(references))


def _bullets(texts: Iterable[str]) -> list[Block]:
    return [plain(text, lead="- ", indent=2, gap=False) for text in texts]


# -- why -----------------------------------------------------------------------------------


def explanation_blocks(explanation: Explanation, titles: Mapping[str, str]) -> Blocks:
    """Why a reply came: a sentence, the words with their weights, the runner-up."""
    stage = _STAGES.get(explanation.stage, explanation.stage)
    blocks: list[Block | Table] = [
        plain(explanation.reason),
        plain(f"How: {stage}.", DIM, gap=False),
    ]
    if explanation.words:
        blocks.append(_word_table(explanation))
    if explanation.candidates:
        blocks.append(plain("Closest topics", BOLD))
        blocks += [_candidate(place, *one, titles) for place, one in enumerate(explanation.candidates[:3], 1)]
    if explanation.thresholds:
        limits = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in explanation.thresholds)
        blocks.append(plain(f"Limits of confidence: {limits}.", DIM))
    return tuple(blocks)


def _word_table(explanation: Explanation) -> Table:
    rows = [("Word", "Read as", "Weight")]
    if explanation.start:
        rows.append(("(start)", "", _weight(explanation.start)))
    rows += [
        (share.words, _read_as(share.read_as, share.how, share.words), _weight(share.weight))
        for share in explanation.words
    ]
    rows.append(("Sum", "", _weight(explanation.score)))
    return Table(tuple(rows))


def _read_as(read_as: str, how: str, words: str) -> str:
    said = _HOW.get(how, how)
    if not said:
        return read_as if read_as != words else ""
    return f"{read_as} ({said})" if read_as and read_as != words else said


def _weight(value: float) -> str:
    return f"{value:+6.2f}"


def _candidate(place: int, name: str, score: float, titles: Mapping[str, str]) -> Block:
    title = titles.get(name, name)
    return plain(f"{title} [{name}] {score:+.2f}", lead=f"{place}. ", indent=2, gap=False)


# -- topics --------------------------------------------------------------------------------


def topic_blocks(groups: Mapping[str, Sequence[str]]) -> Blocks:
    """What can be asked, under the name of each group."""
    blocks: list[Block] = []
    for name, titles in groups.items():
        blocks.append(plain(name, BOLD))
        blocks += _bullets(titles)
    return tuple(blocks)
