"""``Content`` -> everything that ranking needs, built once and shared by all threads.

It knows how examples become classes of a linear model, and how the result is written
down as bytes and read back. It knows nothing of questions or of dialogues.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.content import Content
from chatbot.features import extract
from chatbot.lanes import LANE_BYTES, offset
from chatbot.language import tokenise
from chatbot.learning import Progress, Weights, train
from chatbot.vocabulary import Vocabulary, build_vocabulary, to_units

__all__ = ["Index", "build_index", "index_from_bytes", "index_to_bytes"]


@dataclass(frozen=True, slots=True)
class Index:
    """A trained content. ``classes[:covered]`` are intents, then come vague openings, the rest
    are subjects that are not covered."""

    classes: tuple[str, ...]
    covered: int
    weights: Weights
    vocabulary: Vocabulary
    half: int  # lanes.offset(len(classes))


def build_index(
    content: Content, english: frozenset[str] = frozenset(), progress: Progress | None = None
) -> Index:
    """Learn ``content``. ``english`` is a list of plain words that are no slips."""
    classes = _classes(content)
    vocabulary = build_vocabulary(_texts(content), content.synonyms, english)
    examples = [
        (extract(to_units(tokenise(text), vocabulary)), number)
        for number, (_, texts) in enumerate(classes)
        for text in texts
    ]
    weights = train(examples, len(classes), progress)
    names = tuple(name for name, _ in classes)
    covered = sum(name in content.intents for name in names)
    return Index(names, covered, weights, vocabulary, offset(len(names)))


def _classes(content: Content) -> list[tuple[str, tuple[str, ...]]]:
    """Class names with their training texts; a title counts as one more example."""
    intents = [
        (intent.name, (*intent.examples, *intent.keywords, intent.title))
        for intent in content.intents.values()
        if content.profile.small_talk or not intent.small_talk
    ]
    vague = [(name, opening.examples) for name, opening in content.vague.items()]
    return intents + vague + [(name, subject.examples) for name, subject in content.not_covered.items()]


def _texts(content: Content) -> Iterable[str]:
    """Every text whose words the content can be said to use."""
    for _, texts in _classes(content):
        yield from texts
    for section in content.sections.values():
        yield section.heading
        yield section.body
    for group in content.alarms.words.values():
        yield from group


_MAGIC = b"chatbot index 1\n"


def index_to_bytes(index: Index) -> bytes:
    """The whole index but for the English word list: a line of JSON, then the rows as they are."""
    vocabulary, weights = index.vocabulary, index.weights
    size = len(index.classes) * LANE_BYTES
    head = {
        "classes": index.classes,
        "covered": index.covered,
        "counts": vocabulary.counts,
        "stems": sorted(vocabulary.stems),
        "phrases": vocabulary.phrases,
        "names": "\n".join(weights.names),
        "numbers": array("I", weights.names.values()).tobytes().hex(),
        "rows": len(weights.rows),
    }
    body = b"".join((row + index.half).to_bytes(size, "little") for row in weights.rows)
    return _MAGIC + json.dumps(head, ensure_ascii=True).encode() + b"\n" + body


def index_from_bytes(data: bytes, english: frozenset[str]) -> Index:
    """The inverse of ``index_to_bytes``; ``ValueError`` for anything else."""
    if not data.startswith(_MAGIC):
        raise ValueError("not an index")
    start = data.index(b"\n", len(_MAGIC))
    head = json.loads(data[len(_MAGIC) : start])
    classes = tuple(head["classes"])
    size, half = len(classes) * LANE_BYTES, offset(len(classes))
    body = memoryview(data)[start + 1 :]
    if len(body) != head["rows"] * size:
        raise ValueError("the rows are cut short")
    rows = tuple(
        int.from_bytes(body[place : place + size], "little") - half for place in range(0, len(body), size)
    )
    numbers = array("I", bytes.fromhex(head["numbers"]))
    names = dict(zip(head["names"].split("\n"), numbers, strict=True))
    phrases = {
        first: tuple((tuple(stems), concept) for stems, concept in entries)
        for first, entries in head["phrases"].items()
    }
    vocabulary = Vocabulary(head["counts"], frozenset(head["stems"]), phrases, english)
    return Index(classes, head["covered"], Weights(len(classes), names, rows), vocabulary, half)
