"""The bot: holds content and index, calls the stages in order, and does nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from chatbot.composing import compose, digest
from chatbot.content import Content, content_from_json, content_to_json
from chatbot.conversation import START, Conversation
from chatbot.dialogue import decide
from chatbot.explaining import explain
from chatbot.folder import bundled_folder, read_english_words, read_folder, read_word_vectors
from chatbot.index import Index, build_index, index_from_bytes, index_to_bytes
from chatbot.language import stemming_of, tokenise
from chatbot.learning import Progress
from chatbot.memory import begun_by, spoken_of
from chatbot.ranking import rank
from chatbot.reading import read
from chatbot.reply import Reply
from chatbot.safety import Gate, build_gate, gate_from_data, gate_to_data
from chatbot.storage import engine_files, fingerprint, read_cache, ship_cache, write_cache
from chatbot.suggesting import Suggestion, suggest
from chatbot.watch import watch
from chatbot.word_vectors import WordVectors

__all__ = ["Bot"]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Bot:
    """Answers questions from one content. Immutable: one serves all threads. Equal to itself alone.

    Make one with ``Bot.load`` or ``Bot.from_text``.
    """

    content: Content
    _index: Index
    _gate: Gate

    def __repr__(self) -> str:
        return f"<Bot {self.content.profile.name!r}: {len(self.content.intents)} intents>"

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None, *, progress: Progress | None = None) -> Bot:
        """The bundled content, or that of the folder ``path`` (intents.yaml and knowledge/).

        What is learned from the content is kept in the user's cache directory for the next
        time. ``progress`` is called with (done, total) while a new content is learned.
        Raises ``ContentError`` with every problem of the folder.
        """
        files = read_folder(bundled_folder() if path is None else path)
        english, vectors = read_english_words(), WordVectors(read_word_vectors())
        name = _cache_name(files, english)
        stored = read_cache(name)
        if stored is not None:
            try:
                return cls(*_from_bytes(stored, english, vectors))
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
                pass  # a cache that cannot be read is no cache
        content = _parse(files)
        index, gate = build_index(content, english, vectors, progress), build_gate(content.alarms)
        write_cache(name, _to_bytes(content, index, gate))
        return cls(content, index, gate)

    @classmethod
    def from_text(cls, intents: str, knowledge: Mapping[str, str] | None = None) -> Bot:
        """A bot from strings: the text of an intents.yaml, and Markdown by file name.

        Raises ``ContentError`` with every problem.
        """
        files = {"intents.yaml": intents}
        files.update({f"knowledge/{name}": text for name, text in (knowledge or {}).items()})
        content = _parse(files)
        index = build_index(content, read_english_words(), WordVectors(read_word_vectors()))
        return cls(content, index, build_gate(content.alarms))

    def ask(self, text: str, conversation: Conversation = START) -> Reply:
        """The reply to ``text``. Never raises for any ``str``; the same input gives the same reply.

        ``conversation`` is that of the last reply; the new reply carries the next. ``TypeError`` for
        anything else: a stored one is read with ``Conversation.from_dict``.
        """
        if not isinstance(conversation, Conversation):
            kind = type(conversation).__name__
            raise TypeError(
                f"conversation is a {kind}; pass START at first, then reply.conversation (of a stored "
                "dictionary, what Conversation.from_dict makes of it)"
            )
        typed = tokenise(text)
        reading = read(typed, self._index.vocabulary)
        before = spoken_of(conversation, self.content)
        begun = begun_by(conversation, self.content)
        ranking = rank(reading, self._index)
        watched = watch(
            typed, ranking, self._index, self._gate, before=before, half=conversation.half, begun=begun
        )
        decision = decide(typed, ranking, watched, conversation, self.content, self._index)
        return compose(decision, self.content, digest(text), partial(explain, decision, self._index))

    def rank(self, text: str, limit: int = 5) -> tuple[tuple[str, float], ...]:
        """The best intents for ``text``, at most 8, with their scores, best first: 1 is sure, -1 shares
        nothing.

        For search boxes and measurements; a conversation plays no part. Subjects that the
        content does not cover are ranked along under their own names.
        """
        candidates = rank(read(tokenise(text), self._index.vocabulary), self._index).candidates
        return tuple((candidate.name, candidate.score) for candidate in candidates[: max(0, limit)])

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Known questions that the half typed ``prefix`` may become, the likeliest first."""
        return suggest(prefix, limit, self.content, self._index)


def learn_bundled() -> str:
    """Put what is learned from the bundled content into the package, for builds; returns its path.

    It is learned here unless a cache has it already.
    """
    files = read_folder(bundled_folder())
    english = read_english_words()
    name = _cache_name(files, english)
    stored: bytes | memoryview | None = read_cache(name)
    if stored is None:
        content = _parse(files)
        index = build_index(content, english, WordVectors(read_word_vectors()))
        stored = _to_bytes(content, index, build_gate(content.alarms))
    return str(ship_cache(name, stored))


_PROBES, _PROBE_CHARS = 250, 100  # about 2,000 words, from all over the list


def _cache_name(files: Mapping[str, bytes | str], english: str) -> str:
    """What was learned is good for the same content, code and stems, whichever Python and stemmer made it."""
    starts = range(0, len(english), max(1, len(english) // _PROBES))
    probe = [word for start in starts for word in english[start : start + _PROBE_CHARS].split("\n")[1:-1]]
    return fingerprint({**files, **engine_files(), "\0stems": stemming_of(probe)})


def _parse(files: Mapping[str, bytes | str]) -> Content:
    from chatbot.loading import parse_content  # noqa: PLC0415 - the parsers cost a warm start 20 ms

    return parse_content(files)


def _to_bytes(content: Content, index: Index, gate: Gate) -> bytes:
    """All that was worked out from a content: two pieces of JSON, each behind its length, and the index."""
    plain = content_to_json(content).encode()
    alarms = json.dumps(gate_to_data(gate)).encode()
    sizes = len(plain).to_bytes(8, "little") + len(alarms).to_bytes(8, "little")
    return sizes + plain + alarms + index_to_bytes(index)


def _from_bytes(data: memoryview, english: str, vectors: WordVectors) -> tuple[Content, Index, Gate]:
    middle = 16 + int.from_bytes(data[:8], "little")
    end = middle + int.from_bytes(data[8:16], "little")
    content = content_from_json(str(data[16:middle], "utf-8"))
    gate = gate_from_data(json.loads(bytes(data[middle:end])), content.alarms)
    return content, index_from_bytes(data[end:], english, vectors), gate
