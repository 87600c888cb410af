"""Replies and what the bot knows -> blocks; it decides nothing and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from chatbot.terminal.layout import ALARM, BOLD, DIM, Block, Span, Table, plain
from chatbot.terminal.markdown import read_markdown

if TYPE_CHECKING:
    from chatbot import Choice, Content, Explanation, Reply, Source

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
    ("recommendation", "recommended by: "),
    ("supplement", "from elsewhere: "),
)
_SHORT_LINE = 50  # cells of the names, so that all fits into 80
_SHORT = re.compile(r"(.{8,60}?)(?:, | \()")
_STAGES = {
    "alarm": "a sign of danger was looked for first",
    "command": "the message was taken as an order to the bot",
    "pick": "the message was taken as a choice from the last reply",
    "context": "the message was read together with what was said before",
    "matching": "the words of the message were compared with the known questions",
}
_WEIGHTS = "Above zero speaks for the first topic below, below zero against it; they add up to the sum."
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
    if not (parts := _grouped(named)):
        return ()
    word = "Source" if len(named) == 1 else "Sources"
    line = f"{word}: {'; '.join(_first(parts) if short else parts)}"
    return (plain(line, DIM),)


def _grouped(named: Mapping[str, str]) -> list[str]:
    """The names by origin, the first of each origin with its prefix."""
    parts = []
    for label, prefix in _ORIGINS:
        names = [name for name, its_label in named.items() if its_label == label]
        parts += [prefix + name if number == 0 else name for number, name in enumerate(names)]
    return parts


def _first(parts: Sequence[str]) -> list[str]:
    """As many as one line holds, at least one, and how to see the others."""
    total = 0
    for number, part in enumerate(parts):
        total += len(part) + 2
        if number and total > _SHORT_LINE:
            return [*parts[:number], f"{len(parts) - number} more: /sources"]
    return list(parts)


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


def explanation_blocks(reply: Reply, content: Content) -> Blocks:
    """Why a reply came: a sentence, the words with their weights, the runner-up."""
    explanation = reply.explanation
    stage = _STAGES.get(explanation.stage, explanation.stage)
    reason = explanation.reason[:1].upper() + explanation.reason[1:].rstrip(".")
    blocks: list[Block | Table] = [plain(f"{reason}: {stage}.")]
    if explanation.words:
        blocks += [_word_table(explanation), plain(_WEIGHTS, DIM)]
    if explanation.candidates:
        blocks.append(plain("Closest topics", BOLD))
        blocks += [_candidate(n, *one, content) for n, one in enumerate(explanation.candidates[:3], 1)]
    blocks.append(plain(_confidence(reply.confidence, explanation.thresholds), DIM))
    return tuple(blocks)


def _confidence(confidence: float, thresholds: Sequence[tuple[str, float]]) -> str:
    limits = ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in thresholds)
    return f"Confidence {confidence:.2f} of 1{f' (limits: {limits})' if limits else ''}."


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
    return f"{round(value, 2) + 0.0:+6.2f}"  # adding zero makes -0.0 positive


def _candidate(place: int, name: str, score: float, content: Content) -> Block:
    title = content.intents[name].title if name in content.intents else "not covered"
    return plain(f"{title} [{name}] {score:+.2f}", lead=f"{place}. ", indent=2, gap=False)


# -- topics --------------------------------------------------------------------------------


def topic_blocks(groups: Mapping[str, Sequence[str]]) -> Blocks:
    """What can be asked, under the name of each group."""
    blocks: list[Block] = []
    for name, titles in groups.items():
        blocks.append(plain(name, BOLD))
        blocks += _bullets(titles)
    return tuple(blocks)
